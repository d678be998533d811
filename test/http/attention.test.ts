import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Attention } from '../../src/contract/attention.ts';
import { checker } from '../../src/contract/check.ts';
import { PostwrightError } from '../../src/errors.ts';
import { recordCheck } from '../../src/storage/accounts.ts';
import { holdOverdue } from '../../src/storage/held.ts';
import { TestLanes } from './lane.ts';
import { addAccounts, openWorld, videoRequest, type World } from './world.ts';

async function attention(world: World, query = ''): Promise<Attention> {
  const { data, code, message } = await world.call('GET', `/api/v1/attention${query}`);
  assert.equal(code, 0, message);
  return checker(Attention)(data);
}

/** A task that meets a dialog nobody knows, with a picture and a tree of it. */
async function meetDialog(world: World, lanes: TestLanes, serial: string): Promise<number> {
  lanes.play = async ({ ledger }) => {
    await ledger.keep(Buffer.from('a picture'), { kind: 'screenshot', name: 'failure' });
    await ledger.keep(Buffer.from('<hierarchy/>'), { kind: 'tree', name: 'failure' });
    throw new PostwrightError('UNKNOWN_DIALOG', 'A dialog covers TikTok.', {
      data: { fingerprint: '5f2c9a01d4e7b836' },
    });
  };
  const [id = 0] = await world.create(videoRequest({ serials: [serial] }));
  await lanes.runNext(serial);
  return id;
}

test('nothing needs anybody where all is well', async (t) => {
  const world = await openWorld(t);
  const found = await attention(world);
  assert.equal(found.total, 0);
  const heads = [found.unknown_outcomes, found.overdue, found.quarantined, found.dialogs, found.signed_out];
  for (const { count, oldest_at } of [...heads, found.blocked_apps, found.holds])
    assert.deepEqual([count, oldest_at], [0, null]);
  assert.equal((await world.call('GET', '/api/v1/attention?items=201')).code, 40001);
});

test('an outcome that is unknown needs somebody until it is settled', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  lanes.play = async ({ ledger }) => {
    await ledger.account('maria');
    await ledger.commit();
    await ledger.keep(Buffer.from('a picture'), { kind: 'screenshot', name: 'failure' });
    throw new PostwrightError('OUTCOME_UNKNOWN');
  };
  const [id = 0] = await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  const { total, unknown_outcomes: unknown } = await attention(world);
  assert.deepEqual([total, unknown.count], [1, 1]);
  const [task] = unknown.tasks;
  assert.deepEqual(
    [task?.task_id, task?.username, task?.caption, task?.platform],
    [id, 'maria', 'Mira mi nuevo video #viral', 'tiktok'],
  );
  assert.ok(task?.next_look_at !== null, 'its phone is looked at again');
  assert.equal((await fetch(new URL(task?.screenshot_url ?? '', world.url))).status, 200);
  const { unknown_outcomes: counted } = await attention(world, '?items=0');
  assert.deepEqual([counted.count, counted.tasks], [1, []]);
  await world.call('POST', `/api/v1/task/${id}/settle`, { json: { published: true } });
  assert.equal((await attention(world)).total, 0);
});

test('a dialog counts once on however many phones, and goes when its app completes tasks there', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  await meetDialog(world, lanes, 'PHONE1');
  const last = await meetDialog(world, lanes, 'PHONE2');
  const { total, dialogs } = await attention(world);
  assert.deepEqual([total, dialogs.count], [1, 1]);
  const [dialog] = dialogs.dialogs;
  assert.deepEqual(
    [dialog?.fingerprint, dialog?.tasks, dialog?.serials, dialog?.last_task_id, dialog?.code],
    ['5f2c9a01d4e7b836', 2, ['PHONE1', 'PHONE2'], last, 'UNKNOWN_DIALOG'],
  );
  for (const url of [dialog?.screenshot_url, dialog?.tree_url])
    assert.equal((await fetch(new URL(url ?? '', world.url))).status, 200);

  const goesWell = new TestLanes(world);
  for (const serial of ['PHONE1', 'PHONE2']) {
    await world.create(videoRequest({ serials: [serial] }));
    await goesWell.runNext(serial);
    const { dialogs: left } = await attention(world);
    assert.deepEqual(
      left.dialogs.map(({ serials }) => serials),
      serial === 'PHONE1' ? [['PHONE2']] : [],
    );
  }
});

test('who is signed out, and an app that asks for its owner, need somebody', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, [
    { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
    { platform: 'tiktok', username: 'off', serial: 'PHONE1', enabled: false },
    { platform: 'tiktok', username: 'nowhere', serial: null },
  ]);
  for (const username of ['ana', 'off', 'nowhere'])
    await recordCheck(world.db, { platform: 'tiktok', username, at: world.clock.now(), signedIn: false });
  const lanes = new TestLanes(world);
  lanes.play = async () => {
    throw new PostwrightError('ACCOUNT_NOT_SIGNED_IN');
  };
  await world.create(videoRequest({ serials: undefined, usernames: ['ana'] }));
  await lanes.runNext('PHONE1');
  lanes.play = async () => {
    throw new PostwrightError('APP_BLOCKED', 'TikTok asks for a code.');
  };
  await world.create(videoRequest({ serials: ['PHONE2'] }));
  await lanes.runNext('PHONE2');
  const { total, signed_out: out, blocked_apps: blocked } = await attention(world);
  assert.equal(total, 2, 'a task for an account that is known to be signed out says nothing new');
  assert.deepEqual(
    out.accounts.map(({ username, serial }) => [username, serial]),
    [['ana', 'PHONE1']],
  );
  assert.deepEqual(
    blocked.apps.map(({ serial, platform, code, message, tasks }) => [serial, platform, code, message, tasks]),
    [['PHONE2', 'tiktok', 'APP_BLOCKED', 'TikTok asks for a code.', 1]],
  );
});

test('overdue tasks, quarantines and what holds all phones back need somebody', async (t) => {
  const world = await openWorld(t);
  const [id] = await world.create(videoRequest());
  world.clock.advance(24 * 60 * 60_000);
  await holdOverdue(world.db, 'PHONE1', { now: world.clock.now(), dueBefore: world.clock.now() });
  await world.call('POST', '/api/v1/device/PHONE3/quarantine', { json: { reason: 'The screen is broken.' } });
  world.holds.set('disk', 'The disk is nearly full.');
  const { total, overdue, quarantined, holds } = await attention(world);
  assert.equal(total, 3);
  assert.deepEqual(
    overdue.tasks.map(({ task_id, reason }) => [task_id, reason]),
    [[id, 'overdue']],
  );
  assert.deepEqual(
    quarantined.phones.map(({ serial, reason, by, model }) => [serial, reason, by, model]),
    [['PHONE3', 'The screen is broken.', 'operator', 'Pixel 7']],
  );
  assert.deepEqual(
    holds.holds.map(({ name, serial }) => [name, serial]),
    [['disk', null]],
  );
  await world.call('POST', '/api/v1/task/overdue', { json: { decision: 'skip' } });
  await world.call('DELETE', '/api/v1/device/PHONE3/quarantine');
  world.holds.lift('disk');
  assert.equal((await attention(world)).total, 0);
});
