import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checker } from '../../src/contract/check.ts';
import { Task } from '../../src/contract/task.ts';
import { DecidedTasks } from '../../src/contract/task-decision.ts';
import { holdOverdue } from '../../src/storage/held.ts';
import { claimNextDue } from '../../src/storage/tasks.ts';
import { openWorld, videoRequest, type World } from './world.ts';

const MINUTE_MS = 60_000;

/** Three tasks of one request with half an hour between them, whose phone was away for a day. */
async function overdue(world: World): Promise<number[]> {
  const caption = { captions: 'uno', material_list: [videoRequestClip()] };
  const ids: number[] = [];
  const accounts = ['ana', 'bea', 'eva'];
  for (const username of accounts) {
    await world.parts.accounts.create({ platform: 'tiktok', username, serial: 'PHONE1' });
  }
  ids.push(
    ...(await world.create({
      usernames: accounts,
      script_name: 'post',
      script_config: caption,
      min_interval: 30,
    })),
  );
  world.clock.advance(24 * 60 * MINUTE_MS);
  await holdOverdue(world.db, 'PHONE1', { now: world.clock.now(), dueBefore: world.clock.now() });
  return ids;
}

function videoRequestClip(): string {
  return (videoRequest() as { script_config: { material_list: [string] } }).script_config.material_list[0];
}

async function read(world: World, id: number): Promise<Task> {
  const { data } = await world.call('GET', '/api/v1/task?sort=id');
  return checker(Task)((data as { tasks: { id: number }[] }).tasks.find((task) => task.id === id));
}

test('a task that is overdue says so, and runs, is rescheduled or skipped when somebody decides', async (t) => {
  const world = await openWorld(t);
  const [first = 0, second = 0, third = 0] = await overdue(world);
  const waiting = await read(world, first);
  assert.deepEqual([waiting.status_text, waiting.needs_decision?.reason], ['pending', 'overdue']);
  const { data: listed } = await world.call('GET', '/api/v1/task?needs_decision=true');
  assert.equal((listed as { total: number }).total, 3);

  const decide = async (id: number, json: object) => await world.call('POST', `/api/v1/task/${id}/overdue`, { json });
  const run = checker(Task)((await decide(first, { decision: 'run' })).data);
  assert.deepEqual([run.needs_decision, run.status], [null, 0]);
  assert.ok(Math.abs(Date.parse(run.scheduled_at) - world.clock.now().getTime()) < MINUTE_MS);
  assert.equal((await decide(first, { decision: 'run' })).code, 40901);
  assert.equal((await decide(9_999, { decision: 'run' })).code, 40401);

  for (const json of [
    { decision: 'reschedule' },
    { decision: 'run', start_at: '2027-01-01T00:00:00Z' },
    {},
    { decision: 'no' },
  ])
    assert.equal((await decide(second, json)).code, 40001, JSON.stringify(json));
  const tomorrow = new Date(world.clock.now().getTime() + 24 * 60 * MINUTE_MS).toISOString();
  const moved = checker(Task)((await decide(second, { decision: 'reschedule', start_at: tomorrow })).data);
  assert.equal(moved.scheduled_at, tomorrow);

  const skipped = checker(Task)((await decide(third, { decision: 'skip' })).data);
  assert.deepEqual(
    [skipped.status_text, skipped.error?.code, skipped.error?.published, skipped.needs_decision],
    ['failed', 'SKIPPED', 'no', null],
  );
  const retried = checker(Task)((await world.call('POST', `/api/v1/task/${third}/retry`)).data);
  assert.deepEqual([retried.status_text, retried.needs_decision], ['pending', null]);
});

test('all that wait are decided about at once, spaced by the intervals of their request', async (t) => {
  const world = await openWorld(t);
  const ids = await overdue(world);
  const { data } = await world.call('POST', '/api/v1/task/overdue', { json: { decision: 'run' } });
  assert.deepEqual(checker(DecidedTasks)(data), { decided_count: 3, task_ids: ids, skipped: [] });
  const due = await Promise.all(ids.map(async (id) => Date.parse((await read(world, id)).scheduled_at)));
  assert.deepEqual(
    due.map((at) => (at - (due[0] ?? 0)) / MINUTE_MS),
    [0, 30, 60],
  );
});

test('a task that is let go later keeps its distance from the one that has begun', async (t) => {
  const world = await openWorld(t);
  const [first = 0, second = 0] = await overdue(world);
  await world.call('POST', `/api/v1/task/${first}/overdue`, { json: { decision: 'run' } });
  const startedAt = world.clock.now();
  await world.db.transaction().execute(async (tx) => await claimNextDue(tx, 'PHONE1', startedAt));
  world.clock.advance(5 * MINUTE_MS);
  await world.call('POST', `/api/v1/task/${second}/overdue`, { json: { decision: 'run' } });
  const { scheduled_at: at } = await read(world, second);
  assert.equal(Date.parse(at) - startedAt.getTime(), 30 * MINUTE_MS);
});

test('of tasks that are named, those that do not wait are told', async (t) => {
  const world = await openWorld(t);
  const [first = 0] = await overdue(world);
  const [fresh = 0] = await world.create(videoRequest({ serials: ['PHONE2'] }, { captions: 'uno' }));
  const task_ids = [fresh, first, 9_999, first];
  const { data } = await world.call('POST', '/api/v1/task/overdue', { json: { decision: 'skip', task_ids } });
  assert.deepEqual(checker(DecidedTasks)(data), {
    decided_count: 1,
    task_ids: [first],
    skipped: [
      { task_id: fresh, reason: 'It does not wait for a decision.' },
      { task_id: 9_999, reason: 'There is no such task.' },
    ],
  });
});
