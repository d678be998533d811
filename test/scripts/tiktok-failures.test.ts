import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ERRORS, type ErrorName, type PostwrightError } from '../../src/errors.ts';
import type { PostPlan } from '../../src/scripts/script.ts';
import { LANGUAGES, sound } from './tiktok-cases.ts';
import { failsWith, leftovers, onlyPost, type PostWorldOptions, postWorld } from './world.ts';

interface Refused extends PostWorldOptions {
  readonly plan: Partial<PostPlan>;
  readonly with: ErrorName;
}

/** An attempt that ends before its commit point and leaves nothing on the phone. */
async function refused(t: TestContext, { plan, with: name, ...options }: Refused): Promise<PostwrightError> {
  const world = await postWorld(t, options);
  const attempt = world.attempt({ app: 'tiktok', ...plan });
  const error = await failsWith(name, attempt.run());
  assert.equal(attempt.ledger.commits, 0);
  assert.deepEqual(world.rack.posts.list(), []);
  assert.deepEqual(leftovers(world.rackPhone), []);
  assert.deepEqual(world.rackPhone.front.drafts(), []);
  return error;
}

describe('what TikTok does not have ends the attempt before the commit point', () => {
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

    it(`${language}: an account with an empty showcase`, async (t) => {
      const accounts = { tiktok: ['ana.empty'] };
      const plan = { productLink: true } as const;
      const error = await refused(t, { plan, phone: { language, accounts }, with: 'PRODUCT_NOT_FOUND' });
      assert.match(error.message, /No products yet|Todavía no hay productos/);
    });
  }

  it('a search that leads to no page of a sound', async (t) => {
    const plan = { way: 'useSound', sound: sound({ choice: 'page', query: 'no such sound' }) } as const;
    await refused(t, { plan, with: 'SOUND_NOT_FOUND' });
  });

  it('an account that may not sell', async (t) => {
    const phone = { accounts: { tiktok: ['ana.noshop'] } };
    await refused(t, { plan: { productLink: true }, phone, with: 'PRODUCT_NOT_FOUND' });
  });

  it('none of them is worth another attempt', () => {
    assert.ok(!ERRORS.SOUND_NOT_FOUND.retryable && !ERRORS.PRODUCT_NOT_FOUND.retryable);
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
});
