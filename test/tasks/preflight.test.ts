import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { SignedInReader } from '../../src/accounts/match.ts';
import type { Preflight } from '../../src/contract/types.ts';
import { EventBus } from '../../src/events/bus.ts';
import type { Limits } from '../../src/kit/abort.ts';
import { createScripts } from '../../src/scripts/registry.ts';
import { insertAccount, listAccounts } from '../../src/storage/accounts.ts';
import type { Db } from '../../src/storage/database.ts';
import { saveDevice } from '../../src/storage/devices.ts';
import { claimNextDue, getTask, insertTask, moveTask } from '../../src/storage/tasks.ts';
import { Preflights } from '../../src/tasks/preflight/preflights.ts';
import { onRack, type RackStage } from '../devices/rack.ts';
import { TestClock } from '../http/world.ts';
import { KeptLog } from '../queue/world.ts';
import { taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'scripts');
const MINUTE_MS = 60_000;
const SERIAL = 'RACK0001';
const PLAN = { app: 'tiktok', kind: 'video', caption: 'hola', title: null, username: null, materials: [] };

interface World extends RackStage {
  readonly db: Db;
  readonly clock: TestClock;
  readonly preflights: Preflights;
  /** How often the apps were read, and what is read. */
  readonly reader: { times: number; read: SignedInReader['read'] };
  /** Pending tasks that are due so many minutes from now. */
  add(
    count: number,
    dueInMinutes: number,
    changes?: { serial?: string; plan?: object; scriptName?: string },
  ): Promise<number[]>;
  /** Resolves when so many tasks were looked at since the last call. */
  lookedAt(count: number): Promise<readonly number[]>;
  /** What stands on a task. */
  preflight(id: number): Promise<Preflight>;
  /** `dumpsys battery` on a phone so far: once for every round of questions. */
  rounds(serial?: string): number;
}

/** Preflights over a real PostgreSQL and the rack's phones; only who is signed in is said by the test. */
async function world(t: TestContext, phones = 1): Promise<World> {
  const { db } = await freshDatabase(t);
  const stage = await onRack(t, { phones });
  const seen = { state: 'device', model: 'Pixel 7', androidVersion: '14', sdk: 34, seenAt: new Date() };
  for (const { serial } of stage.rack.phones) await saveDevice(db, { ...seen, serial });
  const clock = new TestClock();
  const bus = new EventBus((error) => {
    throw error;
  });
  const reader: World['reader'] = {
    times: 0,
    read: async () => {
      reader.times += 1;
      return { current: 'ana', all: ['ana', 'eva'] };
    },
  };
  const scripts = createScripts({ customScripts: EXAMPLES });
  const preflights = new Preflights({
    db,
    bus,
    clock,
    log: new KeptLog(),
    reader: { read: async (...asked) => await reader.read(...asked) },
    phone: (serial) => (stage.tracker.get(serial)?.state === 'device' ? stage.tracker.phone(serial) : undefined),
    troubleOf: () => null,
    supportOf: scripts.supportOf,
    loadScript: (name) => scripts.custom.load(name),
    borrow: async (_serial, work, { signal }: Limits) => await work(signal),
  });
  t.after(async () => await preflights.stop());
  const told: number[] = [];
  let wanted = { count: 0, resolve: () => {} };
  bus.on('task.preflight', ({ taskId }) => {
    told.push(taskId);
    if (told.length >= wanted.count) wanted.resolve();
  });
  return {
    ...stage,
    db,
    clock,
    preflights,
    reader,
    add: async (count, dueInMinutes, { serial = SERIAL, plan = PLAN, scriptName = 'post' } = {}) => {
      const at = new Date(clock.now().getTime() + dueInMinutes * MINUTE_MS);
      return await db.transaction().execute(async (tx) => {
        const ids: number[] = [];
        for (let index = 0; index < count; index += 1) {
          const { status: _, ...row } = taskOf(serial, 0);
          const task = { ...row, plan: JSON.stringify(plan), script_name: scriptName, scheduled_at: at };
          ids.push((await insertTask(tx, task)).id);
          bus.publish('task.created', { taskId: ids.at(-1) ?? 0, serial });
        }
        return ids;
      });
    },
    lookedAt: async (count) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      wanted = { count, resolve };
      if (told.length >= count) resolve();
      await promise;
      return told.splice(0);
    },
    preflight: async (id) => (await getTask(db, id)).preflight as Preflight,
    rounds: (serial = SERIAL) =>
      stage.rack
        .phone(serial)
        ?.log()
        .filter(({ kind, what }) => kind === 'shell' && what.includes('dumpsys battery')).length ?? 0,
  };
}

/** An app that never shows who is signed in. */
async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return await new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}

test('a thousand tasks of a phone share one round of questions', async (t) => {
  const { add, lookedAt, preflights, rounds, reader, db } = await world(t);
  await add(1_000, 60);
  await preflights.start();
  const ids = await lookedAt(1_000);
  assert.equal(new Set(ids).size, 1_000);
  assert.equal(rounds(), 1);
  assert.equal(reader.times, 1);
  const left = await db.selectFrom('tasks').select('id').where('preflight', 'is', null).execute();
  assert.deepEqual(left, []);
});

test('writing what was found takes no task out of its turn', async (t) => {
  const { add, lookedAt, preflights, db, clock } = await world(t);
  const ids = await add(300, -1);
  await preflights.start();
  // Claims go on while it is written.
  const claimed: number[] = [];
  while (claimed.length < 60) {
    const task = await db.transaction().execute(async (tx) => await claimNextDue(tx, SERIAL, clock.now()));
    assert.ok(task, 'there is always one whose turn it is');
    claimed.push(task.id);
    await db.transaction().execute(async (tx) => await moveTask(tx, { id: task.id, move: 'complete', changes: {} }));
  }
  assert.deepEqual(claimed, ids.slice(0, 60));
  assert.ok((await lookedAt(200)).length >= 200);
});

