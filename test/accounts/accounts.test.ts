import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import { Accounts } from '../../src/accounts/accounts.ts';
import { matchAccounts, type SignedIn } from '../../src/accounts/match.ts';
import type { Platform } from '../../src/contract/common.ts';
import { PostwrightError } from '../../src/errors.ts';
import { systemClock } from '../../src/kit/clock.ts';
import type { Db } from '../../src/storage/database.ts';
import { saveDevice } from '../../src/storage/devices.ts';
import { freshDatabase } from '../support/database.ts';

async function world(t: TestContext): Promise<{ db: Db; accounts: Accounts }> {
  const { db } = await freshDatabase(t);
  const phone = { state: 'device', model: 'Pixel 7', androidVersion: '14', sdk: 34, seenAt: new Date() };
  for (const serial of ['A1', 'B2']) await saveDevice(db, { ...phone, serial });
  return { db, accounts: new Accounts({ db, clock: systemClock }) };
}

const signal = new AbortController().signal;

/** A phone whose apps show these accounts. */
function reading(apps: Partial<Record<Platform, SignedIn | PostwrightError>>) {
  return {
    read: async (_serial: string, platform: Platform): Promise<SignedIn> => {
      const app = apps[platform] ?? new PostwrightError('APP_NOT_INSTALLED', `${platform} is not installed.`);
      if (app instanceof PostwrightError) throw app;
      return app;
    },
  };
}

test('a name is kept without its @ and in lower case, once a platform', async (t) => {
  const { accounts } = await world(t);
  const account = await accounts.create({ platform: 'tiktok', username: '@Maria.Lopez', serial: 'A1' });
  assert.equal(account.username, 'maria.lopez');
  assert.equal(account.enabled, true);
  const again = accounts.create({ platform: 'tiktok', username: 'MARIA.LOPEZ' });
  await assert.rejects(again, { errorName: 'STATE_CONFLICT', message: /tiktok account "maria\.lopez" is registered/ });
  await accounts.create({ platform: 'instagram', username: 'maria.lopez' });
});

test('names that the platform cannot have are refused, naming the field', async (t) => {
  const { accounts } = await world(t);
  const refusal = { errorName: 'INVALID_PARAMETER', message: /^username: / };
  for (const username of ['a', 'x'.repeat(25), 'maría', 'a b', '@', 'a/b']) {
    await assert.rejects(accounts.create({ platform: 'tiktok', username }), refusal, username);
  }
  await accounts.create({ platform: 'instagram', username: 'a' });
  await accounts.create({ platform: 'instagram', username: 'x'.repeat(30) });
  await assert.rejects(accounts.create({ platform: 'instagram', username: 'x'.repeat(31) }), refusal);
});

test('an account is bound only to a phone that was ever seen', async (t) => {
  const { accounts } = await world(t);
  const unknown = { errorName: 'NOT_FOUND', message: /"C3"/ };
  await assert.rejects(accounts.create({ platform: 'tiktok', username: 'maria', serial: 'C3' }), unknown);
  const { id } = await accounts.create({ platform: 'tiktok', username: 'maria', serial: null });
  await assert.rejects(accounts.update(id, { serial: 'C3' }), unknown);
  assert.equal((await accounts.update(id, { serial: 'B2' })).serial, 'B2');
});

test('a change leaves the rest as it is, a replacement does not', async (t) => {
  const { accounts } = await world(t);
  const { id } = await accounts.create({ platform: 'tiktok', username: 'maria', serial: 'A1', enabled: false });
  const changed = await accounts.update(id, { username: 'Maria2' });
  assert.deepEqual([changed.username, changed.serial, changed.enabled], ['maria2', 'A1', false]);
  const replaced = await accounts.replace(id, { platform: 'tiktok', username: 'maria3' });
  assert.deepEqual([replaced.username, replaced.serial, replaced.enabled], ['maria3', null, true]);
  await accounts.create({ platform: 'tiktok', username: 'taken' });
  await assert.rejects(accounts.update(id, { username: 'taken' }), { errorName: 'STATE_CONFLICT' });
  await assert.rejects(accounts.update(id, { platform: 'instagram', username: 'x'.repeat(31) }), {
    errorName: 'INVALID_PARAMETER',
  });
});

