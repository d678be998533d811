import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CLIP, EXAMPLES, PHOTOS, startWorld, type World } from './world.ts';

/** What the ledger says of a post, besides who and when. */
interface Posted {
  readonly app: string;
  readonly kind: string;
  readonly caption: string;
  readonly title: string | null;
  readonly files: number;
  readonly sound: string | null;
  readonly origin: number | null;
  readonly added: number | null;
  readonly isLinked: boolean;
}

/** A request with several keys at once, and the row of the ledger that proves them all. */
const POSTS: readonly [what: string, config: object, expected: Posted][] = [
  [
    'a TikTok video, begun at a sound by its address, with volumes, title, spintax and a product link',
    {
      post_way: 'useSound',
      sound_name: 'https://www.tiktok.com/music/Slow-Sunday-7012345678901234002',
      origin_sound_volume: 10,
      add_sound_volume: 85,
      add_product_link: 1,
      captions: '{Mi video|Mi video}##{Hola|Hola} \\{de verdad\\} @maria #viral',
      material_list: [CLIP],
    },
    {
      app: 'tiktok',
      kind: 'video',
      title: null,
      caption: 'Mi video\nHola {de verdad} @maria #viral',
      files: 1,
      sound: 'Slow Sunday',
      origin: 10,
      added: 85,
      isLinked: true,
    },
  ],
  [
    'TikTok images by the + button, picked from a folder, with a sound that is searched for',
    {
      content_type: 1,
      post_way: 'addButton',
      material_source: 'localFolder',
      material_path: EXAMPLES,
      image_count: 2,
      add_sound: 'custom',
      custom_sound_keyword: 'paper boats',
      add_sound_volume: 30,
      captions: 'Fotos##Dos fotos #viral',
    },
    {
      app: 'tiktok',
      kind: 'images',
      title: 'Fotos',
      caption: 'Dos fotos #viral',
      files: 2,
      sound: 'Paper Boats',
      origin: null,
      added: 30,
      isLinked: false,
    },
  ],
  [
    'an Instagram reel by the + button, with the first sound that the app proposes',
    {
      target_app: 'instagram',
      post_way: 'addButton',
      add_sound: 1,
      origin_sound_volume: 0,
      captions: 'Un reel ## sin título #viral',
      material_list: [CLIP],
    },
    {
      app: 'instagram',
      kind: 'reel',
      title: null,
      caption: 'Un reel ## sin título #viral',
      files: 1,
      sound: 'Tide Tables',
      origin: 0,
      added: 50,
      isLinked: false,
    },
  ],
  [
    'an Instagram story from an image, with a sound and a caption that it does not show',
    {
      target_app: 'instagram',
      placement: 'story',
      content_type: 1,
      post_way: 'addButton',
      add_sound: 'custom',
      custom_sound_keyword: 'night bus',
      captions: 'not shown',
      material_list: [PHOTOS[0]],
    },
    {
      app: 'instagram',
      kind: 'story',
      title: null,
      caption: '',
      files: 1,
      sound: 'Night Bus Home',
      origin: null,
      added: null,
      isLinked: false,
    },
  ],
];

function ledgerOf({ rack }: World, serial: string): Posted[] {
  const rows = rack.posts.list().filter((post) => post.serial === serial);
  return rows.map((post) => ({
    app: post.app,
    kind: post.kind,
    caption: post.caption,
    title: post.title,
    files: post.media.length,
    sound: post.sound,
    origin: post.origin_sound_volume,
    added: post.add_sound_volume,
    isLinked: post.product_link !== null,
  }));
}

test('several keys at once are what is published, by the ledger', async (t) => {
  const world = await startWorld(t, { phones: POSTS.length, phoneOverrides: [{}, { language: 'es' }, {}, {}] });
  const { api, rack } = world;
  const started = POSTS.map(async ([, script_config], index) => {
    const serial = rack.phones[index]?.serial ?? '';
    const [id = 0] = await api.createTasks({ serials: [serial], script_name: 'post', script_config });
    return { id, serial };
  });
  for (const [index, [what, , expected]] of POSTS.entries()) {
    await t.test(what, async () => {
      const { id, serial } = (await started[index]) ?? { id: 0, serial: '' };
      const task = await api.finished(id);
      assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
      assert.deepEqual(ledgerOf(world, serial), [expected]);
      assert.deepEqual(rack.phone(serial)?.machine.media.list('any'), []);
    });
  }
});
