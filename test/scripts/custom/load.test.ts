import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PostwrightError } from '../../../src/errors.ts';
import { problemOf, RIGHT, scriptFolders } from './folders.ts';

const SCRIPT = RIGHT['script.yaml'];

/** The script file with one line for another; the line numbers of the rest stay. */
function edited(line: string, by: string): string {
  assert.ok(SCRIPT.includes(line), line);
  return SCRIPT.replace(line, by);
}

describe('a folder that is a script', () => {
  it('is listed with its JSON Schema, which allows no other keys', (t) => {
    const { put, scripts } = scriptFolders(t);
    put();
    const [entry, ...others] = scripts.list();
    assert.deepEqual(others, []);
    assert.equal(entry?.error, null);
    const { plan: _, ...shown } = entry?.script ?? assert.fail();
    assert.deepEqual(shown, {
      name: 'demo',
      title: 'A demo',
      description: 'Reads a word.',
      appId: 'com.example.app',
      publishes: false,
      parameters: {
        type: 'object',
        required: ['limit'],
        properties: {
          limit: { type: 'integer', minimum: 1, maximum: 5 },
          greeting: { type: 'string', maxLength: 20, default: 'hola' },
        },
        additionalProperties: false,
      },
    });
  });

  it('plans with its defaults and its version', (t) => {
    const { put, scripts } = scriptFolders(t);
    put();
    const plan = scripts.find('demo')?.script?.plan({ limit: 3 });
    assert.deepEqual(plan, {
      kind: 'custom',
      version: scripts.load('demo').version,
      parameters: { greeting: 'hola', limit: 3 },
    });
  });

  it('without parameters takes none', (t) => {
    const { put, write, scripts } = scriptFolders(t);
    put();
    write('demo/script.yaml', 'name: demo\ntitle: A demo\nappId: com.example.app\nflow: other.yaml\n');
    write('demo/main.yaml', null);
    const nothing = { type: 'object', properties: {}, additionalProperties: false };
    assert.deepEqual(scripts.find('demo')?.script?.parameters, nothing);
  });

  it('may be a link to a folder elsewhere', (t) => {
    const { root, scripts } = scriptFolders(t);
    const other = scriptFolders(t);
    other.put();
    symlinkSync(join(other.root, 'demo'), join(root, 'demo'));
    assert.equal(scripts.find('demo')?.error, null);
  });

  it('has a commit point in a flow that its own calls', (t) => {
    const { put, scripts } = scriptFolders(t);
    put({ 'script.yaml': `${SCRIPT}commitPoint: send it\n` });
    assert.equal(scripts.load('demo').commitPoint, 'send it');
    assert.equal(scripts.find('demo')?.script?.publishes, true);
  });
});

