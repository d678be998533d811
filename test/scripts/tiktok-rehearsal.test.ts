import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { LANGUAGES, sound } from './tiktok-cases.ts';
import { leftovers, postWorld } from './world.ts';

const PLANS: readonly Partial<PostPlan>[] = [
  {
    kind: 'video',
    way: 'addButton',
    sound: sound({ choice: 'search', query: 'paper boats', originVolume: 10, addedVolume: 90 }),
  },
  { kind: 'images', title: 'A title', way: 'useSound', sound: sound({ choice: 'page', query: 'slow sunday' }) },
];

describe('a rehearsal on TikTok does everything but the last tap, and leaves nothing', () => {
  for (const plan of PLANS) {
    for (const language of LANGUAGES) {
      it(`${plan.kind} by ${plan.way}, ${language}`, async (t) => {
        const world = await postWorld(t, { phone: { language } });
        const caption = 'Only a #rehearsal';
        const attempt = world.attempt({ app: 'tiktok', ...plan, caption, productLink: true, rehearsal: true });
        const receipt = await attempt.run();
        assert.equal(receipt.outcome, 'rehearsed');
        assert.equal(attempt.ledger.commits, 0);
        assert.deepEqual(world.rack.posts.list(), []);
        assert.deepEqual(world.rackPhone.front.drafts(), []);
        assert.deepEqual(leftovers(world.rackPhone), []);
      });
    }
  }
});
