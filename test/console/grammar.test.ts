import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  parse,
  QUALIFIERS,
  type Qualifier,
  qualifierOf,
  type TaskQuery,
  tokensOf,
  withQualifier,
} from '../../web/features/tasks/grammar.ts';
import { suggest } from '../../web/features/tasks/suggestions.ts';

const NOW = new Date('2026-03-29T12:00:00Z');
const FILE = 'ab'.repeat(32);

function asked(text: string): TaskQuery {
  const { query, wrong } = parse(text, 'Europe/Madrid', NOW);
  assert.deepEqual(wrong, [], text);
  return query;
}

test('each qualifier asks for its own, however it is written', () => {
  const cases: readonly [text: string, query: TaskQuery][] = [
    ['', {}],
    ['state:failed', { statuses: '3' }],
    ['STATE:Pending,published,completed', { statuses: '0,2' }],
    ['account:@maria', { username: '@maria' }],
    ['phone:"my phone" app:tiktok', { serial: 'my phone', platform: 'tiktok' }],
    ['error:device_lost', { error: 'DEVICE_LOST' }],
    ['is:unknown', { published: 'unknown' }],
    ['is:published', { published: 'yes' }],
    ['is:Overdue', { needs_decision: true }],
    ['tag:summer source:ui script:post', { tag: 'summer', source: 'ui', script_name: 'post' }],
    [`file:${FILE}`, { material: FILE }],
    ['due:today', { due_from: '2026-03-28T23:00:00.000Z', due_to: '2026-03-29T22:00:00.000Z' }],
    ['finished:..2026-03-01', { finished_to: '2026-03-01T23:00:00.000Z' }],
    ['created:2026-03-01..', { created_from: '2026-02-28T23:00:00.000Z' }],
    ['state:failed state:pending', { statuses: '0' }],
  ];
  for (const [text, query] of cases) assert.deepEqual(asked(text), query, text);
});

test('all else are words: what no qualifier is, what is negated, addresses, quotes that are not closed', () => {
  const cases: readonly [text: string, search: string | undefined][] = [
    ['  summer   @maria ', 'summer @maria'],
    ['"summer sale" state:failed', 'summer sale'],
    ['colour:red', 'colour:red'],
    ['-state:failed', '-state:failed'],
    ['https://example.com/a:b', 'https://example.com/a:b'],
    [':failed', ':failed'],
    ['constructor:x', 'constructor:x'],
    ['"not closed', 'not closed'],
    ['"', undefined],
    ['""', undefined],
    ['" "', undefined],
  ];
  for (const [text, search] of cases) assert.equal(asked(text).search, search, text);
});

test('a value that its qualifier does not take is told, and asks for nothing', () => {
  const wrong = [
    'state:',
    'state:lost',
    'state:failed,',
    'state:constructor',
    'is:published,unknown',
    'is:constructor',
    'app:x',
    'error:"no code"',
    'due:soon',
    'due:2026-02-30',
    'source:cli',
    'file:abc',
    'account:""',
  ];
  for (const token of wrong)
    assert.deepEqual(parse(`${token} summer`, 'UTC', NOW), { query: { search: 'summer' }, wrong: [token] });
});

test('whatever is typed: nothing is lost on its way through the address, and one qualifier leaves the others alone', () => {
  const keys = Object.keys(QUALIFIERS) as Qualifier[];
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...keys.map((key) => `${key}:`), '"', ' ', 'a+b', '&q=', '#', '%20', 'ñandú'),
  );
  fc.assert(
    fc.property(
      fc.array(word),
      fc.constantFrom(...keys),
      fc.constantFrom('failed', 'my phone', '@x'),
      (parts, key, value) => {
        const text = parts.join('');
        const back = new URLSearchParams(new URLSearchParams({ q: text }).toString()).get('q') ?? '';
        assert.deepEqual(parse(back, 'UTC', NOW), parse(text, 'UTC', NOW));
        const set = withQualifier(text, key, value);
        assert.equal(qualifierOf(set, key), value);
        assert.equal(withQualifier(set, key, value), set, 'once is enough');
        const others = tokensOf(text).filter((token) => qualifierOf(token, key) === null);
        assert.deepEqual(tokensOf(withQualifier(set, key, null)), others);
      },
    ),
  );
});

test('what may follow is put in so that it is read again', () => {
  const [phone] = suggest('summer phone:"my', { phone: ['my phone', 'yours'] });
  assert.deepEqual(phone, { value: 'summer phone:"my phone" ', token: 'phone:"my phone"', about: null });
  assert.deepEqual(asked(phone?.value ?? ''), { search: 'summer', serial: 'my phone' });
  assert.deepEqual(
    suggest('sta', {}).map(({ value }) => value),
    ['state:'],
  );
});
