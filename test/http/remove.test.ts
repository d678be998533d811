import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

const remaining = async (world: World) =>
  (await world.db.selectFrom('tasks').select('id').orderBy('id').execute()).map((row) => row.id);

test('a task is deleted with its attempts and evidence', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id] = await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  assert.deepEqual(await readdir(world.evidence.directory), [String(id)]);
  const answer = await world.call('DELETE', `/api/v1/task/${id}`);
  assert.deepEqual([answer.code, answer.data], [0, { deleted: true }]);
  assert.deepEqual(await readdir(world.evidence.directory), []);
  assert.deepEqual(await world.db.selectFrom('attempts').select('id').execute(), []);
  assert.deepEqual(world.facts.at(-1), { name: 'task.deleted', payload: { taskId: id, serial: 'PHONE1' } });
  assert.equal((await world.call('GET', `/api/v1/task/${id}`)).code, 40401);
  assert.equal((await world.call('DELETE', `/api/v1/task/${id}`)).code, 40401);
});

test('a running task is stopped first', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id] = await world.create(videoRequest());
  const { ran } = await lanes.begin('PHONE1');
  assert.equal((await world.call('DELETE', `/api/v1/task/${id}`)).code, 0);
  await ran;
  assert.deepEqual(await remaining(world), []);
  assert.equal(world.running.count, 0);
  assert.deepEqual(
    world.facts.map(({ name }) => name),
    ['task.created', 'task.changed', 'task.changed', 'task.deleted'],
  );
});

test('a batch is deleted, running ones included, and what is not there is listed in order', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const ids = await world.create(videoRequest({ serials: ['PHONE1', 'PHONE2', 'PHONE3'] }));
  const { ran } = await lanes.begin('PHONE1');
  const task_ids = [99, ids[1], ids[0], 50, 99, ids[1]];
  const answer = await world.call('DELETE', '/api/v1/task/batch', { json: { task_ids } });
  assert.deepEqual(answer.data, { deleted_count: 2, not_found: [99, 50] });
  await ran;
  assert.deepEqual(await remaining(world), [ids[2]]);
});

test('what is no batch is refused', async (t) => {
  const world = await openWorld(t);
  const tooMany = Array.from({ length: 10_001 }, (_, index) => index + 1);
  const cases: readonly [json: unknown, path: string][] = [
    [{}, 'task_ids'],
    [{ task_ids: [] }, 'task_ids'],
    [{ task_ids: tooMany }, 'task_ids'],
    [{ task_ids: 1 }, 'task_ids'],
    [{ task_ids: ['1'] }, 'task_ids.0'],
    [{ task_ids: [1, 1.5] }, 'task_ids.1'],
    [{ task_ids: [0] }, 'task_ids.0'],
    [{ task_ids: [1e300] }, 'task_ids.0'],
    [{ ids: [1] }, 'ids'],
    [[1], 'body'],
  ];
  for (const [json, path] of cases) {
    const answer = await world.call('DELETE', '/api/v1/task/batch', { json });
    assert.equal(answer.code, 40001);
    assert.ok(answer.paths.includes(path), answer.errors);
  }
  const largest = await world.call('DELETE', '/api/v1/task/batch', { json: { task_ids: tooMany.slice(1) } });
  assert.equal((largest.data as { not_found: number[] }).not_found.length, 10_000);
});
