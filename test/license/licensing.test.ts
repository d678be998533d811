import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { makeIssuerKeys, readPublicKey } from '../../src/license/keys.ts';
import { Licensing } from '../../src/license/licensing.ts';
import { issueLicense, type License } from '../../src/license/token.ts';
import type { Db } from '../../src/storage/database.ts';
import { saveDevice, setDeviceAbsent } from '../../src/storage/devices.ts';
import { freshDatabase } from '../support/database.ts';

const keys = await makeIssuerKeys();
const EXPIRES_AT = new Date('2030-01-01T00:00:00Z');
const pro: License = { plan: 'Pro', deviceLimit: 2, holder: 'Ana Ruiz', expiresAt: EXPIRES_AT };

class SetClock {
  time = new Date('2029-06-01T00:00:00Z');
  now(): Date {
    return this.time;
  }
}

async function open(
  t: TestContext,
  wish: { readonly licenseIssuer?: string | null; readonly license?: string | null; readonly file?: string },
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-license-'));
  t.after(() => rm(dataDir, { recursive: true }));
  if (wish.file !== undefined) await writeFile(join(dataDir, 'license.jwt'), wish.file);
  const clock = new SetClock();
  const { licenseIssuer = keys.publicKey, license = null } = wish;
  return { clock, licensing: await Licensing.open({ licenseIssuer, license, dataDir, clock }) };
}

test('without an issuer the plan is Business, without limits', async (t) => {
  const { licensing } = await open(t, { licenseIssuer: null });
  assert.deepEqual(licensing.check(), {
    plan_name: 'Business',
    api_enabled: true,
    device_limit: null,
    message: 'API access enabled',
  });
  assert.equal(licensing.details().state, 'not_needed');
});

test('a licence in the data directory or in the settings counts until it expires, which is noticed without a restart', async (t) => {
  const token = await issueLicense(pro, keys);
  const valid = { plan_name: 'Pro', api_enabled: true, device_limit: 2, message: 'API access enabled' };
  assert.deepEqual((await open(t, { license: token })).licensing.check(), valid);
  const { licensing, clock } = await open(t, { file: `${token}\n` });
  assert.deepEqual(licensing.check(), valid);
  assert.equal(licensing.details().state, 'valid');
  clock.time = EXPIRES_AT;
  const { plan_name: plan, api_enabled: enabled, device_limit: limit, message } = licensing.check();
  assert.deepEqual([plan, enabled, limit], ['Starter', false, 2]);
  assert.match(message, /Pro licence expired on 2030-01-01/);
  assert.equal(licensing.details().state, 'expired');
});

test('no licence, one of somebody else and one of the Starter plan are Starter, each with its own sentence', async (t) => {
  const foreign = await issueLicense(pro, await makeIssuerKeys());
  const starter = await issueLicense({ ...pro, plan: 'Starter' }, keys);
  const cases = [
    [{}, /No licence is installed/, 'missing'],
    [{ license: foreign }, /was not issued with this key/, 'unusable'],
    [{ license: starter }, /Starter plan has no API access/, 'valid'],
  ] as const;
  for (const [wish, message, state] of cases) {
    const { licensing } = await open(t, wish);
    const check = licensing.check();
    assert.equal(licensing.details().state, state);
    assert.deepEqual([check.plan_name, check.api_enabled], ['Starter', false]);
    assert.match(check.message, message);
  }
});

test('a wrong issuer key is told at the start', async (t) => {
  await assert.rejects(open(t, { licenseIssuer: 'hello' }), { errorName: 'LICENSE_INVALID' });
});

test("the issuer's key may be written as a JWK or in PEM", async () => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: keys.publicKey };
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  for (const written of [keys.publicKey, JSON.stringify(jwk), String(pem)]) {
    assert.equal((await readPublicKey(written)).algorithm.name, 'Ed25519');
  }
});

async function seePhones(db: Db, serials: readonly string[]): Promise<void> {
  for (const serial of serials) {
    await saveDevice(db, { serial, state: 'device', model: null, androidVersion: null, sdk: null, seenAt: new Date() });
    // first_seen_at has milliseconds: each phone gets its own.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test('the phones seen first are covered; tasks for others are refused, naming the limit', async (t) => {
  const { db } = await freshDatabase(t);
  await seePhones(db, ['C3', 'A1', 'B2']);
  const { licensing } = await open(t, { license: await issueLicense(pro, keys) });
  await licensing.checkDevices(db, ['A1', 'C3', 'A1']);
  await assert.rejects(licensing.checkDevices(db, ['A1', 'B2']), {
    errorName: 'PLAN_REFUSED',
    message: /allows 2 phones.*Beyond that: B2\./,
    data: { device_limit: 2, serials: ['B2'] },
  });
  await setDeviceAbsent(db, 'C3');
  await licensing.checkDevices(db, ['A1', 'B2']);
  await assert.rejects(licensing.checkDevices(db, ['C3', 'B2']), {
    errorName: 'PLAN_REFUSED',
    data: { device_limit: 2, serials: ['B2'] },
  });
});

test('without a limit any number of phones is covered', async (t) => {
  const { db } = await freshDatabase(t);
  await seePhones(db, ['A1', 'B2', 'C3']);
  const { licensing } = await open(t, { licenseIssuer: null });
  await licensing.checkDevices(db, ['A1', 'B2', 'C3']);
});
