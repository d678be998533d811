import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { checker } from '../../src/contract/check.ts';
import { Status } from '../../src/contract/status.ts';
import { openWorld, seeDevice, videoRequest, type World } from './world.ts';

async function status(world: World): Promise<Status> {
  const { data } = await world.call('GET', '/api/v1/status');
  return checker(Status)(data);
}

test('the status tells version, time zone, disk, holds, tasks and phones', async (t) => {
  const world = await openWorld(t, { timeZone: 'Europe/Madrid' });
  await seeDevice(world.db, 'PHONE9', 'absent');
  await world.create(videoRequest());
  world.holds.set('quarantine', 'It failed five times.', 'PHONE2');
  await world.parts.materials.store.space.require(0);
  const found = await status(world);
  assert.match(found.version, /^\d+\.\d+\.\d+/);
  assert.equal(found.time_zone, 'Europe/Madrid');
  assert.deepEqual(found.devices, { absent: 1, device: 3 });
  assert.deepEqual(found.tasks, { pending: 1, running: 0, late: 0, waiting_for_decision: 0, unknown_outcomes: 0 });
  assert.deepEqual(
    found.holds.map(({ name, serial }) => [name, serial]),
    [['quarantine', 'PHONE2']],
  );
  world.clock.advance(61_000);
  assert.equal((await status(world)).tasks.late, 1);
});

test('a disk that is nearly full takes no media, and leaves nothing half done', async (t) => {
  const world = await openWorld(t, { reserveBytes: 2 ** 60 });
  const { code, status: http, message } = await world.call('POST', '/api/v1/task', { json: videoRequest() });
  assert.deepEqual([http, code], [503, 50301]);
  assert.match(message, /nearly full/);
  const { data } = await world.call('GET', '/api/v1/task/stats');
  assert.equal((data as { total: number }).total, 0);
  const left = await readdir(join(world.directory, 'media'), { recursive: true });
  assert.deepEqual(left.toSorted(), ['partial', 'thumbnails', 'unfinished']);
  const found = await status(world);
  assert.equal(found.disk.state, 'nearly_full');
  assert.deepEqual(
    found.holds.map(({ name, serial }) => [name, serial]),
    [['disk', null]],
  );
});
