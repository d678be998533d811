import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import { sql } from 'kysely';

import { EventBus } from '../../src/events/bus.ts';
import type { Db } from '../../src/storage/database.ts';
import { saveDevice } from '../../src/storage/devices.ts';
import { claimNextDue, getTask, insertTask, moveTask, nextDueAt } from '../../src/storage/tasks.ts';
import { Overdue } from '../../src/tasks/overdue.ts';
import { KeptLog } from '../queue/world.ts';
import { attemptOf, taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const START = Date.parse('2026-03-01T09:00:00Z');

/** A server with a clock and an uptime that the test moves, together or apart. */
async function world(t: TestContext, overdueHours = 4) {
  const { db } = await freshDatabase(t);
  await saveDevice(db, {
    serial: 'A',
    state: 'device',
    model: null,
    androidVersion: null,
    sdk: null,
    seenAt: new Date(),
  });
  const time = { wallMs: START, upMs: 0 };
  const facts: number[] = [];
  const bus = new EventBus((error) => {
    throw error;
  });
  bus.on('task.changed', ({ taskId }) => facts.push(taskId));
  const server = () =>
    new Overdue({
      db,
      bus,
      clock: { now: () => new Date(time.wallMs) },
      log: new KeptLog(),
      overdueMs: overdueHours * HOUR_MS,
      uptimeS: () => time.upMs / 1000,
    });
  const pass = (ms: number): void => {
    time.wallMs += ms;
    time.upMs += ms;
  };
  return { db, time, facts, server, pass };
}

async function add(db: Db, inMs: number, gapMs: number | null = null): Promise<number> {
  const { status: _, ...task } = taskOf('A', 0);
  const scheduled_at = new Date(START + inMs);
  const created_at = new Date(START - HOUR_MS);
  return await db
    .transaction()
    .execute(async (tx) => (await insertTask(tx, { ...task, created_at, scheduled_at, gap_ms: gapMs })).id);
}

const claim = async (db: Db, nowMs: number) =>
  (await db.transaction().execute(async (tx) => await claimNextDue(tx, 'A', new Date(nowMs))))?.id;

const finish = async (db: Db, id = 0) =>
  await db.transaction().execute(async (tx) => await moveTask(tx, { id, move: 'complete', changes: {} }));

const heldFor = async (db: Db, id: number) => (await getTask(db, id)).held_for;

test('what was due long ago while no server ran waits for a decision, and is not claimed', async (t) => {
  const { db, time, facts, server, pass } = await world(t);
  await server().beforeClaim('A');
  const [morning, noon] = [await add(db, 0), await add(db, 7 * HOUR_MS)];
  pass(10 * HOUR_MS);
  await server().beforeClaim('A');
  assert.deepEqual([await heldFor(db, morning), await heldFor(db, noon)], ['overdue', null]);
  assert.deepEqual(facts, [morning]);
  assert.equal(await claim(db, time.wallMs), noon);
  await finish(db, noon);
  assert.deepEqual([await claim(db, time.wallMs), await nextDueAt(db, 'A')], [undefined, undefined]);
  // It has been looked after since: nothing more becomes overdue by that absence.
  const late = await add(db, 0);
  await server().beforeClaim('A');
  assert.equal(await heldFor(db, late), null);
});

test('a phone that was away for an hour is served as if nothing had been', async (t) => {
  const { db, time, server, pass } = await world(t);
  const one = server();
  await one.beforeClaim('A');
  const id = await add(db, 0);
  pass(HOUR_MS);
  await one.beforeClaim('A');
  assert.equal(await claim(db, time.wallMs), id);
});

test('a phone that was away for days while the server ran counts the same', async (t) => {
  const { db, server, pass } = await world(t);
  const one = server();
  await one.beforeClaim('A');
  const id = await add(db, 0);
  pass(50 * HOUR_MS);
  await one.beforeClaim('A');
  assert.equal(await heldFor(db, id), 'overdue');
});

test('a long queue whose phone is at work is not overdue', async (t) => {
  const { db, server, pass } = await world(t);
  const one = server();
  const last = await add(db, 0);
  for (let hours = 0; hours < 20; hours += 2) {
    await one.beforeClaim('A');
    pass(2 * HOUR_MS);
    one.served('A');
  }
  await one.beforeClaim('A');
  assert.equal(await heldFor(db, last), null);
});

test('a clock that jumps makes nothing overdue: ahead, tasks become due; back, they wait for their time', async (t) => {
  const { db, time, server } = await world(t);
  const one = server();
  await one.beforeClaim('A');
  const id = await add(db, 2 * HOUR_MS);
  time.wallMs += 24 * HOUR_MS;
  await one.beforeClaim('A');
  assert.equal(await heldFor(db, id), null);
  time.wallMs -= 48 * HOUR_MS;
  await one.beforeClaim('A');
  await server().beforeClaim('A');
  assert.equal(await heldFor(db, id), null);
  assert.equal(await claim(db, time.wallMs), undefined);
});

for (const isLookedAtMeanwhile of [true, false])
  test(`a clock that is put back starves no task, ${isLookedAtMeanwhile ? 'looked at' : 'or not looked at'} while it was ahead`, async (t) => {
    await putBack(t, isLookedAtMeanwhile);
  });

/** What was due at once is due still, the rest waits for its time. */
async function putBack(t: TestContext, isLookedAtMeanwhile: boolean): Promise<void> {
  const { db, time, server } = await world(t);
  const one = server();
  const ahead = START + 24 * HOUR_MS;
  await one.beforeClaim('A');
  time.wallMs = ahead;
  if (isLookedAtMeanwhile) await one.beforeClaim('A');
  const at = async (created: number, due: number): Promise<number> => {
    const id = await add(db, due - START);
    await sql`update tasks set created_at = ${new Date(created)} where id = ${id}`.execute(db);
    return id;
  };
  const [atOnce, planned, retry] = [
    await at(ahead, ahead),
    await at(ahead, ahead + HOUR_MS),
    await at(START, ahead + MINUTE_MS),
  ];
  const attempt = { ...attemptOf(retry, { number: 1, outcome: 'failed' }), finished_at: new Date(ahead) };
  await db.insertInto('attempts').values(attempt).execute();
  time.wallMs = START;
  await one.beforeClaim('A');
  const claimed = [await claim(db, START)];
  await finish(db, claimed[0]);
  claimed.push(await claim(db, START));
  assert.deepEqual(claimed, [atOnce, retry]);
  assert.equal((await getTask(db, planned)).scheduled_at.getTime(), ahead + HOUR_MS);
}

test('nobody is asked where the setting is 0', async (t) => {
  const { db, server, pass } = await world(t, 0);
  await server().beforeClaim('A');
  const id = await add(db, 0);
  pass(1000 * HOUR_MS);
  await server().beforeClaim('A');
  assert.equal(await heldFor(db, id), null);
});

test('tasks of a request whose time passed start with the gaps between them', async (t) => {
  const { db } = await world(t);
  const ids = [
    await add(db, 0, 0),
    await add(db, 20 * MINUTE_MS, 20 * MINUTE_MS),
    await add(db, 50 * MINUTE_MS, 30 * MINUTE_MS),
  ];
  const other = await add(db, 10 * MINUTE_MS);
  await db.updateTable('tasks').set({ request_id: 'r2' }).where('id', '=', other).execute();
  const backMs = START + 3 * HOUR_MS;
  assert.equal(await claim(db, backMs), ids[0]);
  await finish(db, ids[0]);
  const inMinutes = async () =>
    await Promise.all(
      ids.slice(1).map(async (id) => ((await getTask(db, id)).scheduled_at.getTime() - backMs) / MINUTE_MS),
    );
  assert.deepEqual(await inMinutes(), [20, 50]);
  assert.equal(await claim(db, backMs), other);
  await finish(db, other);
  assert.equal(await claim(db, backMs + 19 * MINUTE_MS), undefined);
  assert.equal(await claim(db, backMs + 22 * MINUTE_MS), ids[1]);
  assert.deepEqual(await inMinutes(), [20, 52]);
});

test('a start that is late by a moment moves nothing', async (t) => {
  const { db } = await world(t);
  const [first, second] = [await add(db, 0, 0), await add(db, 20 * MINUTE_MS, 20 * MINUTE_MS)];
  assert.equal(await claim(db, START + 9_000), first);
  assert.equal((await getTask(db, second)).scheduled_at.getTime(), START + 20 * MINUTE_MS);
});