describe('script.yaml is refused with the place of the mistake', () => {
  const cases: readonly (readonly [what: string, script: string, message: string | RegExp])[] = [
    ['a missing key', edited('title: A demo\n', ''), 'demo/script.yaml:1:1: "title" is missing'],
    [
      'an unknown key',
      `${SCRIPT}timeuot: 5\n`,
      'demo/script.yaml:12:1: "timeuot" is not known here. Did you mean "timeout"?',
    ],
    [
      'another name than the folder',
      edited('name: demo', 'name: dem'),
      /^demo\/script\.yaml:1:7: .* the folder: "demo"/,
    ],
    ['a name with capitals', edited('name: demo', 'name: Demo'), /:1:7: "Demo" is no name of a script/],
    ['no package', edited('appId: com.example.app', 'appId: settings'), /:4:8: "settings" is no package/],
    ['a flow that is not there', edited('flow: main.yaml', 'flow: mian.yaml'), /:10:7: .*Did you mean "main\.yaml"\?/],
    ['a flow elsewhere', edited('flow: main.yaml', 'flow: ../../tiktok/start.yaml'), /:10:7: there is no flow/],
    ['a flow by its whole path', edited('flow: main.yaml', 'flow: /etc/passwd'), /:10:7: there is no flow/],
    ['a value that nothing reads', edited('[word]', '[wort]'), /:11:10: .*Did you mean "word"\?/],
    ['a label that no command has', `${SCRIPT}commitPoint: send\n`, /:12:14: no command of .* has this label/],
    ['a confirm flow without a commit point', `${SCRIPT}confirm: other.yaml\n`, /:12:10: there is nothing to confirm/],
    [
      'a confirm flow that sees nothing',
      `${SCRIPT}commitPoint: send it\nconfirm: other.yaml\n`,
      /:13:10: demo\/other\.yaml confirms nothing/,
    ],
    ['a timeout in seconds', `${SCRIPT}timeout: 30\n`, /:12:10: a number from 1000 to 3600000/],
    ['a second document', `${SCRIPT}---\nx: 1\n`, /one document/],
    ['a tag of its own', edited('title: A demo', 'title: !secret A demo'), /:3:8: |:2:8: Unresolved tag: !secret/],
    ['an alias', edited('[word]', '[&w word, *w]'), /:11:19: text is needed here, not an alias/],
    ['no YAML at all', 'name: [demo\n', /^demo\/script\.yaml:2:1: /],
  ];
  for (const [what, script, message] of cases) {
    it(what, (t) => {
      const { put, problem } = scriptFolders(t);
      put({ 'script.yaml': script });
      if (typeof message === 'string') assert.equal(problem(), message);
      else assert.match(problem(), message);
    });
  }
});

describe('parameters are refused where they are no JSON Schema', () => {
  const LIMIT = '    limit: { type: integer, minimum: 1, maximum: 5 }';
  const cases: readonly (readonly [what: string, script: string, message: RegExp])[] = [
    ['a type that is none', edited('type: integer', 'type: int'), /:8:20: "int" is none of string, integer/],
    ['a keyword that is none', edited('minimum: 1', 'minimun: 1'), /:8:29: .*"minimun".*Did you mean "minimum"\?/],
    ['a limit that is no number', edited('minimum: 1', 'minimum: one'), /:8:38: a number is needed here/],
    [
      'a reference to elsewhere',
      edited(LIMIT, "    limit: { $ref: 'https://example.com/x' }"),
      /:8:14: \$ref is not followed/,
    ],
    ['a reference inside', edited(LIMIT, "    limit: { $ref: '#/x' }"), /:8:14: \$ref is not followed/],
    ['a pattern that is none', edited(LIMIT, "    limit: { type: string, pattern: '[' }"), /:8:37: "\[" is no regular/],
    ['a format nobody checks', edited(LIMIT, '    limit: { type: string, format: isbn }'), /:8:36: "isbn" is none of/],
    [
      'a default that does not fit',
      edited('default: hola', 'default: 5'),
      /:9:55: the default does not fit: .*a string/,
    ],
    ['a required one that is not there', edited('required: [limit]', 'required: [limt]'), /:6:14: "limt" is none/],
    ['no object', edited('  required:', '  type: array\n  required:'), /:6:9: parameters are an object/],
    [
      'a list in its place',
      edited('parameters:\n', 'parameters: [\n').replace('default: hola }\n', 'default: hola }]\n'),
      /script\.yaml/,
    ],
    ['a name that no variable can have', edited('    greeting:', '    greet-ing:'), /:9:5: "greet-ing" is no name/],
    ['one that no flow takes', edited(LIMIT, `${LIMIT}\n    more: { type: string }`), /:9:5: .*no "more" under env/],
    [
      'one that a flow needs and a task may lack',
      edited(', default: hola', ''),
      /:9:5: demo\/main\.yaml needs a value for "greeting": make it required/,
    ],
    [
      'one that is a variable of the flow and no parameter',
      edited('    greeting: { type: string, maxLength: 20, default: hola }\n', ''),
      /main\.yaml needs a value for "greeting", which is no parameter/,
    ],
  ];
  for (const [what, script, message] of cases) {
    it(what, (t) => {
      const { put, problem } = scriptFolders(t);
      put({ 'script.yaml': script });
      assert.match(problem(), message);
    });
  }

  it('lists, objects, choices and conditions are taken', (t) => {
    const { put, scripts } = scriptFolders(t);
    const limit = `    limit:
      description: Many keywords
      anyOf:
        - { type: array, items: { enum: [a, b, 3, null] }, uniqueItems: true, maxItems: 2, contains: { const: a } }
        - { type: object, patternProperties: { '^x': true }, additionalProperties: false, dependentRequired: { xa: [xb] } }
        - { not: { type: [array, object] }, if: { type: string }, then: { minLength: 2 }, x-expected: something else }`;
    put({ 'script.yaml': edited(LIMIT, limit) });
    assert.equal(scripts.find('demo')?.error, null);
    const { check } = scripts.load('demo').parameters;
    for (const value of [['a', 'b'], { xa: 1, xb: 2 }, 'two', 7]) check({ limit: value });
    for (const value of [['b'], ['a', 'a'], { xa: 1 }, { y: 1 }, 't'])
      assert.throws(() => check({ limit: value }), { errorName: 'INVALID_PARAMETER' }, JSON.stringify(value));
  });
});