test('accounts are found by phone, platform, name and state, and removed by id', async (t) => {
  const { accounts } = await world(t);
  const maria = await accounts.create({ platform: 'tiktok', username: 'maria', serial: 'A1' });
  await accounts.create({ platform: 'instagram', username: 'maria', serial: 'A1', enabled: false });
  await accounts.create({ platform: 'tiktok', username: 'pedro', serial: 'B2' });
  const names = async (filter: Parameters<Accounts['list']>[0]) =>
    (await accounts.list(filter)).map(({ platform, username }) => `${platform}/${username}`);
  assert.deepEqual(await names({ serial: 'A1' }), ['tiktok/maria', 'instagram/maria']);
  assert.deepEqual(await names({ username: '@MARIA', platform: 'instagram' }), ['instagram/maria']);
  assert.deepEqual(await names({ enabled: true }), ['tiktok/maria', 'tiktok/pedro']);
  await accounts.remove(maria.id);
  await assert.rejects(accounts.get(maria.id), { errorName: 'NOT_FOUND' });
  await assert.rejects(accounts.remove(maria.id), { errorName: 'NOT_FOUND' });
});

test('matching registers what is new, binds what is known, and names what is missing', async (t) => {
  const { db, accounts } = await world(t);
  const elsewhere = await accounts.create({ platform: 'tiktok', username: 'pedro', serial: 'B2', enabled: false });
  const goneFromPhone = await accounts.create({ platform: 'tiktok', username: 'old', serial: 'A1' });
  await accounts.create({ platform: 'instagram', username: 'insta', serial: 'A1' });
  const reader = reading({ tiktok: { current: '@Maria', all: ['Maria', 'pedro', 'Add account'] } });
  const now = new Date('2026-03-01T12:00:00.000Z');
  const match = await matchAccounts({ db, clock: { now: () => now }, reader }, 'A1', signal);
  assert.deepEqual(
    match.found.filter(({ added }) => added).map(({ account }) => [account.created_at, account.updated_at]),
    [[now, now]],
  );
  assert.deepEqual(
    match.found.map(({ account, current, added, bound }) => [account.username, account.serial, current, added, bound]),
    [
      ['maria', 'A1', true, true, false],
      ['pedro', 'A1', false, false, true],
    ],
  );
  assert.deepEqual(
    match.missing.map(({ id }) => id),
    [goneFromPhone.id],
  );
  assert.equal((await accounts.get(elsewhere.id)).enabled, false);
  assert.deepEqual(
    match.problems.map(({ platform, code }) => [platform, code]),
    [
      ['tiktok', 'ELEMENT_NOT_FOUND'],
      ['instagram', 'APP_NOT_INSTALLED'],
    ],
  );
  assert.ok(match.found.every(({ account }) => account.signed_in === true && +(account.last_check_at ?? 0) === +now));
  const missed = await accounts.get(goneFromPhone.id);
  assert.deepEqual([missed.signed_in, missed.last_check_at], [false, now]);
  assert.deepEqual(match.missing, [missed]);
  const again = await matchAccounts({ db, clock: systemClock, reader }, 'A1', signal);
  assert.ok(again.found.every(({ added, bound }) => !added && !bound));
});

test('a phone that goes away ends the matching', async (t) => {
  const { db } = await world(t);
  const parts = { db, clock: systemClock, reader: reading({ tiktok: new PostwrightError('DEVICE_LOST') }) };
  await assert.rejects(matchAccounts(parts, 'A1', signal), { errorName: 'DEVICE_LOST' });
});
