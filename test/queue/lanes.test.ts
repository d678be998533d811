import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import { PostwrightError } from '../../src/errors.ts';
import { Holds } from '../../src/queue/holds.ts';
import { Lane, type LaneWork } from '../../src/queue/lane.ts';
import { createTasks, insertWithJobs, KeptLog, queueWorld } from './world.ts';

const online = (serial: string) => ({ serial, state: 'device' }) as const;
const gone = (serial: string) => ({ serial, state: 'absent' }) as const;
const borrowing = (timeoutMs: number) => ({ signal: new AbortController().signal, timeoutMs });

test('a task created while its phone is online starts at once, one at a time, by priority, time and id', async (t) => {
  const first = Promise.withResolvers<void>();
  let atOnce = 0;
  const world = await queueWorld(t, async ({ taskId }) => {
    atOnce += 1;
    assert.equal(atOnce, 1);
    if (taskId === 1) await first.promise;
    atOnce -= 1;
  });
  world.bus.publish('device.changed', online('A1'));
  await createTasks(world, [{ serial: 'A1' }]);
  await world.runs.reach(1);
  await createTasks(world, [
    { serial: 'A1' },
    { serial: 'A1', priority: 5 },
    { serial: 'A1', inMs: -1000 },
    { serial: 'A1' },
  ]);
  first.resolve();
  const runs = await world.runs.reach(5);
  assert.deepEqual(
    runs.map(({ taskId }) => taskId),
    [1, 3, 4, 2, 5],
  );
});

test('phones do not wait for one another', async (t) => {
  const both = Promise.withResolvers<void>();
  const world = await queueWorld(t, async () => await both.promise);
  for (const serial of ['A1', '192.168.1.5:5555']) world.bus.publish('device.changed', online(serial));
  await createTasks(world, [{ serial: 'A1' }, { serial: '192.168.1.5:5555' }]);
  const runs = await world.runs.reach(2);
  assert.deepEqual(new Set(runs.map(({ serial }) => serial)), new Set(['A1', '192.168.1.5:5555']));
  both.resolve();
});

test('the tasks of a phone that is away wait, and start within 2 s of its return', async (t) => {
  const world = await queueWorld(t);
  world.bus.publish('device.changed', { serial: 'A1', state: 'unauthorized' });
  await createTasks(world, [{ serial: 'A1' }, { serial: 'B2' }]);
  world.bus.publish('device.changed', online('B2'));
  await world.runs.reach(1);
  assert.deepEqual(
    world.runs.all.map(({ serial }) => serial),
    ['B2'],
  );
  const backAt = Date.now();
  world.bus.publish('device.changed', online('A1'));
  const [, run] = await world.runs.reach(2);
  assert.equal(run?.serial, 'A1');
  assert.ok((run?.at ?? Number.POSITIVE_INFINITY) - backAt < 2_000);
});

test('a task scheduled for later starts within a second of its time, not before', async (t) => {
  const world = await queueWorld(t);
  world.bus.publish('device.changed', online('A1'));
  const inMs = 700;
  const createdAt = Date.now();
  await createTasks(world, [
    { serial: 'A1', inMs: 60_000 },
    { serial: 'A1', inMs },
  ]);
  const [run] = await world.runs.reach(1);
  assert.equal(run?.taskId, 2);
  const lateMs = (run?.at ?? 0) - (createdAt + inMs);
  assert.ok(lateMs >= 0 && lateMs < 1_000, `${lateMs} ms late`);
});

test('a transaction that is rolled back wakes nobody and leaves no job', async (t) => {
  const world = await queueWorld(t);
  world.bus.publish('device.changed', online('A1'));
  const refused = world.db.transaction().execute(async (tx) => {
    await insertWithJobs(tx, world.queue, [{ serial: 'A1' }]);
    throw new Error('no');
  });
  await assert.rejects(refused, /no/);
  await createTasks(world, [{ serial: 'A1' }]);
  const [run] = await world.runs.reach(1);
  assert.equal(run?.taskId, 2);
  assert.equal((await world.db.selectFrom('tasks').select('id').execute()).length, 1);
});

test('a phone that goes away ends its task with DEVICE_LOST; its resources are closed after that', async (t) => {
  const world = await queueWorld(t, async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    assert.deepEqual(world.closed, []);
    throw signal.reason;
  });
  world.bus.publish('device.changed', online('A1'));
  await createTasks(world, [{ serial: 'A1' }]);
  const [run] = await world.runs.reach(1);
  world.bus.publish('device.changed', { serial: 'A1', state: 'offline' });
  await world.lanes.stop(0);
  assert.ok(run?.signal.reason instanceof PostwrightError);
  assert.equal(run.signal.reason.errorName, 'DEVICE_LOST');
  assert.deepEqual(world.closed, ['A1']);
});

