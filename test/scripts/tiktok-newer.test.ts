import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AppFlows } from '../../src/flows/library.ts';
import { Lookout } from '../../src/flows/lookout.ts';
import { runFlow } from '../../src/flows/run.ts';
import { LANGUAGES, proves, sound } from './tiktok-cases.ts';
import { onlyPost, postWorld } from './world.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');

const APPS = { 'com.zhiliaoapp.musically': '46.6.3' };
/** So long that it reaches into the middle of the profile, where older builds have their switcher. */
const LONG = 'the.longest.name.ofall';

describe('TikTok 46: sounds are searched for behind a magnifier, volumes have a button, the profile is another', () => {
  for (const language of LANGUAGES) {
    const phone = { language, apps: APPS };
    proves({
      name: 'a sound that is searched for, and both volumes',
      plan: { sound: sound({ choice: 'search', query: 'paper boats', originVolume: 20, addedVolume: 60 }) },
      phone,
      added: { sound: 'Paper Boats', origin_sound_volume: 20, add_sound_volume: 60 },
    });
    proves({
      name: 'a suggested sound',
      plan: { way: 'addButton', sound: sound({ choice: 'on' }) },
      phone,
      added: { sound: 'Harbour Lights' },
    });

    for (const [current, wanted] of [
      ['ana', 'berta'],
      [LONG, 'berta'],
      ['berta', LONG],
    ] as const) {
      it(`${language}: switches from ${current} to ${wanted}`, async (t) => {
        const accounts = { tiktok: [current, wanted, 'carla'] };
        const world = await postWorld(t, { phone: { ...phone, accounts } });
        await world.attempt({ app: 'tiktok', username: wanted }).run();
        assert.equal(onlyPost(world).account, wanted);
      });
    }
  }

  for (const language of LANGUAGES) {
    it(`${language}: the accounts behind the settings, where neither name leads to them`, async (t) => {
      const world = await postWorld(t, { phone: { language, apps: APPS, accounts: { tiktok: ['ana', 'berta'] } } });
      const [screen, flows] = [await world.screen(), new AppFlows(FLOWS, 'tiktok')];
      const lookout = new Lookout({ screen, flows, appId: 'com.zhiliaoapp.musically', signal: world.phone.gone });
      for (const name of ['start', 'open-profile', 'switch-account-in-settings'])
        await runFlow(flows.flow(name), { lookout });
      await lookout.find([{ text: ['berta'] }], 5_000);
    });
  }
});
