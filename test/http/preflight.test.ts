import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Preflight, Task } from '../../src/contract/types.ts';
import { TestLanes } from './lane.ts';
import { openWorld, seeDevice, videoRequest } from './world.ts';

const PATH = '/api/v1/task';

test('a pending task is looked at on request, and says what was found from then on', async (t) => {
  const world = await openWorld(t);
  await seeDevice(world.db, 'PHONE1', 'unauthorized');
  const [id = 0] = await world.create(videoRequest());
  assert.equal(((await world.call('GET', `${PATH}/${id}`)).data as Task).preflight, null);
  const found = (await world.call('POST', `${PATH}/${id}/preflight`)).data as Preflight;
  assert.equal(found.ok, false);
  assert.deepEqual(
    found.findings.map(({ check, level }) => [check, level]),
    [
      ['phone', 'fail'],
      ...['battery', 'temperature', 'storage', 'app', 'language', 'account'].map((check) => [check, 'skipped']),
    ],
  );
  assert.deepEqual(
    [found.findings[0]?.message, found.findings[0]?.remedy],
    ['The phone has not authorised this computer.', 'Accept "Allow USB debugging?" on the phone.'],
  );
  const task = (await world.call('GET', `${PATH}/${id}`)).data as Task;
  assert.deepEqual([task.preflight, task.status_text], [found, 'pending']);
  assert.deepEqual(
    world.facts.filter(({ name }) => name === 'task.preflight').map(({ payload }) => payload),
    [{ taskId: id, serial: 'PHONE1', ok: false }],
  );
  await seeDevice(world.db, 'PHONE1', 'offline');
  const again = (await world.call('POST', `${PATH}/${id}/preflight`, { json: {} })).data as Preflight;
  assert.match(again.findings[0]?.message ?? '', /ADB calls PHONE1 "offline"/);
});

test('what is not pending has nothing to be looked at', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id = 0] = await world.create(videoRequest());
  assert.equal(await lanes.runNext('PHONE1'), true);
  assert.equal((await world.call('POST', `${PATH}/${id}/preflight`)).code, 40901);
  assert.equal((await world.call('POST', `${PATH}/99/preflight`)).code, 40401);
  assert.equal((await world.call('POST', `${PATH}/x/preflight`)).code, 40001);
  assert.equal((await world.call('GET', `${PATH}/${id}/preflight`)).code, 40501);
});