test('a phone that comes back while its old lane still ends gets its new lane after that', async (t) => {
  const ended: string[] = [];
  const world = await queueWorld(t, async ({ taskId, signal }) => {
    if (taskId === 1) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    ended.push(`${taskId} after ${world.closed.length} closings`);
  });
  world.bus.publish('device.changed', online('A1'));
  await createTasks(world, [{ serial: 'A1' }, { serial: 'A1' }]);
  await world.runs.reach(1);
  world.bus.publish('device.changed', gone('A1'));
  world.bus.publish('device.changed', online('A1'));
  await world.runs.reach(2);
  assert.deepEqual(ended, ['1 after 0 closings', '2 after 1 closings']);
});

test('borrowing a phone waits for its task, and keeps the next one waiting', async (t) => {
  const first = Promise.withResolvers<void>();
  const world = await queueWorld(t, async ({ taskId }) => await (taskId === 1 ? first.promise : undefined));
  world.bus.publish('device.changed', online('A1'));
  await createTasks(world, [{ serial: 'A1' }, { serial: 'A1' }]);
  await world.runs.reach(1);
  const borrowed = world.lanes.borrow(
    'A1',
    async () => {
      const { status } = await world.db
        .selectFrom('tasks')
        .select('status')
        .where('id', '=', 1)
        .executeTakeFirstOrThrow();
      return { status, runs: world.runs.all.length };
    },
    borrowing(10_000),
  );
  first.resolve();
  assert.deepEqual(await borrowed, { status: 2, runs: 1 });
  await world.runs.reach(2);
});

test('borrowing a phone that has come back waits until what ran before it went is over', async (t) => {
  const old = Promise.withResolvers<void>();
  const world = await queueWorld(t, async () => await old.promise);
  world.bus.publish('device.changed', online('A1'));
  await createTasks(world, [{ serial: 'A1' }]);
  await world.runs.reach(1);
  world.bus.publish('device.changed', gone('A1'));
  world.bus.publish('device.changed', online('A1'));
  const borrowed = world.lanes.borrow('A1', async () => [...world.closed], borrowing(10_000));
  await new Promise((resolve) => setImmediate(resolve));
  old.resolve();
  assert.deepEqual(await borrowed, ['A1']);
});

test('borrowing a phone that stays busy is refused, naming the task; one that is away is refused at once', async (t) => {
  const world = await queueWorld(t, async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  });
  world.bus.publish('device.changed', online('A1'));
  await createTasks(world, [{ serial: 'A1' }]);
  await world.runs.reach(1);
  const refused = world.lanes.borrow('A1', async () => 'never', borrowing(50));
  await assert.rejects(refused, {
    errorName: 'STATE_CONFLICT',
    message: /A1 is busy with task 1/,
    data: { running_task: 1 },
  });
  await assert.rejects(
    world.lanes.borrow('B2', async () => 'never', borrowing(50)),
    { errorName: 'STATE_CONFLICT' },
  );
  const caller = new AbortController();
  const aborted = world.lanes.borrow('A1', async () => 'never', { signal: caller.signal, timeoutMs: 60_000 });
  caller.abort(new Error('the caller left'));
  await assert.rejects(aborted, /the caller left/);
});

test('stopping lets what is in hand finish, and ends it with SERVER_STOPPED after the grace', async (t) => {
  const quick = Promise.withResolvers<void>();
  const world = await queueWorld(t, async ({ serial, signal }) => {
    if (serial === 'A1') return await quick.promise;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    throw signal.reason;
  });
  for (const serial of ['A1', 'B2']) world.bus.publish('device.changed', online(serial));
  await createTasks(world, [{ serial: 'A1' }, { serial: 'A1' }, { serial: 'B2' }]);
  const runs = await world.runs.reach(2);
  const stopped = world.lanes.stop(100);
  quick.resolve();
  await stopped;
  const statuses = await world.db.selectFrom('tasks').select('status').orderBy('id').execute();
  assert.deepEqual(
    statuses.map(({ status }) => status),
    [2, 0, 3],
  );
  const reason: unknown = runs.find(({ serial }) => serial === 'B2')?.signal.reason;
  assert.ok(reason instanceof PostwrightError);
  assert.equal(reason.errorName, 'SERVER_STOPPED');
});

