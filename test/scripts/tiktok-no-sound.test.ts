import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ERRORS } from '../../src/errors.ts';
import { LANGUAGES, refused, sound } from './tiktok-cases.ts';
import { onlyPost, postWorld } from './world.ts';

describe('a sound that TikTok does not give ends the attempt before the commit point', () => {
  for (const language of LANGUAGES) {
    const phone = { language };

    it(`${language}: a search for a sound that finds none says what it shows`, async (t) => {
      const plan = { sound: sound({ choice: 'search', query: 'no such "sound"', waitMs: 3_000 }) } as const;
      const error = await refused(t, { plan, phone, with: 'SOUND_NOT_FOUND' });
      assert.match(error.message, /No sound for "no such \\"sound\\"" within 3 s on TikTok, which shows: .*"No /);
    });

    it(`${language}: a sound that may not be used any more`, async (t) => {
      const plan = { sound: sound({ choice: 'search', query: 'rain on tin', waitMs: 3_000 }) } as const;
      await refused(t, { plan, phone, with: 'SOUND_NOT_FOUND' });
    });

    it(`${language}: the address of such a sound`, async (t) => {
      const query = 'https://www.tiktok.com/music/Rain-on-Tin-7012345678901234008';
      const plan = { way: 'useSound', sound: sound({ choice: 'page', query }) } as const;
      const error = await refused(t, { plan, phone, with: 'SOUND_NOT_FOUND' });
      assert.match(error.message, /sound isn’t available|sonido no está disponible/);
    });
  }

  it('a search that leads to no page of a sound', async (t) => {
    const plan = { way: 'useSound', sound: sound({ choice: 'page', query: 'no such sound' }) } as const;
    await refused(t, { plan, with: 'SOUND_NOT_FOUND' });
  });

  it('is not worth another attempt', () => {
    assert.ok(!ERRORS.SOUND_NOT_FOUND.retryable);
  });
});

describe('a sound may take its time', () => {
  const faults = [{ kind: 'slow_sounds', ms_per_request: 4_000 }] as const;

  it('as long as sound_wait_time says', async (t) => {
    const world = await postWorld(t, { faults });
    await world.attempt({ app: 'tiktok', sound: sound({ choice: 'on', waitMs: 9_000 }) }).run();
    assert.equal(onlyPost(world).sound, 'Harbour Lights');
  });

  it('and no longer', async (t) => {
    const plan = { sound: sound({ choice: 'on', waitMs: 1_000 }) } as const;
    const error = await refused(t, { plan, faults, with: 'SOUND_NOT_FOUND' });
    assert.match(error.message, /No suggested sound within 1 s/);
  });

  it('also the one that photo mode sets by itself, which is taken away when it comes', async (t) => {
    const world = await postWorld(t, { faults });
    await world.attempt({ app: 'tiktok', kind: 'images', sound: sound({ choice: 'off' }) }).run();
    assert.equal(onlyPost(world).sound, null);
  });
});