describe('a folder is refused', () => {
  it('for a mistake in any of its flows, with the place', (t) => {
    const { put, problem } = scriptFolders(t);
    put({ 'spare.yaml': 'appId: com.example.app\n---\n- tapOm: x\n' });
    assert.equal(problem(), 'demo/spare.yaml:3:3: the command "tapOm" is not known. Did you mean "tapOn"?');
  });

  it('for a flow that calls one outside', (t) => {
    const { put, problem, write } = scriptFolders(t);
    write('other/x.yaml', 'appId: com.example.app\n---\n- back\n');
    put({ 'spare.yaml': 'appId: com.example.app\n---\n- runFlow: ../other/x.yaml\n' });
    assert.match(problem(), /^demo\/spare\.yaml:3:12: "\.\.\/other\/x\.yaml" lies outside/);
  });

  it('for a link that leads out of it', (t) => {
    const { put, problem, root } = scriptFolders(t);
    put();
    writeFileSync(join(root, 'secret.yaml'), 'appId: com.example.app\n---\n- back\n');
    symlinkSync(join(root, 'secret.yaml'), join(root, 'demo', 'spare.yaml'));
    assert.equal(problem(), 'demo/spare.yaml: the link leads out of the folder');
  });

  it('for a flow of another app', (t) => {
    const { put, problem } = scriptFolders(t);
    put({ 'spare.yaml': 'appId: com.example.other\n---\n- back\n' });
    assert.match(problem(), /:4:8: demo\/spare\.yaml is for com\.example\.other, not for com\.example\.app/);
  });

  it('without script.yaml, and with a folder in it', (t) => {
    const { put, problem, write, root } = scriptFolders(t);
    write('demo/main.yaml', RIGHT['main.yaml']);
    assert.match(problem(), /^demo\/script\.yaml/);
    put();
    mkdirSync(join(root, 'demo', 'more'));
    assert.match(problem(), /^demo\/more: .* only files/);
  });

  it('for a link that leads nowhere, beside others that are right', (t) => {
    const { put, root, scripts } = scriptFolders(t);
    put();
    symlinkSync(join(root, 'loop'), join(root, 'loop'));
    symlinkSync(join(root, 'nowhere'), join(root, 'gone'));
    assert.deepEqual(
      scripts.list().map(({ name, error }) => [name, error]),
      [
        ['demo', null],
        ['loop', 'loop: the folder cannot be read (ELOOP)'],
      ],
    );
    symlinkSync(join(root, 'nowhere'), join(root, 'demo', 'spare.yaml'));
    assert.equal(scripts.find('demo')?.error, 'demo: the folder cannot be read (ENOENT)');
  });

  it('for what is larger than a script can be', (t) => {
    const { put, problem, write } = scriptFolders(t);
    put();
    write('demo/big.txt', new Uint8Array(300_000));
    assert.match(problem(), /^demo\/big\.txt: it has 300000 bytes; at most 262144/);
    write('demo/big.txt', null);
    for (let number = 0; number < 100; number += 1) write(`demo/${number}.txt`, '');
    assert.match(problem(), /^demo: it has 104 files; at most 100/);
  });

  it('for YAML that would grow when it is read, in no time', (t) => {
    const { put, problem } = scriptFolders(t);
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghijk'
        .split('')
        .map((key, at) => `${key}: &${key} [${'*'.concat('abcdefghij'[at] ?? '', ', ').repeat(9)}x]`),
    ];
    put({ 'script.yaml': `${SCRIPT}${bomb.join('\n')}\n` });
    const startedAt = performance.now();
    assert.match(problem(), /:12:1: "a" is not known here/);
    put({ 'script.yaml': `${edited('default: hola', 'default: *k')}` });
    assert.match(problem(), /script\.yaml/);
    assert.ok(performance.now() - startedAt < 5_000);
  });

  it('for flows that call one another a million times over, in no time', (t) => {
    const { put, scripts } = scriptFolders(t);
    const flow = (next: string): string => `appId: com.example.app\n---\n${`- runFlow: ${next}\n`.repeat(2)}`;
    const chain = Array.from(
      { length: 40 },
      (_, at) => [`f${at}.yaml`, at === 39 ? RIGHT['other.yaml'] : flow(`f${at + 1}.yaml`)] as const,
    );
    put({
      ...Object.fromEntries(chain),
      'other.yaml': flow('f0.yaml'),
      'script.yaml': `${SCRIPT}commitPoint: send it\n`,
    });
    const startedAt = performance.now();
    assert.equal(scripts.find('demo')?.error, null);
    assert.ok(performance.now() - startedAt < 5_000);
  });
});

