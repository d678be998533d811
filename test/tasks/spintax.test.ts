import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { drawSpintax } from '../../src/tasks/spintax.ts';

const first = () => 0;
const last = () => 0.999_999;

describe('spintax', () => {
  const cases: readonly [source: string, first: string, last: string][] = [
    ['no choice at all', 'no choice at all', 'no choice at all'],
    ['{a|b|c}', 'a', 'c'],
    ['say {hello|hi} {there|you}!', 'say hello there!', 'say hi you!'],
    ['{a|{b|c}}', 'a', 'c'],
    ['{{a|b} x|{c|d} y}', 'a x', 'd y'],
    ['{|maybe}', '', 'maybe'],
    ['{a|}', 'a', ''],
    ['{emoji 🎬|línea\ndos}', 'emoji 🎬', 'línea\ndos'],
    ['{name}', '{name}', '{name}'],
    ['{}', '{}', '{}'],
    ['{pick {a|b}}', '{pick a}', '{pick b}'],
    ['a | b', 'a | b', 'a | b'],
    ['{a|b', '{a|b', '{a|b'],
    [':{ {a|b}', ':{ a', ':{ b'],
    ['a|b}', 'a|b}', 'a|b}'],
    ['}{', '}{', '}{'],
  ];
  for (const [source, whenFirst, whenLast] of cases) {
    it(`reads ${JSON.stringify(source)}`, () => {
      assert.equal(drawSpintax(source, first), whenFirst);
      assert.equal(drawSpintax(source, last), whenLast);
    });
  }

  it('draws every option as often as the others', () => {
    const counts = new Map<string, number>();
    const draws = 3_000;
    for (let index = 0; index < draws; index += 1) {
      const drawn = drawSpintax('{a|b|c}', () => index / draws);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(counts), { a: 1_000, b: 1_000, c: 1_000 });
  });

  it('survives any depth', () => {
    const depth = 10_000;
    assert.equal(drawSpintax(`${'{a|'.repeat(depth)}b${'}'.repeat(depth)}`, last), 'b');
    assert.equal(drawSpintax('{'.repeat(depth), first), '{'.repeat(depth));
  });
});
