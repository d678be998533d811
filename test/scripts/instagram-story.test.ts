import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { CLIP, failure, PHOTOS, postWorld } from './world.ts';

const STORY = { app: 'instagram', kind: 'story', caption: '' } as const satisfies Partial<PostPlan>;
const HOUR_MS = 60 * 60_000;

describe('a story is seen by opening it', () => {
  for (const language of ['en', 'es'] as const) {
    it(`one after the other, each of them once, in ${language}`, async (t) => {
      const world = await postWorld(t, { phone: { language } });
      const [photo = CLIP] = PHOTOS;
      for (const materials of [[CLIP], [photo], [CLIP]]) {
        const attempt = world.attempt({ ...STORY, materials });
        const receipt = await attempt.run();
        assert.equal(receipt.outcome, 'published');
        assert.ok(attempt.ledger.evidence.has('published.png'));
        assert.match(world.rackPhone.front.focus()?.className ?? '', /Launcher/, 'the phone is left at home');
      }
      assert.deepEqual(
        world.rack.posts.list().map(({ media }) => media[0]?.sha256),
        [CLIP.sha256, photo.sha256, CLIP.sha256],
      );
    });
  }

  it('also by who comes later and did not see it being made', async (t) => {
    const world = await postWorld(t, { faults: [{ kind: 'post_then_die' }] });
    const attempt = world.attempt(STORY);
    await failure(attempt.run());
    world.rackPhone.plug();
    await world.until('RACK0001 device');
    const verdict = await attempt.lookUp();
    assert.equal(verdict.published, 'yes', JSON.stringify(verdict));
    assert.equal(world.rack.posts.list().length, 1);
  });

  it('but not when the one that is there is older', async (t) => {
    const world = await postWorld(t);
    await world.attempt(STORY).run();
    const verdict = await world.attempt(STORY).lookUp(new Date(Date.now() + HOUR_MS));
    assert.notEqual(verdict.published, 'yes');
  });
});
