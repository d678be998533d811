import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POINTS, runChaos } from '../../bench/chaos/run.ts';
import { freshDatabase } from '../support/database.ts';

/** So many worlds side by side: much of a round is waiting, for servers to start and phones to be asked. */
const WORLDS = 2;
/** 60 in all. */
const POSTS = 30;
const PHONES = 3;
const SEED = 4;
/** Longer than the 5 s by which an upload comes late here, by as much again. */
const RECONCILE_MINUTES = 0.3;

test('servers killed at every crash point publish nothing twice, lose nothing, and tell no lies', async (t) => {
  const worlds = Array.from({ length: WORLDS }, async (_, world) => {
    const { url: databaseUrl } = await freshDatabase(t);
    return await runChaos({
      posts: POSTS,
      phones: PHONES,
      seed: SEED + world,
      points: POINTS.filter((_point, index) => index % WORLDS === world),
      only: ['crash points'],
      reconcileMinutes: RECONCILE_MINUTES,
      databaseUrl,
      wantsDisk: false,
      onRound: ({ round, tookMs }) =>
        t.diagnostic(`world ${world + 1}, round ${round.number}: ${Math.round(tookMs)} ms`),
    });
  });
  const results = await Promise.all(worlds);
  const all = <Part>(part: (result: (typeof results)[number]) => readonly Part[]): Part[] => results.flatMap(part);
  assert.deepEqual(
    all(({ findings }) => findings),
    [],
  );
  assert.deepEqual(
    all(({ wrong }) => wrong),
    [],
  );
  assert.deepEqual(
    all(({ missed }) => missed),
    [],
  );
  assert.equal(all(({ results: rounds }) => rounds).flatMap(({ created }) => created).length >= WORLDS * POSTS, true);
});
