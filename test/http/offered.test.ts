import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { TaskDetail } from '../../src/contract/task-detail.ts';
import type { PostPlan } from '../../src/scripts/script.ts';
import { addAccounts, openWorld, PHOTOS, videoRequest, type World } from './world.ts';

const images = (changes: object) => ({ content_type: 1, material_list: PHOTOS, ...changes });
const story = (changes: object = {}) => ({ target_app: 'instagram', placement: 'story', ...changes });
const tiktok = (changes: object) => ({ target_app: 'tiktok', ...changes });
const instagram = (changes: object) => ({ target_app: 'instagram', ...changes });
const useSound = { post_way: 'useSound', sound_name: 'Dawn' };
const TIKTOK_SOUND = 'https://www.tiktok.com/music/Dawn-7012345678901234567';

/** What each app offers: the config, and what of the plan shows that it was understood. */
const OFFERED: readonly [what: string, config: object, plan: Partial<PostPlan>][] = [
  ['TikTok: a video by the + button', tiktok({ post_way: 'addButton' }), { kind: 'video', way: 'addButton' }],
  ['TikTok: a video with a sound', tiktok(useSound), { kind: 'video', way: 'useSound' }],
  ['TikTok: a sound by its address', tiktok({ ...useSound, sound_name: TIKTOK_SOUND }), { way: 'useSound' }],
  ['TikTok: images by share', tiktok(images({})), { kind: 'images', way: 'share' }],
  ['TikTok: images by the + button', tiktok(images({ post_way: 'addButton' })), { kind: 'images', way: 'addButton' }],
  ['TikTok: images with a sound', tiktok(images(useSound)), { kind: 'images', way: 'useSound' }],
  ['TikTok: a product link', tiktok({ add_product_link: 1 }), { productLink: true }],
  ['Instagram: a reel by the + button', instagram({ post_way: 'addButton' }), { kind: 'reel', way: 'addButton' }],
  ['Instagram: a reel with a sound', instagram(useSound), { kind: 'reel', way: 'useSound' }],
  ['Instagram: images by the + button', instagram(images({ post_way: 'addButton' })), { kind: 'images' }],
  ['Instagram: images with a sound added', instagram(images({ add_sound: 1 })), { kind: 'images' }],
  ['Instagram: a story', story(), { kind: 'story', way: 'share', caption: '' }],
  ['Instagram: a story by the + button', story({ post_way: 'addButton' }), { kind: 'story', way: 'addButton' }],
  ['Instagram: a story from an image', story({ content_type: 1, material_list: [PHOTOS[0]] }), { kind: 'story' }],
  ['Instagram: a story with a sound', story({ add_sound: 'custom', custom_sound_keyword: 'x' }), { kind: 'story' }],
  ['a rehearsal', { rehearsal: true }, { rehearsal: true }],
  ['useSound with its default', { ...useSound, add_sound: -1 }, { way: 'useSound' }],
  ['useSound with the sound on', { ...useSound, add_sound: 1 }, { way: 'useSound' }],
];

async function planOfFirst(world: World, config: object): Promise<PostPlan> {
  const [id = 0] = await world.create(videoRequest({}, config));
  const { plan } = await world.db.selectFrom('tasks').select('plan').where('id', '=', id).executeTakeFirstOrThrow();
  return plan as PostPlan;
}

test('what an app offers becomes the plan of a task', async (t) => {
  const world = await openWorld(t);
  for (const [what, config, expected] of OFFERED) {
    await t.test(what, async () => {
      const plan = await planOfFirst(world, config);
      assert.deepEqual({ ...plan, ...expected }, plan);
    });
  }
});

