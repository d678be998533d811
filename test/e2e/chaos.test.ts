import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runChaos } from '../../bench/chaos/run.ts';
import { freshDatabase } from '../support/database.ts';

/** The places where most hangs on what was written down; `npm run chaos` has them all. */
const POINTS = ['attempt.claimed', 'commit.recorded', 'commit.tapped', 'recovery.looked'] as const;

test('servers killed around the commit point publish nothing twice, lose nothing, and tell no lies', async (t) => {
  const { url: databaseUrl } = await freshDatabase(t);
  const only = ['crash points'];
  const result = await runChaos({ posts: 6, phones: 3, seed: 4, points: POINTS, only, databaseUrl, wantsDisk: false });
  assert.deepEqual(result.findings, []);
  assert.deepEqual(result.wrong, []);
  assert.deepEqual(result.missed, []);
});
