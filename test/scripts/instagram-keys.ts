import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type PostPlan, SOUND_AS_IT_IS, type SoundPlan } from '../../src/scripts/script.ts';
import { leftovers, onlyPost, postWorld, sumsOf } from './world.ts';

/** What is planned about the sound, and nothing else. */
export function sound(plan: Partial<SoundPlan>): SoundPlan {
  return { ...SOUND_AS_IT_IS, waitMs: 5_000, ...plan };
}

/** One setting of `script_config`, and what the ledger then says. */
export interface KeyCase {
  readonly what: string;
  readonly plan: Partial<PostPlan> & Pick<PostPlan, 'kind'>;
  readonly sound?: string;
  readonly origin?: number;
  readonly added?: number;
}

const SDKS = [28, 30, 33, 35];

/** Carries each case out on a phone of its own, in both languages, and compares the ledger. */
export function proveKeys(cases: readonly KeyCase[]): void {
  for (const [index, { what, plan, ...expected }] of cases.entries()) {
    for (const language of ['en', 'es'] as const) {
      it(`${what}, ${language}`, async (t) => {
        const sdk = SDKS[(index + (language === 'es' ? 2 : 0)) % SDKS.length] ?? 33;
        const world = await postWorld(t, { phone: { language, sdk } });
        const attempt = world.attempt({ app: 'instagram', caption: plan.kind === 'story' ? '' : what, ...plan });
        await attempt.run();
        const post = onlyPost(world);
        assert.deepEqual(
          {
            kind: post.kind,
            caption: post.caption,
            sums: sumsOf(post),
            sound: post.sound,
            origin: post.origin_sound_volume,
            added: post.add_sound_volume,
          },
          {
            kind: plan.kind,
            caption: attempt.plan.caption,
            sums: attempt.plan.materials.map((material) => material.sha256),
            sound: expected.sound ?? null,
            origin: expected.origin ?? null,
            added: expected.added ?? null,
          },
        );
        assert.deepEqual(leftovers(world.rackPhone), []);
        assert.deepEqual(world.rackPhone.front.drafts(), []);
      });
    }
  }
}
