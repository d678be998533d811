import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Captured } from './captured.ts';

// Registered before the program is imported, so that it sees everything that comes with it.
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
const { runCaptured } = await import('./captured.ts');
const { packageVersion } = await import('../../src/kit/package.ts');

const world = mkdtempSync(join(tmpdir(), 'postwright-program-'));
after(() => rmSync(world, { recursive: true }));

const COMMANDS = [
  ['serve'],
  ['demo'],
  ['rack'],
  ['doctor'],
  ['account'],
  ['account', 'import'],
  ['account', 'export'],
  ['material'],
  ['material', 'add'],
  ['material', 'list'],
  ['license'],
  ['license', 'keygen'],
  ['license', 'issue'],
  ['license', 'show'],
];

/** A refusal: exit code 1, nothing on stdout, no stack. */
function refused({ exitCode, out, err }: Captured, message: RegExp): void {
  assert.match(err, message);
  assert.doesNotMatch(err, /^\s+at /m);
  assert.deepEqual([exitCode, out], [1, '']);
}

describe('help', () => {
  it('loads nothing that only a command needs', async () => {
    const { exitCode, out } = await runCaptured('--help');
    assert.equal(exitCode, 0);
    assert.match(out, /serve.*\n[\s\S]*demo.*\n[\s\S]*rack.*\n[\s\S]*doctor/);
    const heavy = loaded.filter((url) =>
      /\/(app|doctor)\.ts|simulator|storage|\/(pino|fastify|pg|kysely|jose)\//.test(url),
    );
    assert.deepEqual(heavy, []);
  });

  it('is what a bare "postwright" says', async () => {
    assert.deepEqual(await runCaptured(), await runCaptured('--help'));
  });

  for (const command of COMMANDS) {
    it(`of ${command.join(' ')} ends with one example`, async () => {
      const { exitCode, out } = await runCaptured(...command, '--help');
      assert.equal(exitCode, 0);
      assert.match(out, new RegExp(`\\nExample:\\n  \\$ postwright ${command.join(' ')}.*\\n$`));
    });
  }
});

it('--version says what package.json says', async () => {
  assert.deepEqual(await runCaptured('--version'), { exitCode: 0, out: `${packageVersion()}\n`, err: '' });
});

describe('a mistake', () => {
  it('in a command or a flag gets the nearest one', async () => {
    refused(await runCaptured('serv'), /unknown command 'serv'\n\(Did you mean serve\?\)/);
    refused(await runCaptured('serve', '--prot', '1'), /unknown option '--prot'\n\(Did you mean --port\?\)/);
    refused(await runCaptured('license', 'isue'), /\(Did you mean issue\?\)/);
  });

  it('in a number or a choice says what would do', async () => {
    refused(
      await runCaptured('rack', '--phones', 'six'),
      /--phones.*'six' is invalid\. It must be a whole number from 1 to 500\./,
    );
    refused(await runCaptured('rack', '--phones', '501'), /from 1 to 500/);
    refused(await runCaptured('demo', '--pace', 'fast'), /Allowed choices are instant, brisk, real/);
  });

  it('in a setting is told in the words of the error table', async () => {
    const result = await runCaptured('serve', '--port', '70000');
    refused(
      result,
      /^error: A setting is invalid\. \(CONFIG_INVALID\)\n {2}port \(from --port\): "70000" is not .*\n {2}→ Mend the setting/,
    );
  });

  it('shows its stack with --verbose', async () => {
    const { exitCode, err } = await runCaptured('serve', '--port', '70000', '--verbose');
    assert.equal(exitCode, 1);
    assert.match(err, /PostwrightError: port \(from --port\)[\s\S]*\n\s+at /);
  });
});

describe('the rack file', () => {
  const cases: readonly [what: string, text: string, message: RegExp][] = [
    ['that is no JSON', '{', /rack\.json: .*JSON/],
    ['that is no object', '[]', /it is not a JSON object/],
    ['with an unknown key', '{ "phone": 2 }', /phone is not known; did you mean phones\?/],
    ['whose phones are neither', '{ "phones": "two" }', /phones is neither a number nor a list/],
  ];
  for (const [what, text, message] of cases) {
    it(`${what} is refused`, async () => {
      const path = join(world, 'rack.json');
      writeFileSync(path, text);
      refused(await runCaptured('rack', '--config', path), message);
    });
  }

  it('that is not there is refused', async () => {
    refused(await runCaptured('rack', '--config', join(world, 'no.json')), /CONFIG_INVALID[\s\S]*no\.json/);
  });
});
