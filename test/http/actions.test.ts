import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TASK_ACTIONS, type TaskAction, type TaskDetail } from '../../src/contract/task-detail.ts';
import { PostwrightError } from '../../src/errors.ts';
import { publish, TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

/** How each is asked for; those that are not valid in a state are refused with 40901. */
const CALLS: Readonly<Record<TaskAction, (id: number) => readonly [method: string, path: string, json?: object]>> = {
  stop: (id) => ['POST', `/api/v1/task/${id}/stop`],
  retry: (id) => ['POST', `/api/v1/task/${id}/retry`],
  retry_with_force: (id) => ['POST', `/api/v1/task/${id}/retry`, { force: true }],
  settle: (id) => ['POST', `/api/v1/task/${id}/settle`, { published: false }],
  decide: (id) => ['POST', `/api/v1/task/${id}/overdue`, { decision: 'skip' }],
  reschedule: (id) => [
    'POST',
    `/api/v1/task/${id}/reschedule`,
    { start_at: new Date(Date.now() + 3_600_000).toISOString() },
  ],
  preflight: (id) => ['POST', `/api/v1/task/${id}/preflight`],
  receipt: (id) => ['GET', `/api/v1/task/${id}/receipt`],
  delete: (id) => ['DELETE', `/api/v1/task/${id}`],
};
/** Force is never needed where a plain retry does, and is taken all the same. */
const TAKEN_BESIDES: Partial<Record<TaskAction, TaskAction>> = { retry_with_force: 'retry' };

async function actionsOf(world: World, id: number): Promise<readonly TaskAction[]> {
  return ((await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail).actions;
}

async function ask(world: World, id: number, action: TaskAction): Promise<number> {
  const [method, path, json] = CALLS[action](id);
  return (await world.call(method, path, json === undefined ? {} : { json })).code;
}

/** A task in the state that `reach` brings it to, for each action anew. */
async function agreesWithApi(world: World, reach: () => Promise<number>, expected: readonly TaskAction[]) {
  for (const action of TASK_ACTIONS) {
    const id = await reach();
    assert.deepEqual(await actionsOf(world, id), expected);
    const isTaken = expected.includes(action) || expected.includes(TAKEN_BESIDES[action] ?? action);
    assert.equal(await ask(world, id, action), isTaken ? 0 : 40901, `${action} of a task that takes ${expected}`);
    await world.call('DELETE', `/api/v1/task/${id}`);
  }
}

test('what a task says can be asked of it is what the API takes', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const create = async (): Promise<number> => (await world.create(videoRequest()))[0] ?? 0;
  const ended = async (play: TestLanes['play']): Promise<number> => {
    const id = await create();
    lanes.play = play;
    await lanes.runNext('PHONE1');
    return id;
  };
  await agreesWithApi(world, create, ['stop', 'reschedule', 'preflight', 'delete']);
  const held = async (): Promise<number> => {
    const id = await create();
    const since = new Date();
    await world.db.updateTable('tasks').set({ held_for: 'overdue', held_since: since }).where('id', '=', id).execute();
    return id;
  };
  await agreesWithApi(world, held, ['decide', 'stop', 'reschedule', 'preflight', 'delete']);
  await agreesWithApi(world, async () => await ended(publish), ['receipt', 'delete']);
  const failed = async (): Promise<number> =>
    await ended(async () => {
      throw new PostwrightError('APP_CRASHED');
    });
  await agreesWithApi(world, failed, ['retry', 'delete']);
  const unknown = async (): Promise<number> =>
    await ended(async ({ ledger }) => {
      await ledger.commit();
      throw new PostwrightError('OUTCOME_UNKNOWN');
    });
  await agreesWithApi(world, unknown, ['settle', 'retry_with_force', 'delete']);
});

test('a running task can be stopped once', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id = 0] = await world.create(videoRequest());
  const { ran } = await lanes.begin('PHONE1');
  assert.deepEqual(await actionsOf(world, id), ['stop', 'delete']);
  await world.db
    .updateTable('tasks')
    .set({ progress: JSON.stringify({ step: 'media', label: 'Copying', percent: 20, stopping: true }) })
    .where('id', '=', id)
    .execute();
  assert.deepEqual(await actionsOf(world, id), ['delete']);
  await ask(world, id, 'stop');
  await ran;
  assert.deepEqual(await actionsOf(world, id), ['retry', 'delete']);
});
