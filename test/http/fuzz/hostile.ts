import fc from 'fast-check';

/** Levels that no honest request has, and that a function which calls itself may not survive. */
export const DEEP_LEVELS = 20_000;
const LONG_UNITS = 64 * 1024;

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb',
  '\u202egpj.exe',
  '\u200b\u2028\ufeff',
  'x'.repeat(LONG_UNITS),
  '🎬'.repeat(3000),
  `${'a'.repeat(LONG_UNITS)},`,
  '{'.repeat(15_000),
  '{a|'.repeat(5000),
  '$(reboot)',
  '`reboot`',
  `'; reboot; "`,
  "' or 1=1; drop table tasks; --",
  '\r\nX-Injected: yes',
  '--help',
  '%00%ff%',
  '\\',
  '%_\\%',
  '..',
  '../../../../etc/passwd',
  '/etc/passwd',
  '/dev/zero',
  '/proc/self/environ',
  'C:\\Windows\\win.ini',
  '\\\\server\\share\\x',
  'file:///etc/passwd',
  `material://${'0'.repeat(64)}`,
  '=cmd|calc!A1',
  '__proto__',
  'NaN',
  '1e999',
  '-0',
  '99999999999999999999999999',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '2026-02-30T00:00:00Z',
];

const NUMBERS: readonly number[] = [-0, -1, 0, 1.5, 1e21, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), 5e-324];

/** Text that JSON.stringify leaves as it is found, so that what it cannot write can be sent too. */
const RAW_MARK = '\u{f0000}raw:';
export const raw = (json: string): string => `${RAW_MARK}${json}`;

const RAW: readonly string[] = [
  '1e999',
  '-1e999',
  '-0',
  '1'.repeat(400),
  '[['.repeat(DEEP_LEVELS / 2) + ']]'.repeat(DEEP_LEVELS / 2),
  `${'{"a":'.repeat(DEEP_LEVELS)}1${'}'.repeat(DEEP_LEVELS)}`,
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":1,"a":2}',
  '"\\ud800"',
  '"\\u0000"',
];

/** As JSON, with what was marked put in as it is. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(new RegExp(`"${RAW_MARK}((?:[^"\\\\]|\\\\.)*)"`, 'gu'), (_, text: string) =>
    String(JSON.parse(`"${text}"`)),
  );
}

/** What a field is not meant to hold. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 5 },
  { arbitrary: fc.constantFrom(...NUMBERS), weight: 2 },
  { arbitrary: fc.constantFrom(...RAW.map(raw)), weight: 2 },
  { arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]], { a: null }), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
  { arbitrary: fc.jsonValue(), weight: 1 },
);

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
);

const KEYS = ['__proto__', 'constructor', 'toString', '', 'unknown', 'a\0b', '\ud800', 'k'.repeat(LONG_UNITS)];

/** A value with one mistake in it: something replaced, taken away or added, at any depth. */
export function mutated(value: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(value, []);
  return fc
    .record({
      place: fc.nat({ max: places.length - 1 }),
      how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'wrap'),
      key: fc.constantFrom(...KEYS),
      hostile: hostileValue,
    })
    .map(({ place, how, key, hostile }) =>
      changed(value, places[place] ?? [], (found) => {
        if (how === 'remove') return undefined;
        if (how === 'wrap') return [found];
        if (how === 'add' && typeof found === 'object' && found !== null && !Array.isArray(found))
          return withKey(found, key, hostile);
        return hostile;
      }),
    );
}

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]));
  return [path, ...inside];
}

function changed(value: unknown, [key, ...rest]: Path, change: (found: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? changed(item, rest, change) : item));
  const entries = Object.entries(value as object).map(
    ([name, item]) => [name, name === key ? changed(item, rest, change) : item] as const,
  );
  return Object.fromEntries(entries);
}

/** Also where the key is one that an assignment would not make. */
function withKey(found: object, key: string, value: unknown): object {
  return Object.defineProperty({ ...found }, key, { value, enumerable: true, configurable: true, writable: true });
}
