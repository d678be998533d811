import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Random } from '../../src/tasks/random.ts';
import { drawReading, parseSpintax, plainestReading, shortestReading } from '../../src/tasks/spintax.ts';

const drawSpintax = (source: string, random: Random) => drawReading(parseSpintax(source), random);

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
    ['\\{a|b\\}', '{a|b}', '{a|b}'],
    ['{a\\|b|c}', 'a|b', 'c'],
    ['{a\\}|b}', 'a}', 'b'],
    ['{a\\\\|b}', 'a\\', 'b'],
    ['{only\\|one}', '{only|one}', '{only|one}'],
    ['C:\\Users ¯\\_(ツ)_/¯ \\', 'C:\\Users ¯\\_(ツ)_/¯ \\', 'C:\\Users ¯\\_(ツ)_/¯ \\'],
    ['\\\\\\{', '\\{', '\\{'],
    ['{a|b\\', '{a|b\\', '{a|b\\'],
    ['{{a|b}|{c|{d|e}}} {f}', 'a {f}', 'e {f}'],
    ['{x{a|b}|y', '{xa|y', '{xb|y'],
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

  it('draws only what fits, where something does', () => {
    const spintax = parseSpintax('{aaaa|a} {bbbb|b} {cc|{dddd|d}}');
    for (let units = 5; units <= 14; units += 1) {
      for (const random of [first, last, () => 0.5]) {
        const drawn = drawReading(spintax, random, units);
        assert.ok(drawn.length <= units, `${drawn} in ${units}`);
      }
    }
    assert.equal(drawReading(spintax, first, 14), 'aaaa bbbb cc');
    assert.equal(drawReading(spintax, first, 9), 'aaaa b cc');
    assert.equal(drawReading(spintax, first, 1), 'a b d');
  });
});

/** A text whose readings are known, made up from a seed. */
interface Known {
  readonly source: string;
  readonly readings: readonly string[];
}

const LITERALS = ['', 'a', 'b c', '{', '|', '}', '\\', '🎬', '#t', '\n', 'ñ'];
const ESCAPED: Readonly<Record<string, string>> = { '{': '\\{', '|': '\\|', '}': '\\}', '\\': '\\\\' };
const escaped = (text: string) => text.replaceAll(/[{|}\\]/g, (char) => ESCAPED[char] ?? char);

function made(random: Random, depth: number): Known {
  let known: Known = { source: '', readings: [''] };
  for (let count = Math.floor(random() * 3); count >= 0; count -= 1) {
    const next = depth > 0 && random() < 0.5 ? choice(random, depth - 1) : literal(random);
    const readings = known.readings.flatMap((before) => next.readings.map((after) => before + after));
    known = { source: known.source + next.source, readings };
  }
  return known;
}

function literal(random: Random): Known {
  const text = LITERALS[Math.floor(random() * LITERALS.length)] ?? '';
  return { source: escaped(text), readings: [text] };
}

function choice(random: Random, depth: number): Known {
  const options = Array.from({ length: 2 + Math.floor(random() * 2) }, () => made(random, depth));
  return {
    source: `{${options.map(({ source }) => source).join('|')}}`,
    readings: options.flatMap(({ readings }) => readings),
  };
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('spintax of any shape', () => {
  it('reads as one of its readings, within its limit, and its shortest is the shortest', () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const random = seeded(seed);
      const { source, readings } = made(random, 2);
      const spintax = parseSpintax(source);
      const shortest = Math.min(...readings.map((reading) => reading.length));
      const hashes = (text: string) => text.split('#').length - 1;
      const say = `seed ${seed}: ${JSON.stringify(source)}`;
      assert.equal(spintax.readings, readings.length, say);
      assert.equal(spintax.leastUnits, shortest, say);
      assert.equal(shortestReading(spintax).length, shortest, say);
      assert.equal(hashes(plainestReading(spintax)), Math.min(...readings.map(hashes)), say);
      for (const spare of [0, 1, 3, Number.POSITIVE_INFINITY]) {
        const drawn = drawReading(spintax, random, shortest + spare);
        assert.ok(readings.includes(drawn), `${say} gave ${JSON.stringify(drawn)}`);
        assert.ok(drawn.length <= shortest + spare, `${say} gave ${JSON.stringify(drawn)}`);
      }
    }
  });

  it('without any braces, bars or backslashes is itself', () => {
    assert.equal(drawSpintax('plain #text 🎬', first), 'plain #text 🎬');
  });
});
