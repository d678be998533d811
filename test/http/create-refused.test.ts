import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openWorld, PHOTOS, videoRequest } from './world.ts';

const config = (changes: object) => videoRequest({}, changes);

/** What is wrong, the request, its code, and where data.errors points. */
const BAD: readonly [what: string, body: unknown, code: number, paths: readonly string[]][] = [
  ['no object', 'post', 40001, ['body']],
  ['a list', [], 40001, ['body']],
  ['no script_name', videoRequest({ script_name: undefined }), 40002, []],
  ['an empty script_name', videoRequest({ script_name: '' }), 40002, []],
  ['a null script_name', videoRequest({ script_name: null }), 40002, []],
  ['nothing at all', {}, 40002, []],
  ['script_name of another type', videoRequest({ script_name: 5 }), 40001, ['script_name']],
  ['a script that the API does not run', videoRequest({ script_name: 'follow' }), 40003, []],
  ['a script in another spelling', videoRequest({ script_name: 'Post' }), 40003, []],
  ['no script_config', videoRequest({ script_config: undefined }), 40001, ['script_config']],
  ['script_config of another type', videoRequest({ script_config: [] }), 40001, ['script_config']],
  ['an unknown key', videoRequest({ serial: 'PHONE1' }), 40001, ['serial']],
  ['an unknown key of the config', config({ caption: 'x' }), 40001, ['script_config.caption']],
  ['serials of another type', videoRequest({ serials: 'PHONE1' }), 40001, ['serials']],
  ['a serial of another type', videoRequest({ serials: ['PHONE1', null] }), 40001, ['serials.1']],
  ['a numeric string', videoRequest({ priority: '1' }), 40001, ['priority']],
  ['priority out of range', videoRequest({ priority: -101 }), 40001, ['priority']],
  ['max_retries out of range', videoRequest({ max_retries: 11 }), 40001, ['max_retries']],
  ['enable_multi_account of another type', videoRequest({ enable_multi_account: 1 }), 40001, ['enable_multi_account']],
  ['content_type out of range', config({ content_type: 2 }), 40001, ['script_config.content_type']],
  ['captions of another type', config({ captions: ['x'] }), 40001, ['script_config.captions']],
  ['upload_wait_time out of range', config({ upload_wait_time: 601 }), 40001, ['script_config.upload_wait_time']],
  ['image_count out of range', config({ image_count: 36 }), 40001, ['script_config.image_count']],
  ['sound_wait_time of another type', config({ sound_wait_time: 'x' }), 40001, ['script_config.sound_wait_time']],
  ['a volume out of range', config({ add_sound_volume: 101 }), 40001, ['script_config.add_sound_volume']],
  ['an unknown target_app', config({ target_app: 'youtube' }), 40001, ['script_config.target_app']],
  ['a file of the other kind', config({ material_list: [PHOTOS[0]] }), 40001, ['script_config.material_list.0']],
  ['a file that is not there', config({ material_list: ['/nowhere/a.mp4'] }), 40001, ['script_config.material_list.0']],
  ['a U+0000', config({ captions: 'a\0b' }), 40001, ['script_config.captions']],
  ['half a character', config({ captions: '\ud83c' }), 40001, ['script_config.captions']],

  ['useSound without its name', config({ post_way: 'useSound' }), 40001, ['script_config.sound_name']],
  ['custom sound without its keyword', config({ add_sound: 'custom' }), 40001, ['script_config.custom_sound_keyword']],
  [
    'localFolder without its path',
    config({ material_list: [], material_source: 'localFolder' }),
    40001,
    ['script_config.material_path'],
  ],

  ['a pick from an empty library', config({ material_list: [] }), 40001, ['script_config.material_source']],
  ['a pick from nothing said', config({ material_list: undefined }), 40001, ['script_config.material_source']],
  [
    'a pick by tags that nothing has',
    config({ material_list: [], materials_tags: 'cats, dogs' }),
    40001,
    ['script_config.materials_tags'],
  ],
  [
    'a pick from a folder that is none of ours',
    config({ material_list: [], material_source: 'localFolder', material_path: '/x' }),
    40001,
    ['script_config.material_path'],
  ],
  [
    'several of these at once',
    config({ placement: 'story', post_way: 'useSound', sound_name: 'https://x' }),
    40001,
    ['script_config.placement', 'script_config.sound_name'],
  ],
];

test('what is wrong with a request is named, and nothing is created', async (t) => {
  const world = await openWorld(t);
  for (const [what, json, code, paths] of BAD) {
    await t.test(what, async () => {
      const answer = await world.call('POST', '/api/v1/task', { json });
      assert.deepEqual([answer.status, answer.code], [400, code]);
      assert.deepEqual(answer.paths, paths);
      if (paths[0] !== undefined) assert.ok(answer.message.startsWith(`${paths[0]}: `), answer.message);
    });
  }
  const { total } = (await world.call('GET', '/api/v1/task/stats')).data as { total: number };
  assert.equal(total, 0);
});

test('wrong times are told before any file is looked at', async (t) => {
  const world = await openWorld(t);
  for (const times of [{ min_interval: 5, max_interval: 2 }, { start_at: '2020-01-01T00:00:00Z' }]) {
    const json = videoRequest(times, { material_list: ['/nowhere/clip.mp4'] });
    const { paths } = await world.call('POST', '/api/v1/task', { json });
    assert.deepEqual(paths, [Object.keys(times).at(-1)]);
  }
});

test('messages say what can be done', async (t) => {
  const world = await openWorld(t);
  const message = async (json: object) => (await world.call('POST', '/api/v1/task', { json })).message;
  assert.match(await message(videoRequest({ script_name: 'follow' })), /"follow".*Those that can: post\./);
  assert.match(await message(config({ caption: 'x' })), /did you mean "captions"\?/);
  assert.match(await message(config({ placement: 'story' })), /cannot be "story" on TikTok.*send "reel"/);
  assert.match(await message(videoRequest({ script_name: undefined })), /missing.*can be run: post\./);
  assert.match(
    await message(videoRequest({ serials: ['A', 'PHONE1', ' '] })),
    /no phone "A", " "; GET \/api\/v1\/device/,
  );
  const accounts = videoRequest({ serials: [], usernames: ['nobody'] }, { target_app: 'instagram' });
  assert.match(await message(accounts), /no instagram account "@nobody"; GET \/api\/v1\/account/);
});

test('defaults that are sent are accepted, and so is an integer for add_sound', async (t) => {
  const world = await openWorld(t);
  const explicit = {
    content_type: 0,
    upload_wait_time: 30,
    image_count: 1,
    post_way: 'share',
    material_source: 'materialLibrary',
    material_path: '',
    materials_tags: '',
    sound_wait_time: 10,
    add_sound: -1,
    sound_name: '',
    custom_sound_keyword: '',
    origin_sound_volume: 50,
    add_sound_volume: 50,
    add_product_link: 0,
    placement: 'reel',
    rehearsal: false,
    reuse_materials: false,
  };
  const options = { enable_multi_account: false, min_interval: 0, max_interval: 0, max_retries: 0, priority: 0 };
  assert.equal((await world.create(videoRequest(options, explicit))).length, 1);
  assert.equal((await world.create(config({ add_sound: '-1' }))).length, 1);
  // Ignored, as the source says, where files are given.
  assert.equal((await world.create(config({ material_source: 'localFolder', material_path: 'C:/x' }))).length, 1);
});
