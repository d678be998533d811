import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import type { PostPlan } from '../../src/scripts/script.ts';
import { failsWith, leftovers, onlyPost, type PostWorld, postWorld } from './world.ts';

const STEPS = ['prepare', 'account', 'media', 'compose', 'cleanup'];

interface Case {
  readonly plan: Partial<PostPlan> & Pick<PostPlan, 'app' | 'kind'>;
  readonly language: 'en' | 'es';
  readonly sdk: number;
}

const CASES: readonly Case[] = [
  { plan: { app: 'tiktok', kind: 'video', caption: 'Try it out #once' }, language: 'en', sdk: 33 },
  { plan: { app: 'tiktok', kind: 'images', title: 'Un título', caption: 'Ensayo' }, language: 'es', sdk: 30 },
  { plan: { app: 'instagram', kind: 'reel', caption: 'Ensayo general @amigos' }, language: 'es', sdk: 35 },
  { plan: { app: 'instagram', kind: 'images', caption: 'Try it out' }, language: 'en', sdk: 28 },
  { plan: { app: 'instagram', kind: 'story', caption: '' }, language: 'es', sdk: 33 },
];

/** Nothing on the phone tells that somebody has rehearsed. */
function assertNoTrace({ rack, rackPhone }: PostWorld): void {
  assert.deepEqual(rack.posts.list(), []);
  assert.deepEqual(rackPhone.front.drafts(), []);
  assert.deepEqual(leftovers(rackPhone), []);
}

describe('a rehearsal does everything but the tap that publishes', () => {
  for (const { plan, language, sdk } of CASES) {
    it(`${plan.app} ${plan.kind}, ${language}, SDK ${sdk}`, async (t) => {
      const world = await postWorld(t, { phone: { language, sdk } });
      const attempt = world.attempt({ ...plan, rehearsal: true });
      const receipt = await attempt.run();

      assert.equal(receipt.outcome, 'rehearsed');
      assert.deepEqual(attempt.ledger.accounts, [receipt.account]);
      assert.equal(receipt.screenshot, 'rehearsal.png');
      assert.deepEqual([...attempt.ledger.evidence.keys()], ['rehearsal.png']);
      assert.deepEqual(attempt.ledger.steps, STEPS);
      assert.equal(attempt.ledger.commits, 0);
      assertNoTrace(world);

      await world.attempt(plan).run();
      assert.equal(onlyPost(world).caption, plan.caption, 'the phone is as ready for the post as before');
    });
  }
});

describe('a rehearsal that does not get to its end leaves no trace either', () => {
  for (const { plan, language, sdk } of CASES) {
    it(`a dialog nobody knows over ${plan.app} ${plan.kind}, ${language}`, async (t) => {
      const faults = [{ kind: 'unknown_dialog', when: { step: 'editor' } }] as const;
      const world = await postWorld(t, { phone: { language, sdk }, faults });
      const attempt = world.attempt({ ...plan, rehearsal: true });
      await failsWith('UNKNOWN_DIALOG', attempt.run());
      assert.deepEqual([...attempt.ledger.evidence.keys()].sort(), ['failure.png', 'failure.xml']);
      assertNoTrace(world);
    });

    it(`a stop in ${plan.app} ${plan.kind}, ${language}`, async (t) => {
      const world = await postWorld(t, { phone: { language, sdk } });
      const attempt = world.attempt({ ...plan, rehearsal: true });
      attempt.ledger.onKeep = (name) => {
        if (name === 'rehearsal') attempt.stop(new PostwrightError('STOPPED'));
      };
      await failsWith('STOPPED', attempt.run());
      assert.equal(attempt.ledger.steps.at(-1), 'cleanup');
      assertNoTrace(world);
    });
  }
});
