import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import type { PhoneSetup } from '../../src/simulator/rack-types.ts';
import { failsWith, postWorld } from './world.ts';

/** What names the dialog that came up on this phone over the editor of this post. */
async function fingerprintOn(t: TestContext, phone: PhoneSetup, plan: Partial<PostPlan>): Promise<unknown> {
  const world = await postWorld(t, { phone, faults: [{ kind: 'unknown_dialog', when: { step: 'editor' } }] });
  const error = await failsWith('UNKNOWN_DIALOG', world.attempt(plan).run());
  return error.data?.fingerprint;
}

it('the same unknown dialog has the same fingerprint on another phone, for another account and another post', async (t) => {
  const one = await fingerprintOn(t, {}, { caption: 'One caption' });
  const two = await fingerprintOn(
    t,
    { serial: 'OTHER77', sdk: 30, apps: { 'com.zhiliaoapp.musically': '46.6.3' } },
    { caption: 'Quite another text, and a longer one' },
  );
  assert.match(String(one), /^[0-9a-f]{16}$/);
  assert.equal(one, two);
});

it('another dialog has another', async (t) => {
  const tiktok = await fingerprintOn(t, {}, {});
  const instagram = await fingerprintOn(t, {}, { app: 'instagram', kind: 'reel' });
  assert.notEqual(tiktok, instagram);
});
