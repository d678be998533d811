import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sound } from './instagram-keys.ts';
import { CLIP, onlyPost, PHOTOS, postWorld, sumsOf } from './world.ts';

const OLDER = { 'com.instagram.android': '381.0.0.39.88' };
const NEWER = { 'com.instagram.android': '443.0.0.48.82' };

describe('an older build of Instagram, whose ways differ', () => {
  for (const language of ['en', 'es'] as const) {
    it(`as another account, with music that is taken at the first tap, in ${language}`, async (t) => {
      const phone = { language, apps: OLDER, accounts: { instagram: ['harbour.notes', 'cedar_clay'] } };
      const world = await postWorld(t, { phone });
      const plan = { app: 'instagram', kind: 'reel', username: 'cedar_clay' } as const;
      const attempt = world.attempt({
        ...plan,
        sound: sound({ choice: 'search', query: 'slow sunday', originVolume: 20, addedVolume: 80 }),
      });
      await attempt.run();
      const post = onlyPost(world);
      assert.deepEqual(
        [post.account, post.kind, post.sound, post.origin_sound_volume, post.add_sound_volume],
        ['cedar_clay', 'reel', 'Slow Sunday', 20, 80],
      );
      assert.deepEqual(
        sumsOf(post),
        attempt.plan.materials.map((material) => material.sha256),
      );
    });
  }

  it('a rehearsal of a reel by the + button leaves nothing', async (t) => {
    const world = await postWorld(t, { phone: { apps: OLDER } });
    const receipt = await world.attempt({ app: 'instagram', kind: 'reel', way: 'addButton', rehearsal: true }).run();
    assert.equal(receipt.outcome, 'rehearsed');
    assert.deepEqual(world.rackPhone.front.drafts(), []);
  });
});

describe('a newer build of Instagram, which writes captions on a page of their own', () => {
  for (const language of ['en', 'es'] as const) {
    it(`a list of music that stays until the next has come is not taken for it, in ${language}`, async (t) => {
      const world = await postWorld(t, { phone: { language, apps: NEWER } });
      const plan = { app: 'instagram', kind: 'reel', sound: sound({ choice: 'search', query: 'paper' }) } as const;
      await world.attempt(plan).run();
      assert.equal(onlyPost(world).sound, 'Paper Boats');
    });
  }

  for (const language of ['en', 'es'] as const) {
    for (const caption of ['Línea uno\nDos #viral', '', 'Write a caption']) {
      it(`${JSON.stringify(caption)}, in ${language}`, async (t) => {
        const world = await postWorld(t, { phone: { language, apps: NEWER } });
        for (const kind of ['reel', 'images'] as const) {
          const materials = kind === 'images' ? PHOTOS.slice(0, 1) : [CLIP];
          await world.attempt({ app: 'instagram', kind, materials, caption }).run();
        }
        assert.deepEqual(
          world.rack.posts.list().map((post) => post.caption),
          [caption, caption],
        );
      });
    }
  }
});
