import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { DeviceDetail, DeviceList } from '../../src/contract/device.ts';
import type { TaskDetail } from '../../src/contract/types.ts';
import { Not, startWorld, videoPost, type World, waitFor } from './world.ts';

/** Slow enough for a test to strike between two requests to the phone. */
const SLOW = { kind: 'slow', ms_per_request: 60, times: 100_000 } as const;
const QUICK = { 'echo-seconds': '0.5' };

function assertPostedOnce({ rack }: World, task: TaskDetail): void {
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.max_retries, 0);
  const posts = rack.posts.list().filter(({ serial }) => serial === task.serial);
  assert.equal(posts.length, 1);
}

test('UiAutomator2 dies again and again on the way to a post, and the attempt goes on', async (t) => {
  const world = await startWorld(t);
  const phone = world.rack.phone('RACK0001');
  for (const nth of [1, 3]) phone?.faults.order({ kind: 'uia2_crash', when: { request: 'POST /actions', nth } });
  for (const nth of [4, 11]) phone?.faults.order({ kind: 'uia2_crash', when: { request: 'GET /source', nth } });
  phone?.faults.order({ kind: 'uia2_disconnected', when: { request: 'GET /source', nth: 17 } });
  phone?.faults.order({ kind: 'uia2_crash', when: { request: 'POST /element/:id/value' } });
  const [id = 0] = await world.api.createTasks(videoPost(['RACK0001'], 'through it all'));
  const task = await world.api.finished(id);
  assertPostedOnce(world, task);
  assert.equal(task.attempt, 1);
  assert.deepEqual(phone?.faults.pending(), []);
});

test('a phone that hangs in the middle of an attempt: its task waits until it is reached again, and has not failed', async (t) => {
  const world = await startWorld(t, { flags: QUICK });
  const { api, rack } = world;
  const phone = rack.phone('RACK0001');
  phone?.faults.order(SLOW);
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'after a while'));
  await api.taskWhen(id, ({ progress }) => progress?.step === 'compose');
  phone?.faults.order({ kind: 'adb_hang' });
  const held = await waitFor('the phone to be held back', async () => {
    const { data } = await api.call<DeviceDetail>('GET', '/device/RACK0001');
    return data.held_back === null ? new Not(data.health) : data;
  });
  assert.deepEqual([held.state, held.online], ['device', true]);
  const task = await api.finished(id);
  assertPostedOnce(world, task);
  assert.deepEqual(
    task.attempts.map(({ error }) => error?.code ?? null),
    ['DEVICE_LOST', null],
  );
  const { data } = await api.call<DeviceDetail>('GET', '/device/RACK0001');
  assert.equal(data.health, 'ok');
  const events = data.history.map(({ event }) => event);
  for (const event of ['came', 'silent', 'repair']) assert.ok(events.includes(event), `${event}: ${events.join()}`);
});

test('the ADB server dies under six running tasks: one incident, the phones come back by themselves, and every task is published once', async (t) => {
  const world = await startWorld(t, { phones: 6 });
  const { api, rack } = world;
  for (const phone of rack.phones) phone.faults.order(SLOW);
  const serials = rack.phones.map(({ serial }) => serial);
  const ids = await api.createTasks(videoPost(serials, 'all of us'));
  for (const id of ids) await api.taskWhen(id, ({ status }) => status === 1);
  await api.taskWhen(ids[5] ?? 0, ({ progress }) => progress?.step === 'compose');
  await rack.restartAdb();
  for (const phone of rack.phones) phone.faults.clear();
  for (const id of ids) assertPostedOnce(world, await api.finished(id));
  const { data } = await api.call<DeviceList>('GET', '/device');
  assert.equal(data.incident, null);
  for (const { serial } of rack.phones) {
    const { history } = (await api.call<DeviceDetail>('GET', `/device/${serial}`)).data;
    assert.equal(history.filter(({ event }) => event === 'incident').length, 1);
  }
});
