import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLIP, intrusions, PHOTOS, postWorld } from './world.ts';

/** Each ends, begins or breaks where the app's list of suggestions or a field could eat something of it. */
const CAPTIONS = [
  'Ends with a hashtag #viral',
  'Ends with a mention @ana.b_c',
  '#first\n\n#second #third\n@ana',
  'Unfinished # and @',
  'Ñandú, über, naïve – “quotes” ‘and’ …',
  '👩🏽‍🚀🏳️‍🌈🇪🇸 1️⃣ #emoji👍',
  'Línea uno\nLínea dos\n\n\nLínea seis\t(tab)',
  '#مرحبا #你好 #привет #niño',
  '@first_word then text',
  '"; rm -rf / #$(id) `id` \\n %s',
];

describe('captions on Instagram come through whole', () => {
  for (const language of ['en', 'es'] as const) {
    it(`of reels and posts, in ${language}`, async (t) => {
      const world = await postWorld(t, { phone: { language } });
      for (const [index, caption] of CAPTIONS.entries()) {
        const isReel = index % 2 === (language === 'en' ? 0 : 1);
        const materials = isReel ? [CLIP] : PHOTOS.slice(0, 1);
        await world.attempt({ app: 'instagram', kind: isReel ? 'reel' : 'images', materials, caption }).run();
      }
      assert.deepEqual(
        world.rack.posts.list().map((post) => post.caption),
        CAPTIONS,
      );
      assert.deepEqual(intrusions(world.rackPhone), []);
    });
  }
});
