import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Task } from '../../src/contract/task.ts';
import type { RetriedAll } from '../../src/contract/task-actions.ts';
import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { PostwrightError } from '../../src/errors.ts';
import { TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

async function read(world: World, id: number): Promise<TaskDetail> {
  return (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
}

/** A task that failed on PHONE1; after its commit point when `committed`. */
async function failed(world: World, lanes: TestLanes, committed = false): Promise<number> {
  const [id = 0] = await world.create(videoRequest({}, { captions: '{one|two}' }));
  lanes.play = async ({ ledger }) => {
    if (committed) await ledger.commit();
    throw new PostwrightError('APP_CRASHED');
  };
  await lanes.runNext('PHONE1');
  return id;
}

test('a failed task is retried: pending, its next attempt, due at once, the same post', async (t) => {
  const world = await openWorld(t, { draws: [0.99] });
  const lanes = new TestLanes(world);
  const id = await failed(world, lanes);
  assert.deepEqual(
    [(await read(world, id)).status_text, (await read(world, id)).error?.code],
    ['failed', 'APP_CRASHED'],
  );

  const answer = await world.call('POST', `/api/v1/task/${id}/retry`);
  const task = answer.data as Task;
  assert.deepEqual([answer.code, task.status, task.attempt, task.error], [0, 0, 2, null]);
  assert.deepEqual([task.started_at, task.finished_at, task.progress, task.result], [null, null, null, null]);
  assert.ok(Math.abs(Date.parse(task.scheduled_at) - Date.now()) < 5_000);
  assert.deepEqual(world.facts.at(-1), { name: 'task.changed', payload: { taskId: id, serial: 'PHONE1', status: 0 } });

  const captions: string[] = [];
  lanes.play = async ({ plan, ledger }) => {
    captions.push(plan.caption);
    const screenshot = await ledger.keep(new Uint8Array(1), { kind: 'screenshot', name: 'published' });
    return { outcome: 'published', seenAt: new Date(), account: 'maria', postUrl: null, screenshot };
  };
  assert.equal(await lanes.runNext('PHONE1'), true);
  assert.deepEqual(captions, ['two']);
  const done = await read(world, id);
  assert.deepEqual([done.status_text, done.result?.caption, done.result?.account], ['completed', 'two', 'maria']);
  assert.deepEqual(
    done.attempts.map((attempt) => [attempt.number, attempt.outcome]),
    [
      [1, 'failed'],
      [2, 'completed'],
    ],
  );
});

test('only what has failed can be retried', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [pending] = await world.create(videoRequest({ serials: ['PHONE2'] }));
  const [done] = await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  for (const id of [pending, done]) {
    const answer = await world.call('POST', `/api/v1/task/${id}/retry`, { json: { force: true } });
    assert.deepEqual([answer.status, answer.code], [409, 40901]);
  }
  assert.equal((await world.call('POST', '/api/v1/task/99/retry')).code, 40401);
});

test('what may have been published is retried only with force', async (t) => {
  const world = await openWorld(t);
  const id = await failed(world, new TestLanes(world), true);
  assert.equal((await read(world, id)).error?.published, 'unknown');
  for (const options of [{}, { json: {} }, { json: { force: false } }]) {
    const answer = await world.call('POST', `/api/v1/task/${id}/retry`, options);
    assert.equal(answer.code, 40901);
    assert.match(answer.message, /"force": true/);
  }
  for (const [json, path] of [
    [{ force: 'true' }, 'force'],
    [{ forse: true }, 'forse'],
    [[], 'body'],
  ] as const) {
    const answer = await world.call('POST', `/api/v1/task/${id}/retry`, { json });
    assert.deepEqual([answer.code, answer.paths], [40001, [path]]);
  }
  const answer = await world.call('POST', `/api/v1/task/${id}/retry`, { json: { force: true } });
  assert.deepEqual([answer.code, (answer.data as Task).attempt], [0, 2]);
});

test('retry-all retries every failed task but those that may have been published', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const unknown = await failed(world, lanes, true);
  const plain = [await failed(world, lanes), await failed(world, lanes)];
  await world.create(videoRequest({ serials: ['PHONE2'] }));
  const { data } = await world.call('POST', '/api/v1/task/retry-all');
  const { skipped, ...rest } = data as RetriedAll;
  assert.deepEqual(rest, { retried_count: 2, task_ids: plain });
  assert.deepEqual(
    skipped.map((entry) => entry.task_id),
    [unknown],
  );
  assert.match(skipped[0]?.reason ?? '', /published/);
  const stats = (await world.call('GET', '/api/v1/task/stats')).data;
  assert.deepEqual(stats, { total: 4, pending: 3, running: 0, completed: 0, failed: 1 });
  assert.deepEqual((await world.call('POST', '/api/v1/task/retry-all')).data, {
    retried_count: 0,
    task_ids: [],
    skipped,
  });
});

test('many retries at once make one more attempt', async (t) => {
  const world = await openWorld(t);
  const id = await failed(world, new TestLanes(world));
  const calls = Array.from(
    { length: 8 },
    async (_, index) => await world.call('POST', `/api/v1/task/${index % 2 === 0 ? `${id}/retry` : 'retry-all'}`),
  );
  const answers = await Promise.all(calls);
  assert.ok(answers.every((answer) => answer.code === 0 || answer.code === 40901));
  assert.equal((await read(world, id)).attempt, 2);
});

test('more failed tasks than fit into one batch are all retried', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const id = await failed(world, lanes);
  const row = await world.db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { id: _, ...copy } = row;
  const json = {
    script_config: '{}',
    plan: JSON.stringify(row.plan),
    error: JSON.stringify(row.error),
    progress: null,
    result: null,
    preflight: null,
    reconcile: null,
    settled: null,
    reschedules: '[]',
  };
  const copies = Array.from({ length: 450 }, () => ({ ...copy, ...json }));
  await world.db.insertInto('tasks').values(copies).execute();
  const { retried_count } = (await world.call('POST', '/api/v1/task/retry-all')).data as RetriedAll;
  assert.equal(retried_count, 451);
});
