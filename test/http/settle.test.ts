import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Task } from '../../src/contract/task.ts';
import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { PostwrightError } from '../../src/errors.ts';
import { TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

async function read(world: World, id: number): Promise<TaskDetail> {
  return (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
}

async function settle(world: World, id: number, json: object) {
  return await world.call('POST', `/api/v1/task/${id}/settle`, { json });
}

/** A task of which nobody knows whether it was published. */
async function inDoubt(world: World, lanes: TestLanes): Promise<number> {
  lanes.play = async ({ ledger }) => {
    await ledger.account('maria');
    await ledger.commit();
    throw new PostwrightError('OUTCOME_UNKNOWN');
  };
  const [id = 0] = await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  return id;
}

test('an operator says that a task was published', async (t) => {
  const world = await openWorld(t);
  const id = await inDoubt(world, new TestLanes(world));
  const doubtful = await read(world, id);
  assert.deepEqual([doubtful.error?.published, doubtful.settled, doubtful.reconcile?.looks], ['unknown', null, 0]);
  const answer = await settle(world, id, { published: true, by: 'Ana', note: 'seen on the profile' });
  assert.equal(answer.code, 0, answer.message);
  const task = answer.data as Task;
  assert.deepEqual([task.status_text, task.error], ['completed', null]);
  assert.deepEqual(
    { ...task.settled, at: null },
    { published: true, by: 'Ana', source: 'api', note: 'seen on the profile', at: null, attempt: 1 },
  );
  const { published_at, screenshot, screenshot_url, account } = task.result ?? {};
  assert.deepEqual([published_at, screenshot, screenshot_url, account], [null, null, null, 'maria']);
  assert.deepEqual(task.reconcile && [task.reconcile.next_look_at, task.reconcile.ends_at], [null, null]);
  assert.deepEqual(world.facts.at(-1), {
    name: 'task.changed',
    payload: { taskId: id, serial: 'PHONE1', status: 2 },
  });
  assert.deepEqual((await read(world, id)).settled, task.settled);
});

test('an operator says that it was not: the task can be retried without force, and remembers who said so', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const id = await inDoubt(world, lanes);
  assert.equal((await world.call('POST', `/api/v1/task/${id}/retry`)).code, 40901);
  const { data } = await settle(world, id, { published: false });
  const task = data as Task;
  assert.deepEqual([task.status_text, task.error?.published, task.error?.retryable], ['failed', 'no', true]);
  assert.equal(task.reconcile?.next_look_at, null);
  const retried = (await world.call('POST', `/api/v1/task/${id}/retry`)).data as Task;
  assert.deepEqual([retried.status_text, retried.attempt, retried.settled?.by], ['pending', 2, null]);
});

test('what is in no doubt cannot be settled', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [pending = 0] = await world.create(videoRequest());
  assert.match((await settle(world, pending, { published: true })).message, /is pending; only a failed task/);
  lanes.play = async () => {
    throw new PostwrightError('ELEMENT_NOT_FOUND');
  };
  await lanes.runNext('PHONE1');
  const known = await settle(world, pending, { published: true });
  assert.deepEqual([known.status, known.code], [409, 40901]);
  assert.match(known.message, /nothing of it was published/);
  assert.equal((await settle(world, 4711, { published: true })).code, 40401);

  const id = await inDoubt(world, lanes);
  for (const json of [{}, { published: 'yes' }, { published: true, by: '' }, { published: true, who: 'Ana' }])
    assert.equal((await settle(world, id, json)).code, 40001, JSON.stringify(json));
  const answers = await Promise.all(
    [true, false, true].map(async (published) => await settle(world, id, { published })),
  );
  assert.deepEqual(answers.map(({ code }) => code).toSorted(), [0, 40901, 40901], 'it is settled once');
});

test('what was settled as published is a duplicate, what was not is none; a task that goes takes its looks with it', async (t) => {
  const world = await openWorld(t, { duplicateWithinMs: 60_000 });
  const lanes = new TestLanes(world);
  const first = await inDoubt(world, lanes);
  await settle(world, first, { published: false });
  const second = await inDoubt(world, lanes);
  await settle(world, second, { published: true });
  assert.equal((await world.call('POST', '/api/v1/task', { json: videoRequest() })).code, 40901);
  const again = videoRequest({ allow_duplicate: true });
  const [third = 0] = await world.create(again);
  await lanes.runNext('PHONE1');
  assert.equal((await world.call('DELETE', `/api/v1/task/${third}`)).code, 0);
  assert.equal(await lanes.runNext('PHONE1'), false);
});
