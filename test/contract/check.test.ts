// biome-ignore-all lint/suspicious/noTemplateCurlyInString: one of them is the name of a property
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Type } from 'typebox';

import { checker } from '../../src/contract/check.ts';
import { CreatePostTasks } from '../../src/contract/create-task.ts';
import { type JsonSchema, jsonSchemaChecker } from '../../src/contract/json-schema.ts';
import { TaskListQuery } from '../../src/contract/task-list.ts';
import { fromText } from '../../src/contract/text.ts';
import { type FieldError, PostwrightError } from '../../src/errors.ts';

function errorsOf(check: (value: unknown) => unknown, value: unknown): readonly FieldError[] {
  try {
    check(value);
  } catch (error) {
    assert.ok(error instanceof PostwrightError && error.errorName === 'INVALID_PARAMETER');
    return (error.data?.errors ?? []) as readonly FieldError[];
  }
  return [];
}

const checkBody = checker(CreatePostTasks);
const body = (changes: object, config: object = {}) => ({
  serials: ['A'],
  script_name: 'post',
  script_config: { material_list: ['/a.mp4'], ...config },
  ...changes,
});

describe('the check of a body', () => {
  it('gives back what is right, unchanged', () => {
    const right = body({ priority: -100, max_retries: 10, start_time: '23:59' }, { add_sound: -1, content_type: 1 });
    assert.equal(checkBody(right), right);
  });

  const cases: readonly [what: string, value: unknown, path: string, message: RegExp][] = [
    ['no object', 5, 'body', /must be a JSON object/],
    ['a list', [], 'body', /must be a JSON object/],
    ['null', null, 'body', /must be a JSON object/],
    ['a missing key', { script_name: 'post' }, 'script_config', /is missing/],
    ['an unknown key', body({ serial: 'A' }), 'serial', /did you mean "serials"\?/],
    ['an unknown key of the config', body({}, { caption: '' }), 'script_config.caption', /did you mean "captions"\?/],
    ['another spelling', body({}, { materialList: [] }), 'script_config.materialList', /"material_list"/],
    ['a key like no other', body({ zzzzzz: 1 }), 'zzzzzz', /^is not known here$/],
    [
      '__proto__ as a key',
      JSON.parse('{"script_name":"post","script_config":{},"__proto__":1}'),
      '__proto__',
      /not known/,
    ],
    ['a number for a string', body({}, { captions: 5 }), 'script_config.captions', /must be a string/],
    ['a string for a list', body({ serials: 'A' }), 'serials', /must be a list/],
    ['a wrong entry', body({ serials: ['A', 5] }), 'serials.1', /must be a string/],
    ['an empty entry', body({ serials: [''] }), 'serials.0', /must not be empty/],
    ['a numeric string', body({ priority: '5' }), 'priority', /must be an integer/],
    ['a fraction', body({ priority: 1.5 }), 'priority', /must be an integer/],
    ['a number out of range', body({ priority: 101 }), 'priority', /must be from -100 to 100/],
    ['a number below its range', body({}, { upload_wait_time: 0 }), 'script_config.upload_wait_time', /from 1 to 600/],
    [
      'a word of no list',
      body({}, { post_way: 'Share' }),
      'script_config.post_way',
      /"share", "addButton", "useSound"/,
    ],
    ['a number of no list', body({}, { content_type: 2 }), 'script_config.content_type', /must be one of 0, 1/],
    ['a numeric string of a list', body({}, { content_type: '0' }), 'script_config.content_type', /one of 0, 1/],
    ['a string for a boolean', body({ enable_multi_account: 'true' }), 'enable_multi_account', /true or false/],
    ['no time of day', body({ start_time: '24:00' }), 'start_time', /"HH:MM", 00:00 to 23:59/],
    ['a time of day too short', body({ start_time: '9:00' }), 'start_time', /"HH:MM"/],
    ['null', body({ usernames: null }), 'usernames', /must be a list/],
    ['U+0000', body({}, { captions: 'a\0b' }), 'script_config.captions', /U\+0000/],
    ['half a surrogate pair', body({}, { captions: 'a\ud83c' }), 'script_config.captions', /surrogate/],
    [
      'a text too long',
      body({}, { captions: 'x'.repeat(20_001) }),
      'script_config.captions',
      /at most 20000 characters/,
    ],
    ['a list too long', body({ serials: new Array(10_001).fill('A') }), 'serials', /at most 10000 entries/],
  ];
  for (const [what, value, path, message] of cases) {
    it(`names ${what} at ${path}`, () => {
      const errors = errorsOf(checkBody, value);
      assert.deepEqual(
        errors.map((error) => error.path),
        [path],
      );
      assert.match(errors[0]?.message ?? '', message);
    });
  }

  it('names every mistake, each once, in one answer', () => {
    const wrong = body({ priority: 'x', max_retries: 11, prioritty: 1 }, { content_type: 7, upload_wait_time: 'x' });
    assert.deepEqual(
      errorsOf(checkBody, wrong)
        .map((error) => error.path)
        .toSorted(),
      ['max_retries', 'prioritty', 'priority', 'script_config.content_type', 'script_config.upload_wait_time'],
    );
  });

  it('does not repeat a whole page of nonsense', () => {
    const [error] = errorsOf(checkBody, body({ ['k'.repeat(5_000)]: 1 }));
    assert.ok((error?.path.length ?? 0) < 100);
  });

  it('tells of a union in its own words', () => {
    const schema = Type.Object({
      serial: Type.Union([Type.String(), Type.Null()], { 'x-expected': 'a serial or null' }),
    });
    assert.deepEqual(errorsOf(checker(schema), { serial: 5 }), [
      { path: 'serial', message: 'must be a serial or null' },
    ]);
  });
});

