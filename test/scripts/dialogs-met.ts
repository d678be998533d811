import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppName, PostPlan } from '../../src/scripts/script.ts';
import type { FaultKind } from '../../src/simulator/ports.ts';
import { sound } from './instagram-keys.ts';
import { onlyPost, postWorld, sumsOf } from './world.ts';

const DIALOGS = [
  'app_update_dialog',
  'rating_dialog',
  'notifications_dialog',
  'whats_new_dialog',
  'draft_dialog',
  'permission_dialog',
] as const satisfies readonly FaultKind[];

interface Meeting {
  readonly app: AppName;
  readonly plan: Partial<PostPlan>;
  /** The moments of the way at which each dialog comes up, one after the other. */
  readonly steps: readonly string[];
}

/** Each known dialog comes up at every step of one post; the post appears exactly once. */
export function meetDialogs({ app, plan, steps }: Meeting, language: 'en' | 'es'): void {
  describe(`what is known to come between on ${app} is answered at every step, in ${language}`, () => {
    for (const kind of DIALOGS) {
      it(kind, async (t) => {
        const faults = steps.map((step) => ({ kind, when: { step } }));
        const world = await postWorld(t, { phone: { language }, faults });
        const attempt = world.attempt({ app, ...plan });
        await attempt.run();
        assert.deepEqual(world.rackPhone.faults.pending(), [], 'all of them came up');
        assert.deepEqual(
          sumsOf(onlyPost(world)),
          attempt.plan.materials.map((material) => material.sha256),
        );
        assert.equal(onlyPost(world).caption, attempt.plan.caption);
        assert.deepEqual(world.rackPhone.front.drafts(), [], 'an old draft is thrown away, never published');
      });
    }
  });
}

export const INSTAGRAM_MEETING: Meeting = {
  app: 'instagram',
  plan: { kind: 'reel', way: 'addButton', sound: sound({ choice: 'on' }) },
  steps: ['launch', 'home', 'profile', 'picker', 'editor', 'sounds', 'compose', 'posting', 'published'],
};

export const TIKTOK_MEETING: Meeting = {
  app: 'tiktok',
  plan: { kind: 'images' },
  steps: ['launch', 'home', 'profile', 'camera', 'picker', 'editor', 'compose', 'posting', 'published'],
};
