import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Task } from '../../src/contract/task.ts';
import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { insertAttempt } from '../../src/storage/attempts.ts';
import { claimNextDue } from '../../src/storage/tasks.ts';
import { TestLanes, untilStopped } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

async function read(world: World, id: number): Promise<TaskDetail> {
  return (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
}

const statuses = (world: World) =>
  world.facts
    .filter(({ name }) => name === 'task.changed')
    .map(({ payload }) => (payload as { status: number }).status);

/** Claims a task as a server does that then dies, or that is another one. */
async function claimElsewhere(world: World, serial: string, committedAt: Date | null): Promise<void> {
  await world.db.transaction().execute(async (tx) => {
    const task = await claimNextDue(tx, serial, world.clock.now());
    assert.ok(task);
    const { id } = await insertAttempt(tx, {
      taskId: task.id,
      number: task.attempt,
      token: `elsewhere-${task.id}`,
      serverId: 'elsewhere',
      startedAt: world.clock.now(),
    });
    await tx.updateTable('attempts').set({ committed_at: committedAt }).where('id', '=', id).execute();
  });
}

test('a pending task is stopped at once', async (t) => {
  const world = await openWorld(t);
  const [id] = await world.create(videoRequest());
  const answer = await world.call('POST', `/api/v1/task/${id}/stop`);
  assert.equal(answer.code, 0);
  const task = answer.data as Task;
  assert.deepEqual([task.status, task.status_text, task.attempt], [3, 'failed', 1]);
  assert.deepEqual(
    { ...task.error, message: '' },
    { code: 'STOPPED', message: '', step: null, retryable: false, published: 'no', fingerprint: null },
  );
  assert.notEqual(task.finished_at, null);
  assert.equal(task.started_at, null);
  assert.deepEqual(statuses(world), [3]);
});

test('a running task is stopped before the answer comes', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id = 0] = await world.create(videoRequest({ max_retries: 5 }));
  const { ran } = await lanes.begin('PHONE1');
  assert.equal((await read(world, id)).status_text, 'running');

  const asked = Date.now();
  const answer = await world.call('POST', `/api/v1/task/${id}/stop`);
  assert.ok(Date.now() - asked < 2_000);
  assert.deepEqual([answer.code, (answer.data as Task).status], [0, 3]);
  await ran;
  const task = await read(world, id);
  assert.deepEqual([task.error?.code, task.error?.step, task.error?.published], ['STOPPED', 'media', 'no']);
  assert.deepEqual(
    task.attempts.map((entry) => [entry.number, entry.outcome, entry.error?.code]),
    [[1, 'failed', 'STOPPED']],
  );
  assert.equal(task.progress, null);
});

test('a task that is stopped after its commit point may have been published', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id = 0] = await world.create(videoRequest());
  const { ran } = await lanes.begin('PHONE1', { commit: true });
  const answer = await world.call('POST', `/api/v1/task/${id}/stop`);
  await ran;
  assert.deepEqual([(answer.data as Task).error?.code, (answer.data as Task).error?.published], ['STOPPED', 'unknown']);
});

test('what has finished, or is not there, cannot be stopped', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [done] = await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  const [stopped] = await world.create(videoRequest());
  await world.call('POST', `/api/v1/task/${stopped}/stop`);
  for (const id of [done, stopped]) {
    const answer = await world.call('POST', `/api/v1/task/${id}/stop`);
    assert.deepEqual([answer.status, answer.code], [409, 40901]);
  }
  assert.equal((await world.call('POST', '/api/v1/task/99/stop')).code, 40401);
});

test('an attempt that nobody here carries out is taken away', async (t) => {
  const world = await openWorld(t);
  for (const [serial, committedAt, published] of [
    ['PHONE1', null, 'no'],
    ['PHONE2', new Date(), 'unknown'],
  ] as const) {
    const [id = 0] = await world.create(videoRequest({ serials: [serial] }));
    await claimElsewhere(world, serial, committedAt);
    const answer = await world.call('POST', `/api/v1/task/${id}/stop`);
    assert.deepEqual(
      [answer.code, (answer.data as Task).error?.code, (answer.data as Task).error?.published],
      [0, 'STOPPED', published],
    );
    assert.deepEqual(
      (await read(world, id)).attempts.map((entry) => entry.outcome),
      ['failed'],
    );
  }
});

test('stops and claims of the same tasks at once leave none running and none unstopped', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  lanes.play = untilStopped().play;
  const serials = ['PHONE1', 'PHONE2', 'PHONE3'];
  for (let round = 0; round < 5; round += 1) {
    const ids = await world.create(videoRequest({ serials }));
    const running = serials.map(async (serial) => await lanes.runNext(serial));
    const answers = await Promise.all(ids.map(async (id) => await world.call('POST', `/api/v1/task/${id}/stop`)));
    await Promise.all(running);
    for (const answer of answers) {
      assert.deepEqual([answer.code, (answer.data as Task).error?.code], [0, 'STOPPED']);
    }
  }
  const { data } = await world.call('GET', '/api/v1/task/stats');
  assert.deepEqual(data, { total: 15, pending: 0, running: 0, completed: 0, failed: 15 });
});

test('many stops of one task: all of them, or all but the first, are answered by what they find', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id] = await world.create(videoRequest());
  const { ran } = await lanes.begin('PHONE1');
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => await world.call('POST', `/api/v1/task/${id}/stop`)),
  );
  await ran;
  assert.ok(answers.some((answer) => answer.code === 0));
  assert.ok(answers.every((answer) => answer.code === 0 || answer.code === 40901));
});

test('stop, retry, retry-all and DELETE take an empty body of any type', async (t) => {
  const world = await openWorld(t);
  for (const [what, headers, body] of [
    ['none', {}, undefined],
    ['none called JSON', { 'content-type': 'application/json' }, undefined],
    ['none called a form', { 'content-type': 'application/x-www-form-urlencoded' }, ''],
    ['none called nonsense', { 'content-type': '/;;' }, ''],
    ['an empty object', { 'content-type': 'application/json' }, '{}'],
  ] as const) {
    await t.test(what, async () => {
      const [id] = await world.create(videoRequest());
      const options = body === undefined ? { headers } : { headers, body };
      for (const path of [`/${id}/stop`, `/${id}/retry`, '/retry-all']) {
        const answer = await world.call('POST', `/api/v1/task${path}`, options);
        assert.equal(answer.code, 0, `${path}: ${answer.message}`);
      }
      assert.deepEqual((await world.call('DELETE', `/api/v1/task/${id}`, options)).data, { deleted: true });
    });
  }
});
