import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import { type AccountRow, insertAccount, listAccounts } from '../../src/storage/accounts.ts';
import { publish, taskWorld, type World } from './world.ts';

const PLAN = { app: 'tiktok', caption: 'hola', title: null, username: 'Ana', materials: [] };

async function addAna(world: World, changes: Partial<AccountRow> = {}): Promise<void> {
  await insertAccount(world.db, {
    platform: 'tiktok',
    username: 'Ana',
    updated_at: world.clock.now(),
    ...changes,
  });
}

async function ana(world: World): Promise<AccountRow> {
  const [account] = await listAccounts(world.db, { username: 'ana', platform: 'tiktok' });
  assert.ok(account);
  return account;
}

test('a post that was seen is told on its account, and that the account was there', async (t) => {
  const world = await taskWorld(t);
  await addAna(world);
  await addAna(world, { platform: 'instagram' });
  const before = await ana(world);
  const seenAt = new Date();
  world.play.run = async (context) => ({ ...(await publish(context)), seenAt });
  await world.add({ plan: PLAN });
  await world.turn();
  const after = await ana(world);
  assert.deepEqual([after.last_post_at, after.signed_in], [seenAt, true]);
  assert.ok(after.last_check_at !== null);
  assert.deepEqual(after.updated_at, before.updated_at, 'nobody changed what is said of it');
  const [other] = await listAccounts(world.db, { platform: 'instagram' });
  assert.deepEqual([other?.last_post_at, other?.last_check_at, other?.signed_in], [null, null, null]);
});

test('an older post that is found late takes nothing back', async (t) => {
  const world = await taskWorld(t);
  const last = new Date('2026-03-02T12:00:00Z');
  await addAna(world, { last_post_at: last });
  world.play.run = async (context) => ({ ...(await publish(context)), seenAt: new Date('2026-03-01T12:00:00Z') });
  await world.add({ plan: PLAN });
  await world.turn();
  assert.deepEqual((await ana(world)).last_post_at, last);
});

test('an attempt that misses its account says so on the account', async (t) => {
  const world = await taskWorld(t);
  await addAna(world, { signed_in: true });
  world.play.run = async () => {
    throw new PostwrightError('ACCOUNT_NOT_SIGNED_IN', '@ana is not signed in; signed in: @eva.');
  };
  await world.add({ plan: PLAN });
  await world.turn();
  const after = await ana(world);
  assert.deepEqual([after.signed_in, after.last_post_at], [false, null]);
  assert.ok(after.last_check_at !== null);
});

test('an attempt that fails for another reason says nothing of the account', async (t) => {
  const world = await taskWorld(t);
  await addAna(world);
  world.play.run = async () => {
    throw new PostwrightError('APP_CRASHED');
  };
  await world.add({ plan: PLAN });
  await world.turn();
  const after = await ana(world);
  assert.deepEqual([after.signed_in, after.last_check_at], [null, null]);
});