test('tasks that come one after the other are looked at in few rounds, and the app is read once', async (t) => {
  const { add, lookedAt, preflights, rounds, reader } = await world(t, 2);
  await preflights.start();
  const startedAt = performance.now();
  for (let count = 0; count < 40; count += 1) await add(1, 60, { serial: `RACK000${(count % 2) + 1}` });
  await lookedAt(40);
  // One at once, and then one every two seconds at most, however slow the machine is.
  const most = 2 + (performance.now() - startedAt) / 2_000;
  for (const serial of ['RACK0001', 'RACK0002']) assert.ok(rounds(serial) <= most, `${rounds(serial)} rounds`);
  assert.equal(reader.times, 2, 'once on each phone');
});

test('five minutes before it is due a task is looked at again, once', async (t) => {
  const { add, lookedAt, clock, preflights, db, reader } = await world(t);
  const [near = 0] = await add(1, 4);
  const [later = 0, alsoLater = 0] = await add(2, 60);
  await preflights.start();
  assert.deepEqual([...(await lookedAt(3))].toSorted(), [near, later, alsoLater]);
  clock.advance(54 * MINUTE_MS);
  await db.updateTable('tasks').set({ status: 1 }).where('id', '=', near).execute();
  await add(1, 600);
  assert.equal((await lookedAt(1)).length, 1, 'only the new one is owed a look');
  clock.advance(2 * MINUTE_MS);
  assert.deepEqual([...(await lookedAt(2))].toSorted(), [later, alsoLater]);
  const row = await getTask(db, later);
  assert.ok(Math.abs((row.preflight_at?.getTime() ?? 0) - clock.now().getTime()) < MINUTE_MS);
  assert.equal(reader.times, 2, 'who is signed in was looked at an hour ago');
  clock.advance(MINUTE_MS);
  const [last = 0] = await add(1, 600);
  assert.deepEqual(await lookedAt(1), [last]);
});

test('a look that is owed outlives the server', async (t) => {
  const { add, lookedAt, preflights } = await world(t);
  const ids = await add(3, 60);
  // Nobody has listened when they were created.
  await preflights.start();
  assert.deepEqual([...(await lookedAt(3))].toSorted(), ids);
});

test('a stop ends a reading that goes on, and leaves the look for the next start', async (t) => {
  const { add, preflights, reader, db } = await world(t);
  const begun = Promise.withResolvers<AbortSignal>();
  reader.read = async (_serial, _app, signal) => {
    begun.resolve(signal);
    return await untilAborted(signal);
  };
  const [id = 0] = await add(1, 60);
  await preflights.start();
  const signal = await begun.promise;
  const asked = assert.rejects(preflights.run(id), { errorName: 'UNAVAILABLE' });
  await preflights.stop();
  assert.equal(signal.aborted, true);
  await asked;
  await assert.rejects(preflights.run(id), { errorName: 'UNAVAILABLE' });
  const row = await getTask(db, id);
  assert.deepEqual([row.preflight, row.preflight_at], [null, null]);
});

test('a reading ends when a task wants the phone, and nothing is said of the accounts', async (t) => {
  const { add, lookedAt, preflights, preflight, reader, db } = await world(t);
  await insertAccount(db, { platform: 'tiktok', username: 'ana', serial: SERIAL, updated_at: new Date() });
  const begun = Promise.withResolvers<void>();
  reader.read = async (_serial, _app, signal) => {
    begun.resolve();
    return await untilAborted(signal);
  };
  const [id = 0] = await add(1, 60);
  await preflights.start();
  await begun.promise;
  await add(1, 0);
  await lookedAt(2);
  const { ok, findings } = await preflight(id);
  assert.equal(ok, true);
  assert.equal(findings.find(({ check }) => check === 'account')?.message, 'A task came that wanted the phone.');
  const [account] = await listAccounts(db, {});
  assert.equal(account?.last_check_at, null);
});

test('a task of a custom script is told of the phone and of the app that it drives', async (t) => {
  const { add, lookedAt, preflights, preflight, reader } = await world(t);
  const plan = { kind: 'custom', version: 'x', parameters: {} };
  const [known = 0] = await add(1, 60, { plan, scriptName: 'android-version' });
  const [gone = 0] = await add(1, 60, { plan, scriptName: 'long-gone' });
  await preflights.start();
  await lookedAt(2);
  const good = await preflight(known);
  assert.deepEqual(
    good.findings.map(({ check, level }) => [check, level]),
    ['phone', 'battery', 'temperature', 'app', 'language'].map((check) => [check, 'ok']),
    JSON.stringify(good.findings),
  );
  const bad = (await preflight(gone)).findings.find(({ check }) => check === 'app');
  assert.equal(bad?.level, 'fail');
  assert.match(bad.message, /no custom script "long-gone" any more/);
  assert.equal(reader.times, 0);
});

test('a phone that vanishes in the middle is told as such', async (t) => {
  const { add, lookedAt, preflights, preflight, rack, reader } = await world(t);
  const [id = 0] = await add(1, 60);
  reader.read = async (_serial, _app, signal) => {
    rack.phone(SERIAL)?.unplug();
    return await untilAborted(signal);
  };
  await preflights.start();
  await lookedAt(1);
  const { findings } = await preflight(id);
  assert.deepEqual([findings[0]?.check, findings[0]?.level], ['phone', 'fail']);
});
