import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AT_EVERY_POINT, randomKills, sweep } from '../../bench/crash-start/sweep.ts';

/** With another seed the kills strike elsewhere; `node tools/run.mjs bench/crash-start.ts` tries hundreds. */
const SEED = 4;
const RANDOM_KILLS = 3;

test('a server killed at any point of its first start, its migrations and its stop leaves nothing that the next start would not mend', {
  skip: process.platform !== 'linux',
}, async () => {
  const { wrong, written, kept, kills } = await sweep(
    [...AT_EVERY_POINT, ...randomKills(RANDOM_KILLS, SEED)],
    () => false,
  );
  assert.deepEqual(wrong, []);
  assert.equal(kills, AT_EVERY_POINT.length + RANDOM_KILLS);
  assert.ok(written.length >= 2, 'the two kills of the stop come after a row');
  assert.equal(kept, written.length);
});