describe('the check of a schema that came from outside', () => {
  type Rule = Omit<FieldError, 'path' | 'message'>;
  const cases: readonly [schema: JsonSchema, value: unknown, message: string, rule?: Rule][] = [
    [{ type: ['string', 'null'] }, 5, 'must be a string or null', { rule: 'type' }],
    [{ const: 'yes' }, 'no', 'must be "yes"', { rule: 'choice' }],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, true, 'fits none of the choices it has'],
    [{ oneOf: [{ type: 'string' }, { type: 'integer' }] }, true, 'fits none of the choices it has'],
    [{ type: 'number', exclusiveMinimum: 0 }, 0, 'must be above 0'],
    [{ type: 'number', exclusiveMaximum: 9 }, 9, 'must be below 9'],
    [{ type: 'number', multipleOf: 2 }, 3, 'must be a multiple of 2'],
    [{ type: 'string', minLength: 1 }, '', 'must not be empty', { rule: 'empty' }],
    [{ type: 'string', minLength: 3 }, 'ab', 'must have at least 3 characters', { rule: 'length', min: 3 }],
    [{ type: 'integer', minimum: 1, maximum: 9 }, 0, 'must be from 1 to 9', { rule: 'number', min: 1, max: 9 }],
    [{ type: 'string', pattern: '^x$' }, 'y', 'must match the pattern ^x$'],
    [{ type: 'string', format: 'date' }, 'today', 'must have the format "date"'],
    [{ type: 'array', uniqueItems: true }, [1, 1], 'must not have the same entry twice', { rule: 'repeated' }],
    [{ type: 'object', minProperties: 2 }, { a: 1 }, 'must name at least 2 fields'],
    [{ type: 'string', pattern: '^\\d+$', 'x-expected': 'digits' }, 'a', 'must be digits'],
  ];
  for (const [schema, value, message, rule] of cases) {
    it(`says of ${JSON.stringify(value)}: ${message}`, () => {
      const check = jsonSchemaChecker({ type: 'object', properties: { key: schema } }, { prefix: 'script_config' });
      assert.deepEqual(errorsOf(check, { key: value }), [{ path: 'script_config.key', message, ...rule }]);
    });
  }

  it('takes nothing in a schema for code', () => {
    const names = ["a'];globalThis.hit=1;//", 'x"y', 'a\nb', '${globalThis.hit=1}', '`', '\\', 'constructor', '\u2028'];
    const property = { type: 'string', pattern: '`;globalThis.hit=1;//|.*', enum: ["';globalThis.hit=1;'", 'v'] };
    const schema = {
      type: 'object',
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, property])),
    };
    const check = jsonSchemaChecker(schema, { prefix: 'script_config' });
    check(Object.fromEntries(names.map((name) => [name, 'v'])));
    assert.equal(errorsOf(check, {}).length, names.length);
    assert.equal(Reflect.get(globalThis, 'hit'), undefined);
  });
});

describe('the check of a query', () => {
  const checkQuery = checker(TaskListQuery, { prefix: 'query' });
  const read = (texts: Record<string, unknown>) => checkQuery(fromText(TaskListQuery, texts));

  it('reads numbers from their text', () => {
    assert.deepEqual(read({ status: '3', page: '2', page_size: '100' }), { status: 3, page: 2, page_size: 100 });
  });

  const cases: readonly [texts: Record<string, unknown>, path: string, message: RegExp][] = [
    [{ page: '0' }, 'query.page', /at least 1|from 1 to/],
    [{ page: '-1' }, 'query.page', /from 1 to/],
    [{ page: '1.5' }, 'query.page', /an integer/],
    [{ page: '1e3' }, 'query.page', /an integer/],
    [{ page: 'x' }, 'query.page', /an integer/],
    [{ page: '' }, 'query.page', /an integer/],
    [{ page: ['1', '2'] }, 'query.page', /an integer/],
    [{ page: '99999999999999999999' }, 'query.page', /from 1 to/],
    [{ page_size: '101' }, 'query.page_size', /from 1 to 100/],
    [{ status: '4' }, 'query.status', /one of 0, 1, 2, 3/],
    [{ status: 'pending' }, 'query.status', /one of 0, 1, 2, 3/],
    [{ source: 'cli' }, 'query.source', /"ui", "api"/],
    [{ sort: 'name' }, 'query.sort', /"-id", "id"/],
    [{ state: '1' }, 'query.state', /did you mean "status"/],
    [{ q: 'a\0' }, 'query.q', /U\+0000/],
  ];
  for (const [texts, path, message] of cases) {
    it(`refuses ${JSON.stringify(texts)}`, () => {
      assert.throws(
        () => read(texts),
        (error: unknown) => {
          assert.ok(error instanceof PostwrightError);
          const [first] = (error.data?.errors ?? []) as readonly FieldError[];
          assert.equal(first?.path, path);
          assert.match(first?.message ?? '', message);
          return true;
        },
      );
    });
  }
});
