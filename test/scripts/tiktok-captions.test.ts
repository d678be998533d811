import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KINDS, LANGUAGES } from './tiktok-cases.ts';
import { onlyPost, postWorld } from './world.ts';

/** What the list of suggestions could eat, and what could be eaten by anything else. */
const CAPTIONS = [
  '#one #two @someone',
  'ends in a hashtag #fin',
  '@someone',
  'a line\n\n#another\n@third_person',
  'Comida 🌮🔥 para #todos 👨‍👩‍👧',
  '#',
];

describe('captions on TikTok', () => {
  for (const [index, caption] of CAPTIONS.entries()) {
    const kind = KINDS[index % KINDS.length] ?? 'video';
    for (const language of LANGUAGES) {
      it(`${kind}, ${language}: ${JSON.stringify(caption)}`, async (t) => {
        const world = await postWorld(t, { phone: { language } });
        await world.attempt({ app: 'tiktok', kind, caption }).run();
        assert.equal(onlyPost(world).caption, caption);
      });
    }
  }

  for (const language of LANGUAGES) {
    it(`images, ${language}: a title and a description, both with hashtags`, async (t) => {
      const world = await postWorld(t, { phone: { language } });
      await world.attempt({ app: 'tiktok', kind: 'images', title: 'Título #1', caption: 'Texto #dos' }).run();
      const { title, caption } = onlyPost(world);
      assert.deepEqual({ title, caption }, { title: 'Título #1', caption: 'Texto #dos' });
    });
  }
});
