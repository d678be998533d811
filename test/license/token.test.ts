import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignJWT, UnsecuredJWT } from 'jose';
import { PostwrightError } from '../../src/errors.ts';
import { makeIssuerKeys, readPrivateKey } from '../../src/license/keys.ts';
import { issueLicense, type License, readLicense } from '../../src/license/token.ts';

const keys = await makeIssuerKeys();
const license: License = {
  plan: 'Pro',
  deviceLimit: 20,
  holder: 'Ana Ruiz',
  expiresAt: new Date('2030-01-01T00:00:00Z'),
};

async function refused(token: string, issuer: string, message: RegExp): Promise<void> {
  await assert.rejects(readLicense(token, issuer), (error) => {
    assert.ok(error instanceof PostwrightError && error.errorName === 'LICENSE_INVALID', String(error));
    assert.match(error.message, message);
    return true;
  });
}

describe('a licence', () => {
  it('says what it was issued for', async () => {
    assert.deepEqual(await readLicense(await issueLicense(license, keys), keys.publicKey), license);
  });

  it('may be without limit and without end', async () => {
    const free = { ...license, deviceLimit: null, expiresAt: null };
    assert.deepEqual(await readLicense(`${await issueLicense(free, keys)}\n`, keys.publicKey), free);
  });

  it('can be read when it has expired', async () => {
    const old = { ...license, expiresAt: new Date('2020-01-01T00:00:00Z') };
    assert.deepEqual(await readLicense(await issueLicense(old, keys), keys.publicKey), old);
  });
});

describe('refused is a token', () => {
  it('of another issuer', async () => {
    await refused(await issueLicense(license, await makeIssuerKeys()), keys.publicKey, /signature/);
  });

  it('that was changed', async () => {
    const [header, , signature] = (await issueLicense(license, keys)).split('.');
    const payload = Buffer.from(JSON.stringify({ plan: 'Business', device_limit: null, sub: 'Ana Ruiz' })).toString(
      'base64url',
    );
    await refused(`${header}.${payload}.${signature}`, keys.publicKey, /signature/);
  });

  it('without a signature, or signed with the public key as if it were a secret', async () => {
    await refused(new UnsecuredJWT({ plan: 'Business' }).encode(), keys.publicKey, /changed/);
    const secret = new TextEncoder().encode(keys.publicKey);
    await refused(
      await new SignJWT({ plan: 'Business' }).setProtectedHeader({ alg: 'HS256' }).sign(secret),
      keys.publicKey,
      /"alg"/,
    );
  });

  it('for a plan or a number of devices that there is not', async () => {
    const sign = async (claims: Record<string, unknown>) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).sign(await readPrivateKey(keys));
    await refused(await sign({ plan: 'Gold' }), keys.publicKey, /no plan "Gold"/);
    await refused(await sign({ plan: 'Pro', device_limit: -1 }), keys.publicKey, /-1 is no number of devices/);
  });

  it('that is none, and an issuer that is none', async () => {
    await refused('hello', keys.publicKey, /not issued with this key/);
    await refused(await issueLicense(license, keys), 'hello', /license-issuer is no public key/);
  });
});