test('polls are told, even when no phone is there', async (t) => {
  const world = await queueWorld(t);
  const startedAt = Date.now();
  while (world.queue.lastPollAt() === null) await new Promise((resolve) => setImmediate(resolve));
  assert.ok((world.queue.lastPollAt()?.getTime() ?? 0) >= startedAt - 5_000);
});

test('a job that a killed server has left active holds up nobody, nor does a backlog of jobs', async (t) => {
  const world = await queueWorld(t);
  await createTasks(
    world,
    Array.from({ length: 150 }, () => ({ serial: 'A1' })),
  );
  await sql`update pgboss.job set state = 'active', started_on = now() where id in (select id from pgboss.job where name = 'device.A1' limit 3)`.execute(
    world.db,
  );
  world.bus.publish('device.changed', online('A1'));
  await world.runs.reach(150);
  await createTasks(world, [{ serial: 'A1' }]);
  await world.runs.reach(151);
});

test('jobs that wait are never deleted, acknowledged ones are soon', async (t) => {
  const world = await queueWorld(t);
  await createTasks(world, [{ serial: 'A1' }]);
  const { rows } = await sql<{ keeps: boolean; forgets: boolean }>`
    select keep_until > now() + interval '9 years' as keeps, deletion_seconds <= 3600 as forgets from pgboss.job where name = 'device.A1'`.execute(
    world.db,
  );
  assert.deepEqual(rows, [{ keeps: true, forgets: true }]);
});

test('a lane whose look fails looks again', async (t) => {
  const trouble = [new Error('the database is away')];
  const looked = Promise.withResolvers<void>();
  const log = new KeptLog();
  const work: LaneWork = {
    lookUpNext: async () => false,
    runNext: async () => {
      const error = trouble.pop();
      if (error !== undefined) throw error;
      looked.resolve();
      return false;
    },
    nextDueAt: async () => undefined,
  };
  const lane = new Lane('A1', work, { holds: new Holds(), log });
  t.after(() => lane.close());
  lane.start(Promise.resolve());
  await looked.promise;
  assert.deepEqual(log.lines, ['a lane could not look for tasks']);
});

test('a phone that is held back begins no task, goes on with the one it has, and looks at once when the hold is lifted', async (t) => {
  const first = Promise.withResolvers<void>();
  const world = await queueWorld(t, async ({ taskId }) => await (taskId === 1 ? first.promise : undefined));
  for (const serial of ['A1', 'B2']) world.bus.publish('device.changed', online(serial));
  await createTasks(world, [{ serial: 'A1' }, { serial: 'A1' }]);
  await world.runs.reach(1);
  world.holds.set('quarantine', 'A1 is quarantined.', 'A1');
  first.resolve();
  await createTasks(world, [{ serial: 'B2' }]);
  await world.runs.reach(2);
  // A lane that is lent out has ended what it had in hand.
  await world.lanes.borrow('A1', async () => {}, borrowing(10_000));
  assert.deepEqual(
    world.runs.all.map(({ serial }) => serial),
    ['A1', 'B2'],
  );
  world.holds.set('disk', 'The disk is nearly full.');
  world.holds.lift('quarantine', 'A1');
  await createTasks(world, [{ serial: 'B2' }]);
  assert.deepEqual(
    ['A1', 'B2'].map((serial) => world.holds.reasonFor(serial)),
    ['The disk is nearly full.', 'The disk is nearly full.'],
  );
  assert.equal(world.runs.all.length, 2);
  world.holds.lift('disk');
  await world.runs.reach(4);
});

test('what an earlier attempt left behind is looked up while all phones are held back, but not on a phone that is itself', async (t) => {
  const holds = new Holds();
  holds.set('disk', 'The disk is nearly full.');
  const looked = { A1: Promise.withResolvers<void>(), B2: Promise.withResolvers<void>() };
  const work: LaneWork = {
    lookUpNext: async (serial) => {
      looked[serial as 'A1' | 'B2'].resolve();
      return false;
    },
    runNext: async () => assert.fail('held back'),
    nextDueAt: async () => new Date(0),
  };
  const lanes = (['A1', 'B2'] as const).map((serial) => new Lane(serial, work, { holds, log: new KeptLog() }));
  t.after(async () => await Promise.all(lanes.map((lane) => lane.close())));
  holds.set('quarantine', 'B2 is quarantined.', 'B2');
  for (const lane of lanes) lane.start(Promise.resolve());
  await looked.A1.promise;
  let isLooked = false;
  void looked.B2.promise.then(() => {
    isLooked = true;
  });
  await lanes[1]?.borrow(async () => {}, borrowing(10_000));
  assert.equal(isLooked, false);
});
