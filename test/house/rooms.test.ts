import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type RoomTable, violations } from './rooms/check.ts';
import { importsOf, readSource } from './rooms/source-text.ts';

const root = join(import.meta.dirname, '..', '..');
const table = JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8')) as RoomTable;

const world = mkdtempSync(join(tmpdir(), 'postwright-rooms-'));
after(() => rmSync(world, { recursive: true }));

/** What the check says about a tree of one file. */
function about(path: string, source: string): readonly string[] {
  const house = mkdtempSync(join(world, 'house-'));
  mkdirSync(join(house, dirname(path)), { recursive: true });
  writeFileSync(join(house, path), source);
  return violations(house, table);
}

describe('rooms.json', () => {
  it('holds for every line of src/ and web/', () => {
    assert.deepEqual(violations(root, table), []);
  });

  it('names only rooms that exist', () => {
    const { common, rooms, packages, words } = table;
    const named = [
      ...common,
      ...Object.values(rooms).flatMap((room) => room.imports),
      ...Object.values(packages).flat(),
      ...words.flatMap((word) => word.rooms),
    ];
    for (const name of named) assert.ok(name in rooms, name);
  });

  it('has no way round in a circle', () => {
    const walk = (room: string, path: readonly string[]): void => {
      assert.ok(!path.includes(room), [...path, room].join(' → '));
      for (const next of table.rooms[room]?.imports ?? []) walk(next, [...path, room]);
    };
    for (const room of Object.keys(table.rooms)) walk(room, []);
  });
});

describe('the check finds', () => {
  const cases: readonly [what: string, path: string, source: string, found: RegExp][] = [
    [
      'an import of the wrong room',
      'src/devices/a.ts',
      "import { x } from '../scripts/b.ts';",
      /devices\/a\.ts:1: devices may not import scripts/,
    ],
    [
      'a type import',
      'src/devices/a.ts',
      "\nimport type { X } from '../tasks/b.ts';",
      /a\.ts:2: devices may not import tasks/,
    ],
    ['an inline import type', 'src/devices/a.ts', "let x: import('../tasks/b.ts').X;", /devices may not import tasks/],
    ['a dynamic import', 'src/storage/a.ts', "await import('../http/b.ts');", /storage may not import http/],
    ['an import() nobody can check', 'src/http/a.ts', 'await import(name);', /must be written out/],
    ['a re-export', 'src/kit/a.ts', "export * from '../events/b.ts';", /kit may not import events/],
    [
      'an import over several lines',
      'src/kit/a.ts',
      "import {\n  a,\n  b,\n} from '../events/b.ts';",
      /kit may not import events/,
    ],
    ['an import for its effect', 'src/kit/a.ts', "import '../events/b.ts';", /kit may not import events/],
    [
      'what is common to all but the rack',
      'src/simulator/a.ts',
      "import { x } from '../contract/b.ts';",
      /simulator may not import contract/,
    ],
    ['a way out of the rooms', 'src/kit/a.ts', "import { x } from '../../test/b.ts';", /leads out of the rooms/],
    ['a missing extension', 'src/kit/a.ts', "import { x } from './b';", /lacks its extension/],
    ['a package', 'src/tasks/a.ts', "import { sql } from 'kysely';", /only storage may use kysely/],
    [
      'a package of a scope',
      'src/screen/a.ts',
      "import { Adb } from '@yume-chan/adb';",
      /only devices may use @yume-chan\/adb/,
    ],
    ['a part of a package', 'src/tasks/a.ts', "import { x } from 'kysely/helpers/postgres';", /only storage may use/],
    ['the environment', 'src/http/a.ts', 'const home = process.env.HOME;', /"process\.env" is said only in config/],
    [
      'an app name in a string',
      'src/tasks/a.ts',
      "const app = 'com.instagram.android';",
      /said only in scripts, simulator/,
    ],
    ['a default export', 'src/kit/a.ts', 'export default 1;', /no default exports/],
    ['an index file', 'src/kit/index.ts', 'export const x = 1;', /no index files/],
    [
      'one feature in another',
      'web/features/a/x.tsx',
      "import { Y } from '../b/y.tsx';",
      /folders of web features may not import one another/,
    ],
    [
      'the server in the console',
      'web/lib/a.ts',
      "import { x } from '../../src/tasks/b.ts';",
      /web lib may not import tasks/,
    ],
    ['a file without a room', 'src/helpers/a.ts', 'export const x = 1;', /is in no room/],
  ];
  for (const [what, path, source, found] of cases) {
    it(what, () => {
      const [first, ...others] = about(path, source);
      assert.match(first ?? 'nothing', found);
      assert.deepEqual(others, []);
    });
  }

  it('nothing in comments, strings and regular expressions that only look like it', () => {
    const source = [
      "// import { x } from '../http/b.ts'; process.env",
      "/* import '../http/b.ts' */ export const url = 'http://host//not-a-comment';",
      'export const text = "import { x } from \'../http/b.ts\'"; export const pattern = /[/"]\'/;',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a source file.
      'export const nested = `a ${[1].map((x) => `${x}`)} import("../http/b.ts")`; export const half = 4 / 2 / 1;',
    ].join('\n');
    assert.deepEqual(about('src/kit/a.ts', source), []);
  });
});

it('a source is read with every offset where it was', () => {
  const text = "const a = 'b'; // c\nimport x from './y.ts';\n";
  const { code, bare } = readSource(text);
  assert.equal(code, "const a = 'b';     \nimport x from './y.ts';\n");
  assert.equal(bare, "const a = ' ';     \nimport x from '      ';\n");
  assert.deepEqual(importsOf({ code, bare }), [{ specifier: './y.ts', line: 2 }]);
});
