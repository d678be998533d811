import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import { checker } from '../../src/contract/check.ts';
import { Task } from '../../src/contract/task.ts';
import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { holdOverdue } from '../../src/storage/held.ts';
import { claimNextDue } from '../../src/storage/tasks.ts';
import type { Answer } from './call.ts';
import { addAccounts, openWorld, videoRequest, type World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function move(world: World, id: number, json: object): Promise<Answer> {
  return await world.call('POST', `/api/v1/task/${id}/reschedule`, { json });
}

async function detail(world: World, id: number): Promise<TaskDetail> {
  return (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
}

/** A task that is due in an hour. */
async function waiting(world: World, request: object = {}): Promise<number> {
  const start_at = new Date(world.clock.now().getTime() + HOUR_MS).toISOString();
  const [id = 0] = await world.create(videoRequest({ start_at, ...request }));
  return id;
}

function inHours(world: World, hours: number): string {
  return new Date(world.clock.now().getTime() + hours * HOUR_MS).toISOString();
}

/** The times of the wake-ups of a task that stand in the queue. */
async function wakeUps(world: World, id: number): Promise<string[]> {
  const jobs = await sql<{ at: string }>`select data->>'startAfter' as at from pgboss.job
    where data->>'taskId' = ${String(id)}`.execute(world.db);
  return jobs.rows.map(({ at }) => at);
}

test('a pending task is moved, its lane is woken for the new time, and the move stays on the task', async (t) => {
  const world = await openWorld(t);
  const id = await waiting(world);
  const before = await detail(world, id);
  const to = inHours(world, 30);
  const moved = checker(Task)((await move(world, id, { start_at: to })).data);
  assert.deepEqual([moved.status_text, moved.scheduled_at, moved.attempt], ['pending', to, 1]);
  assert.ok((await wakeUps(world, id)).includes(to), 'a wake-up of the new time stands in the queue');
  assert.deepEqual(world.facts.at(-1), { name: 'task.changed', payload: { taskId: id, serial: 'PHONE1', status: 0 } });
  const { reschedules } = await detail(world, id);
  assert.deepEqual(
    reschedules.map(({ at: _, ...move }) => move),
    [{ from: before.scheduled_at, to, source: 'api' }],
  );
  for (let hours = 31; hours < 56; hours += 1) await move(world, id, { start_at: inHours(world, hours) });
  assert.equal((await detail(world, id)).reschedules.length, 20, 'the last ones are kept');
});

test('only a pending task is moved, and never into the past', async (t) => {
  const world = await openWorld(t);
  const id = await waiting(world);
  const past = await move(world, id, { start_at: inHours(world, -1) });
  assert.deepEqual([past.code, past.paths], [40001, ['start_at']]);
  const bad: readonly [json: object, path: string][] = [
    [{}, 'start_at'],
    [{ start_at: 'tomorrow' }, 'start_at'],
    [{ start_at: '2030-02-30T09:00:00Z' }, 'start_at'],
    [{ start_at: '9999-12-31T23:59:59-01:00' }, 'start_at'],
    [{ start_at: '2030-03-01T09:00' }, 'start_at'],
    [{ start_at: '2030-03-01T09:00:00+01:00', time_zone: 'Europe/Madrid' }, 'start_at'],
    [{ start_at: '2030-02-30T09:00', time_zone: 'Europe/Madrid' }, 'start_at'],
    [{ start_at: '2030-03-01T09:00', time_zone: 'Mars/Olympus' }, 'time_zone'],
    [{ start_at: '2030-03-01T09:00', time_zone: '+01:00' }, 'time_zone'],
  ];
  for (const [json, path] of bad) {
    const { code, paths } = await move(world, id, json);
    assert.deepEqual([code, paths], [40001, [path]], JSON.stringify(json));
  }
  assert.equal((await move(world, 9_999, { start_at: inHours(world, 2) })).code, 40401);
  await world.call('POST', `/api/v1/task/${id}/stop`);
  assert.equal((await move(world, id, { start_at: inHours(world, 2) })).code, 40901);
  assert.deepEqual((await detail(world, id)).reschedules, []);
});

test('a time of the clock in a zone is moved to, also where the clock skips or repeats it', async (t) => {
  const world = await openWorld(t);
  world.clock.set('2026-01-01T00:00:00Z');
  const id = await waiting(world);
  const moved = async (start_at: string, time_zone: string): Promise<string> =>
    checker(Task)((await move(world, id, { start_at, time_zone })).data).scheduled_at;
  assert.equal(await moved('2026-03-01T09:00', 'Europe/Madrid'), '2026-03-01T08:00:00.000Z');
  assert.equal(await moved('2026-03-29T02:30', 'europe/madrid'), '2026-03-29T01:30:00.000Z', 'skipped: 03:30');
  assert.equal(await moved('2026-10-25T02:30', 'Europe/Madrid'), '2026-10-25T00:30:00.000Z', 'repeated: the first');
  assert.equal(await moved('2026-10-04T02:15:00', 'Australia/Lord_Howe'), '2026-10-03T15:45:00.000Z', 'half an hour');
});

test('a task and the lane that claims it: one of them comes first', async (t) => {
  const world = await openWorld(t);
  for (let round = 0; round < 6; round += 1) {
    const [id = 0] = await world.create(videoRequest({ allow_duplicate: true }));
    const now = world.clock.now();
    const to = inHours(world, 5);
    const [claimed, { code }] = await Promise.all([
      world.db.transaction().execute(async (tx) => await claimNextDue(tx, 'PHONE1', now)),
      move(world, id, { start_at: to }),
    ]);
    const task = await detail(world, id);
    const outcome = [claimed?.id, code, task.status, task.scheduled_at === to];
    assert.deepEqual(outcome, claimed === undefined ? [undefined, 0, 0, true] : [id, 40901, 1, false]);
    await world.db.updateTable('tasks').set({ status: 3 }).where('id', '=', id).execute();
  }
});

test('intervals hold: not too soon after the one that has begun, and those after it stay behind it', async (t) => {
  const world = await openWorld(t);
  const usernames = ['ana', 'bea', 'eva'];
  await addAccounts(
    world,
    usernames.map((username) => ({ platform: 'tiktok', username, serial: 'PHONE1' })),
  );
  const [first = 0, second = 0, third = 0] = await world.create(
    videoRequest({ serials: undefined, usernames, min_interval: 30 }),
  );
  const startedAt = world.clock.now();
  const claim = async () =>
    await world.db.transaction().execute(async (tx) => await claimNextDue(tx, 'PHONE1', world.clock.now()));
  assert.equal((await claim())?.id, first);
  await world.db.updateTable('tasks').set({ status: 2, finished_at: startedAt }).where('id', '=', first).execute();

  const asked = new Date(startedAt.getTime() + 10 * MINUTE_MS).toISOString();
  const { scheduled_at: at } = checker(Task)((await move(world, second, { start_at: asked })).data);
  assert.ok(Math.abs(Date.parse(at) - startedAt.getTime() - 30 * MINUTE_MS) < MINUTE_MS, at);

  const before = (await detail(world, third)).scheduled_at;
  await move(world, second, { start_at: inHours(world, 0.9) });
  assert.equal((await detail(world, third)).scheduled_at, before, 'the others stay where they are');
  world.clock.advance(0.91 * HOUR_MS);
  const began = (await claim())?.started_at;
  const apart = Date.parse((await detail(world, third)).scheduled_at) - (began?.getTime() ?? 0);
  assert.ok(apart >= 30 * MINUTE_MS - 10_000, 'its interval counts from when the moved one began');
});

test('a task that waits for a decision waits no longer once it is moved', async (t) => {
  const world = await openWorld(t);
  const id = await waiting(world);
  world.clock.advance(24 * HOUR_MS);
  await holdOverdue(world.db, 'PHONE1', { now: world.clock.now(), dueBefore: world.clock.now() });
  assert.equal((await detail(world, id)).needs_decision?.reason, 'overdue');
  const moved = checker(Task)((await move(world, id, { start_at: inHours(world, 1) })).data);
  assert.equal(moved.needs_decision, null);
});
