import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Device, DeviceDetail, DeviceList, MatchAnswer } from '../../src/contract/device.ts';
import { PostwrightError } from '../../src/errors.ts';
import { TestLanes } from './lane.ts';
import { addAccounts, openWorld, seeDevice, videoRequest } from './world.ts';

const PATH = '/api/v1/device';

test('phones are listed with what they have to do and who is signed in on them', async (t) => {
  const world = await openWorld(t, { serials: ['PHONE1', 'PHONE2'] });
  await seeDevice(world.db, '192.168.1.5:5555', 'unauthorized');
  await addAccounts(world, [
    { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
    { platform: 'instagram', username: 'eva', serial: 'PHONE1', enabled: false },
  ]);
  const lanes = new TestLanes(world);
  const [running] = await world.create(videoRequest());
  await world.create(videoRequest());
  await world.create(videoRequest({ start_at: '2099-01-01T00:00:00Z' }));
  const { ran } = await lanes.begin('PHONE1');

  const { total, devices } = (await world.call('GET', PATH)).data as DeviceList;
  assert.equal(total, 3);
  const bySerial = new Map(devices.map((device) => [device.serial, device]));
  const busy = bySerial.get('PHONE1') as Device;
  assert.deepEqual(
    [busy.state, busy.online, busy.model, busy.android_version, busy.sdk, busy.running_task, busy.queue_length],
    ['device', true, 'Pixel 7', '13', 33, running, 2],
  );
  assert.deepEqual(
    busy.accounts.map((account) => [account.username, account.enabled]),
    [
      ['ana', true],
      ['eva', false],
    ],
  );
  const idle = bySerial.get('PHONE2') as Device;
  assert.deepEqual([idle.running_task, idle.queue_length, idle.accounts], [null, 0, []]);

  world.holds.set('disk', 'The disk is nearly full.');
  world.holds.set('quarantine', 'It does not answer.', 'PHONE1');
  const held = (await world.call('GET', PATH)).data as DeviceList;
  assert.deepEqual(
    [busy, ...held.devices].map((device) => device.held_back),
    [null, 'It does not answer.', 'The disk is nearly full.', 'The disk is nearly full.'],
  );
  world.holds.lift('disk');

  const one = (await world.call('GET', `${PATH}/192.168.1.5:5555`)).data as Device;
  assert.deepEqual([one.serial, one.state, one.online], ['192.168.1.5:5555', 'unauthorized', false]);
  assert.deepEqual((await world.call('GET', `${PATH}/192.168.1.5%3A5555`)).data, one);
  assert.equal((await world.call('GET', `${PATH}/NOPE`)).code, 40401);

  await world.call('POST', `/api/v1/task/${running}/stop`);
  await ran;
});

test('a phone is put into quarantine by hand and let out by hand, and its history says so', async (t) => {
  const world = await openWorld(t);
  const path = `${PATH}/PHONE1`;
  for (const [method, what] of [
    ['POST', 'quarantine'],
    ['DELETE', 'quarantine'],
    ['POST', 'self-test'],
  ] as const)
    assert.equal((await world.call(method, `${PATH}/NOPE/${what}`)).code, 40401);
  const put = (await world.call('POST', `${path}/quarantine`, { json: { reason: 'Broken.' } })).data as DeviceDetail;
  assert.deepEqual([put.health, put.quarantine?.reason, put.quarantine?.by], ['quarantined', 'Broken.', 'operator']);
  assert.match(put.held_back ?? '', /Broken/);
  assert.equal((await world.call('POST', `${path}/quarantine`, { json: { reason: '' } })).code, 40001);
  const out = (await world.call('DELETE', `${path}/quarantine`)).data as DeviceDetail;
  assert.deepEqual([out.health, out.quarantine, out.held_back], ['away', null, null]);
  const again = await world.call('POST', `${path}/quarantine`);
  assert.equal((again.data as DeviceDetail).quarantine?.reason, 'No reason was given.');
  for (;;) {
    const { history } = (await world.call('GET', path)).data as DeviceDetail;
    if (history.length < 3) continue;
    assert.deepEqual(
      history.map(({ event, message }) => [event, message]),
      [
        ['quarantined', 'By an operator: No reason was given.'],
        ['released', 'By an operator.'],
        ['quarantined', 'By an operator: Broken.'],
      ],
    );
    break;
  }
  const { code, message } = await world.call('POST', `${path}/self-test`);
  assert.deepEqual([code, message], [40901, 'PHONE1 is not online.']);
});

test('match-accounts registers what the apps on the phone are signed in to', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, [
    { platform: 'tiktok', username: 'moved', serial: 'PHONE2' },
    { platform: 'tiktok', username: 'gone', serial: 'PHONE1' },
  ]);
  world.switches.reader = {
    read: async (_serial, platform) => {
      if (platform === 'instagram') throw new PostwrightError('APP_NOT_INSTALLED', 'Instagram is not installed.');
      return { current: '@New', all: ['@New', 'moved'] };
    },
  };
  const match = (await world.call('POST', `${PATH}/PHONE1/match-accounts`)).data as MatchAnswer;
  assert.deepEqual(match.platforms, [
    {
      platform: 'tiktok',
      found: ['new', 'moved'],
      current: 'new',
      added: ['new'],
      bound: ['moved'],
      missing: ['gone'],
      problems: [],
    },
    {
      platform: 'instagram',
      found: [],
      current: null,
      added: [],
      bound: [],
      missing: [],
      problems: [{ code: 'APP_NOT_INSTALLED', message: 'Instagram is not installed.' }],
    },
  ]);
  assert.deepEqual(
    match.accounts.map((account) => account.username),
    ['new', 'moved', 'gone'],
  );
  const phone = (await world.call('GET', `${PATH}/PHONE1`)).data as Device;
  assert.deepEqual(phone.accounts.map((account) => account.username).toSorted(), ['gone', 'moved', 'new']);
});

test('match-accounts says why a phone cannot be read', async (t) => {
  const world = await openWorld(t);
  assert.equal((await world.call('POST', `${PATH}/NOPE/match-accounts`)).code, 40401);
  world.switches.reader = {
    read: async () => {
      throw new PostwrightError('DEVICE_LOCKED');
    },
  };
  const answer = await world.call('POST', `${PATH}/PHONE1/match-accounts`);
  assert.deepEqual([answer.code, answer.data], [40901, { reason: 'DEVICE_LOCKED' }]);
  assert.match(answer.message, /locked/);
});