/** What an app does not offer: the config, where the error points, and the reason. */
const NOT_OFFERED: readonly [what: string, config: object, path: string, why: RegExp][] = [
  ['a story on TikTok', tiktok({ placement: 'story' }), 'placement', /TikTok.*no placement/],
  ['a product link on Instagram', instagram({ add_product_link: 1 }), 'add_product_link', /Instagram.*no product/],
  ['images from a sound on Instagram', instagram(images(useSound)), 'post_way', /Instagram makes nothing but reels/],
  ['a story from a sound', story(useSound), 'post_way', /story cannot begin there; use add_sound/],
  [
    'a TikTok address on Instagram',
    instagram({ ...useSound, sound_name: TIKTOK_SOUND }),
    'sound_name',
    /name of a sound on Instagram/,
  ],
  ['another address on TikTok', tiktok({ ...useSound, sound_name: 'https://x.org/music/1' }), 'sound_name', /address/],
  ['a short link', tiktok({ ...useSound, sound_name: 'https://vm.tiktok.com/ZM1/' }), 'sound_name', /short link/],
  ['the volume of a story', story({ origin_sound_volume: 0 }), 'origin_sound_volume', /no slider for it when a story/],
  [
    'the volume of music with images on Instagram',
    instagram(images({ add_sound: 1, add_sound_volume: 20 })),
    'add_sound_volume',
    /no slider for it when images/,
  ],
  ['several images as a story', story(images({})), 'material_list', /names 3 images; a story holds one/],
  ['no sound with useSound', { ...useSound, add_sound: 0 }, 'add_sound', /begins the post with a sound/],
  [
    'a searched sound with useSound',
    { ...useSound, add_sound: 'custom', custom_sound_keyword: 'x' },
    'add_sound',
    /sound_name names/,
  ],
];

test('what an app does not offer is refused with the reason', async (t) => {
  const world = await openWorld(t);
  for (const [what, config, path, why] of NOT_OFFERED) {
    await t.test(what, async () => {
      const answer = await world.call('POST', '/api/v1/task', { json: videoRequest({}, config) });
      assert.deepEqual([answer.status, answer.code, answer.paths], [400, 40001, [`script_config.${path}`]]);
      assert.match(answer.errors, why);
    });
  }
});

test('a request for both apps is held to what each of them offers', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, [
    { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
    { platform: 'instagram', username: 'eva', serial: 'PHONE1' },
  ]);
  const both = (config: object) => videoRequest({ serials: [], usernames: ['ana', 'eva'] }, config);

  await t.test('defaults of one app do not disturb the other', async () => {
    const defaults = { placement: 'reel', add_product_link: 0, add_sound: -1, origin_sound_volume: 50 };
    const made = await world.create(both({ ...defaults, add_sound_volume: 50, post_way: 'share' }));
    assert.equal(made.length, 2);
  });

  await t.test('each gets its own kind', async () => {
    const ids = await world.create(both({ ...useSound }));
    const rows = await world.db.selectFrom('tasks').select('plan').where('id', 'in', ids).orderBy('id').execute();
    assert.deepEqual(
      rows.map(({ plan }) => (plan as PostPlan).kind),
      ['video', 'reel'],
    );
  });

  await t.test('one that cannot refuses the request, and nothing is created', async () => {
    const before = (await world.call('GET', '/api/v1/task/stats')).data;
    const answer = await world.call('POST', '/api/v1/task', {
      json: both({ placement: 'story', add_product_link: 1 }),
    });
    assert.equal(answer.code, 40001);
    assert.deepEqual(answer.paths, ['script_config.placement', 'script_config.add_product_link']);
    assert.deepEqual((await world.call('GET', '/api/v1/task/stats')).data, before);
  });
});

test('what has no effect is said in the notes of the task', async (t) => {
  const world = await openWorld(t);
  const notes = async (config: object) => {
    const [id = 0] = await world.create(videoRequest({}, config));
    return ((await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail).notes.join(' ');
  };
  assert.equal(await notes({}), '');
  assert.match(await notes(story()), /story shows no caption/);
  assert.equal(await notes(story({ captions: '' })), '');
  assert.match(await notes({ sound_name: 'Dawn' }), /sound_name has no effect/);
  assert.match(await notes({ custom_sound_keyword: 'Dawn' }), /custom_sound_keyword has no effect/);
  assert.match(await notes({ add_sound_volume: 20 }), /no sound is added/);
  assert.match(await notes(images({ origin_sound_volume: 20 })), /images have no sound of their own/);
  assert.match(await notes(images({})), /\+ picker/);
  assert.equal(await notes(images({ post_way: 'addButton' })), '');
});
