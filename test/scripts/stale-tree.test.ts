/** The tree may show the screen before for a while: no second tap on what publishes, and no post that is taken for lost. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyPost, postWorld } from './world.ts';

const STALE_MS = 1_200;
const CASES = [
  { step: 'compose', plan: { app: 'tiktok', kind: 'video' } },
  { step: 'posting', plan: { app: 'tiktok', kind: 'video' } },
  { step: 'posting', plan: { app: 'instagram', kind: 'reel' } },
  { step: 'posting', plan: { app: 'instagram', kind: 'images' } },
  { step: 'posting', plan: { app: 'instagram', kind: 'story', caption: '' } },
] as const;

describe('a stale tree', () => {
  for (const { step, plan } of CASES) {
    it(`of ${plan.app} ${plan.kind} at ${step} leads to one post by one tap`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'stale_tree', for_ms: STALE_MS, when: { step } }] });
      const attempt = world.attempt(plan);
      await attempt.run();
      assert.equal(onlyPost(world).taps, 1);
      assert.equal(attempt.ledger.commits, 1);
      assert.deepEqual(world.rackPhone.faults.pending(), []);
    });
  }
});
