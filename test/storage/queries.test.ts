import assert from 'node:assert/strict';
import { test } from 'node:test';

import { getDevice, listDeviceLoads, listDevices, saveDevice, setAllDevicesAbsent } from '../../src/storage/devices.ts';
import { findMaterial, insertMaterial } from '../../src/storage/materials.ts';
import { deleteServer, forgetServers, pingWrite } from '../../src/storage/servers.ts';
import { freshDatabase } from '../support/database.ts';
import { attemptOf, taskOf } from './rows.ts';

const seenAt = new Date('2030-01-01T00:00:00Z');
const phone = { serial: 'A1', state: 'device', model: 'Pixel 7', androidVersion: '14', sdk: 34, seenAt };

test('what is known of a phone stays when it cannot be read', async (t) => {
  const { db } = await freshDatabase(t);
  const first = await saveDevice(db, phone);
  const later = new Date(seenAt.getTime() + 1000);
  await saveDevice(db, {
    ...phone,
    state: 'unauthorized',
    model: null,
    androidVersion: null,
    sdk: null,
    seenAt: later,
  });
  const row = await getDevice(db, 'A1');
  assert.deepEqual([row.state, row.model, row.android_version, row.sdk], ['unauthorized', 'Pixel 7', '14', 34]);
  assert.deepEqual([row.first_seen_at, row.last_seen_at], [first.first_seen_at, later]);
  await setAllDevicesAbsent(db);
  assert.deepEqual(
    (await listDevices(db)).map(({ state, last_seen_at: at }) => [state, at]),
    [['absent', later]],
  );
  await assert.rejects(getDevice(db, 'B2'), { errorName: 'NOT_FOUND', message: /"B2"/ });
});

test('the load of phones is their running task and their pending ones', async (t) => {
  const { db } = await freshDatabase(t);
  const statuses = [
    ['A1', 1],
    ['A1', 0],
    ['A1', 0],
    ['B2', 0],
    ['C3', 2],
    ['C3', 3],
  ] as const;
  for (const [serial, status] of statuses) await db.insertInto('tasks').values(taskOf(serial, status)).execute();
  const loads = (await listDeviceLoads(db)).sort((one, other) => one.serial.localeCompare(other.serial));
  assert.deepEqual(loads, [
    { serial: 'A1', running_task: 1, queue_length: 2, running_step: null, running_step_name: null },
    { serial: 'B2', running_task: null, queue_length: 1, running_step: null, running_step_name: null },
  ]);
});

test('the first name of a material stays, and its size is a number', async (t) => {
  const { db } = await freshDatabase(t);
  const material = {
    sha256: 'a'.repeat(64),
    kind: 'video',
    mime: 'video/mp4',
    extension: '.mp4',
    size_bytes: 3_000_000_000,
    original_name: 'a.mp4',
  } as const;
  await insertMaterial(db, material);
  await insertMaterial(db, { ...material, original_name: 'b.mp4' });
  const row = await findMaterial(db, material.sha256);
  assert.deepEqual([row?.original_name, row?.size_bytes], ['a.mp4', 3_000_000_000]);
});

test('a heartbeat writes each time; silent servers are forgotten once nothing of theirs is unsettled', async (t) => {
  const { db } = await freshDatabase(t);
  const server = (id: string) => ({ id, host: 'here', pid: 1, startedAt: seenAt });
  const beats = async () =>
    Object.fromEntries(
      (await db.selectFrom('servers').selectAll().execute()).map((row) => [row.id, row.heartbeat_at.getTime()]),
    );
  const later = new Date(seenAt.getTime() + 60_000);
  for (const id of ['silent', 'unsettled', 'alive']) await pingWrite(db, server(id), seenAt);
  await pingWrite(db, server('alive'), later);
  assert.deepEqual(await beats(), { silent: seenAt.getTime(), unsettled: seenAt.getTime(), alive: later.getTime() });
  const { id } = await db.insertInto('tasks').values(taskOf('A1', 1)).returning('id').executeTakeFirstOrThrow();
  await db
    .insertInto('attempts')
    .values(attemptOf(id, { number: 1, outcome: 'running', server: 'unsettled' }))
    .execute();
  await forgetServers(db, later);
  assert.deepEqual(Object.keys(await beats()).sort(), ['alive', 'unsettled']);
  await deleteServer(db, 'alive');
  assert.deepEqual(Object.keys(await beats()), ['unsettled']);
});
