import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import { LANGUAGES, sound } from './tiktok-cases.ts';
import { onlyPost, postWorld } from './world.ts';

/** Each known dialog once on each screen that the other ways to post pass through. */
const FAULTS: readonly FaultOrder[] = [
  { kind: 'app_update_dialog', when: { step: 'home' } },
  { kind: 'rating_dialog', when: { step: 'camera' } },
  { kind: 'draft_dialog', when: { step: 'camera' } },
  { kind: 'notifications_dialog', when: { step: 'picker' } },
  { kind: 'whats_new_dialog', when: { step: 'editor' } },
  { kind: 'rating_dialog', when: { step: 'compose' } },
];

const PLANS: readonly Partial<PostPlan>[] = [
  { kind: 'video', way: 'addButton', sound: sound({ choice: 'search', query: 'paper boats', addedVolume: 40 }) },
  { kind: 'images', way: 'useSound', sound: sound({ choice: 'page', query: 'paper boats' }) },
];

describe('dialogs that TikTok is known for, on every way', () => {
  for (const plan of PLANS) {
    for (const language of LANGUAGES) {
      it(`${plan.kind} by ${plan.way}, ${language}`, async (t) => {
        const world = await postWorld(t, { phone: { language }, faults: FAULTS });
        await world.attempt({ app: 'tiktok', ...plan }).run();
        assert.equal(onlyPost(world).sound, 'Paper Boats');
        assert.deepEqual(world.rackPhone.faults.pending(), []);
      });
    }
  }
});
