import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { withPostDefaults } from '../../src/contract/post-config.ts';
import type { PostKind, SoundPlan } from '../../src/scripts/script.ts';
import { planOf } from '../../src/tasks/plan.ts';
import { isAddress, isTikTokSound, plainSound } from '../../src/tasks/sound-address.ts';
import { soundPlanOf } from '../../src/tasks/sound-plan.ts';

describe('a stored plan', () => {
  it('of an earlier version is carried out as it was meant then', () => {
    const stored = {
      app: 'tiktok',
      kind: 'video',
      username: null,
      caption: 'Hola',
      title: null,
      materials: [],
      uploadWaitMs: 30_000,
      notes: ['as it was'],
    };
    assert.deepEqual(planOf({ plan: stored }), {
      ...stored,
      way: 'share',
      sound: { choice: 'default', query: null, waitMs: 10_000, originVolume: null, addedVolume: null },
      productLink: false,
      rehearsal: false,
    });
  });

  it('of this version stays what it is', () => {
    const sound: SoundPlan = { choice: 'on', query: null, waitMs: 3_000, originVolume: 0, addedVolume: 100 };
    const stored = { way: 'addButton', sound, productLink: true, rehearsal: true, notes: [] };
    assert.deepEqual(planOf({ plan: stored }), stored);
  });

  it('of a custom script is given nothing of a post', () => {
    const stored = { kind: 'custom', version: 'f'.repeat(64), parameters: { limit: 3 } };
    assert.deepEqual(planOf({ plan: stored }), stored);
  });
});

describe('what is done about the sound', () => {
  const cases: readonly [what: string, config: object, kind: PostKind, expected: Partial<SoundPlan>][] = [
    [
      'nothing by default',
      {},
      'video',
      { choice: 'default', query: null, waitMs: 10_000, originVolume: null, addedVolume: null },
    ],
    ['nothing but its own volume', { origin_sound_volume: 0 }, 'reel', { choice: 'default', originVolume: 0 }],
    ['off', { add_sound: 0 }, 'video', { choice: 'off', originVolume: null, addedVolume: null }],
    ['the first one', { add_sound: '1' }, 'video', { choice: 'on', originVolume: 50, addedVolume: 50 }],
    [
      'by keyword',
      { add_sound: 'custom', custom_sound_keyword: ' lofi ', add_sound_volume: 80, sound_wait_time: 20 },
      'reel',
      { choice: 'search', query: 'lofi', waitMs: 20_000, originVolume: 50, addedVolume: 80 },
    ],
    [
      'from its page',
      { post_way: 'useSound', sound_name: 'Dawn', add_sound: 1, origin_sound_volume: 10 },
      'video',
      { choice: 'page', query: 'Dawn', originVolume: 10, addedVolume: 50 },
    ],
    [
      'images have no sound of their own',
      { content_type: 1, add_sound: 1, origin_sound_volume: 10 },
      'images',
      { choice: 'on', originVolume: null, addedVolume: 50 },
    ],
    ['a story has no volumes', { add_sound: 1 }, 'story', { choice: 'on', originVolume: null, addedVolume: null }],
    ['no pause is no reason to fail', { sound_wait_time: 0 }, 'video', { waitMs: 3_000 }],
  ];
  for (const [what, config, kind, expected] of cases) {
    it(what, () => {
      const platform = kind === 'reel' || kind === 'story' ? 'instagram' : 'tiktok';
      const plan = soundPlanOf(withPostDefaults(config), platform, kind);
      assert.deepEqual({ ...plan, ...expected }, plan);
    });
  }
});

describe('the address of a sound', () => {
  const good = [
    'https://www.tiktok.com/music/original-sound-7012345678901234567',
    ' https://tiktok.com/music/Some-Song-123?is_from_webapp=1 ',
    'https://m.tiktok.com/music/x-1/',
    'https://www.tiktok.com/es/music/x-1',
  ];
  const bad = [
    'http://www.tiktok.com/music/x-1',
    'https://www.tiktok.com.example.org/music/x-1',
    'https://example.org/www.tiktok.com/music/x-1',
    'https://user@www.tiktok.com/music/x-1',
    'https://www.tiktok.com:8443/music/x-1',
    'https://www.tiktok.com/@maria/video/1',
    'https://www.tiktok.com/music/',
    'https://vm.tiktok.com/ZM123/',
    'www.tiktok.com/music/x-1',
    'intent://music#Intent;end',
    'https://www.instagram.com/reels/audio/1/',
  ];
  const names = ['Dawn', 'song: the best', 'tiktok.community', 'AC/DC', 'https'];

  it('is one of TikTok, over https', () => {
    for (const address of good) assert.ok(isAddress(address) && isTikTokSound(address), address);
  });
  it('is refused otherwise', () => {
    for (const address of bad) assert.ok(isAddress(address) && !isTikTokSound(address), address);
  });
  it('is taken without what is passed over in it', () => {
    const address = 'https://www.tiktok.com/music/a-1';
    for (const written of [` ${address}`, 'https://www.tiktok.com/mus\nic/a-1', 'HTTPS://WWW.TikTok.com/music/a-1'])
      assert.equal(plainSound(written), address);
    assert.equal(plainSound('  Dawn  '), 'Dawn');
  });
  it('is not seen in a name', () => {
    for (const name of names) assert.ok(!isAddress(name), name);
  });
});