describe('the folders are read as they are now', () => {
  it('one that is added, changed and removed, without a restart', (t) => {
    const { put, scripts, write } = scriptFolders(t);
    assert.deepEqual(scripts.list(), []);
    put();
    assert.equal(scripts.find('demo')?.script?.title, 'A demo');
    const { version } = scripts.load('demo');
    put({ 'script.yaml': edited('title: A demo', 'title: B demo') });
    assert.equal(scripts.find('demo')?.script?.title, 'B demo');
    assert.notEqual(scripts.load('demo').version, version);
    write('demo/main.yaml', 'appId: com.example.app\n---\n- bakc\n');
    assert.match(problemOf(scripts.find('demo')), /main\.yaml:3:3/);
    put();
    assert.equal(scripts.load('demo').version, version);
    write('demo', null);
    assert.deepEqual(scripts.list(), []);
    assert.equal(scripts.find('demo'), undefined);
    assert.throws(() => scripts.load('demo'), { errorName: 'SCRIPT_GONE' });
  });

  it('each is read once while it stays the same, and logged when it cannot be used', (t) => {
    const { put, scripts, log } = scriptFolders(t);
    put({ 'main.yaml': 'appId: com.example.app\n---\n- bakc\n' });
    for (let look = 0; look < 3; look += 1) scripts.list();
    assert.deepEqual(log.lines, ['a custom script cannot be used']);
    assert.throws(
      () => scripts.load('demo'),
      (error) => error instanceof PostwrightError && error.errorName === 'SCRIPT_INVALID',
    );
  });

  it('one broken script leaves the others as they are; "post", files and hidden folders are none', (t) => {
    const { put, scripts, write } = scriptFolders(t);
    put();
    write('Broken Name/script.yaml', 'name: x\n');
    write('post/script.yaml', SCRIPT);
    write('.git/config', '');
    write('README.md', 'Ours');
    assert.deepEqual(
      scripts.list().map(({ name, error }) => [name, error === null]),
      [
        ['Broken Name', false],
        ['demo', true],
      ],
    );
    assert.equal(scripts.find('post'), undefined);
    for (const name of ['..', '.', '../demo', 'demo/', '']) assert.equal(scripts.find(name), undefined);
  });
});
