import type { TestContext } from 'node:test';

import { EventBus } from '../../src/events/bus.ts';
import type { Log } from '../../src/kit/log.ts';
import { Holds } from '../../src/queue/holds.ts';
import { Lanes } from '../../src/queue/lanes.ts';
import { JobQueue } from '../../src/queue/queue.ts';
import type { Db, Tx } from '../../src/storage/database.ts';
import { claimNextDue, insertTask, moveTask, nextDueAt } from '../../src/storage/tasks.ts';
import { taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';

/** Keeps what was logged, for tests that ask. */
export class KeptLog implements Log {
  readonly lines: string[] = [];
  debug(): void {}
  info(_details: object, sentence: string): void {
    this.lines.push(sentence);
  }
  warn(_details: object, sentence: string): void {
    this.lines.push(sentence);
  }
  error(_details: object, sentence: string): void {
    this.lines.push(sentence);
  }
  child(): Log {
    return this;
  }
}

export interface Run {
  readonly taskId: number;
  readonly serial: string;
  readonly signal: AbortSignal;
  readonly at: number;
}

interface WaitingFor {
  readonly count: number;
  readonly resolve: () => void;
}

/** The tasks that lanes carried out, in their order, and a way to wait for them. */
export class Runs {
  readonly all: Run[] = [];
  readonly #waiting: WaitingFor[] = [];

  add(run: Run): void {
    this.all.push(run);
    for (const { count, resolve } of this.#waiting) if (this.all.length >= count) resolve();
  }

  async reach(count: number): Promise<readonly Run[]> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ count, resolve });
    if (this.all.length >= count) resolve();
    await promise;
    return this.all;
  }
}

export interface World {
  readonly db: Db;
  readonly url: string;
  readonly bus: EventBus;
  readonly holds: Holds;
  readonly queue: JobQueue;
  readonly lanes: Lanes;
  readonly runs: Runs;
  readonly closed: string[];
  readonly log: KeptLog;
}

export type Carry = (run: Run) => Promise<void>;

/** A queue and its lanes over a database of their own; `carry` is what is done with each task that is claimed. */
export async function queueWorld(t: TestContext, carry: Carry = async () => {}): Promise<World> {
  const { db, url } = await freshDatabase(t);
  const log = new KeptLog();
  const bus = new EventBus((error) => {
    throw error;
  });
  const queue = new JobQueue({ url, log });
  const runs = new Runs();
  const holds = new Holds();
  const closed: string[] = [];
  const lanes = new Lanes({
    queue,
    bus,
    holds,
    log,
    lookUpNext: async () => false,
    runNext: async (serial, signal) => await runNext({ db, bus, runs, carry }, serial, signal),
    nextDueAt: async (serial) => await nextDueAt(db, serial),
    onLaneClosed: async (serial) => void closed.push(serial),
  });
  await queue.start();
  lanes.start();
  t.after(async () => {
    await lanes.stop(0);
    await queue.stop();
  });
  return { db, url, bus, holds, queue, lanes, runs, closed, log };
}

interface RunnerParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly runs: Runs;
  readonly carry: Carry;
}

async function runNext({ db, bus, runs, carry }: RunnerParts, serial: string, signal: AbortSignal): Promise<boolean> {
  const task = await db.transaction().execute(async (tx) => await claimNextDue(tx, serial, new Date()));
  if (task === undefined) return false;
  const run: Run = { taskId: task.id, serial, signal, at: Date.now() };
  bus.publish('task.changed', { taskId: task.id, serial, status: 1 });
  runs.add(run);
  const end = await carry(run).then(
    () => 'complete' as const,
    () => 'fail' as const,
  );
  await db.transaction().execute(async (tx) => {
    await moveTask(tx, { id: task.id, move: end, changes: { finished_at: new Date() } });
  });
  bus.publish('task.changed', { taskId: task.id, serial, status: end === 'complete' ? 2 : 3 });
  return true;
}

export interface TaskWish {
  readonly serial: string;
  readonly priority?: number;
  readonly inMs?: number;
}

/** Writes tasks and their wake-ups in one transaction, as tasks/ does. */
export async function createTasks(world: Pick<World, 'db' | 'queue'>, wishes: readonly TaskWish[]): Promise<number[]> {
  return await world.db.transaction().execute(async (tx) => await insertWithJobs(tx, world.queue, wishes));
}

export async function insertWithJobs(tx: Tx, queue: JobQueue, wishes: readonly TaskWish[]): Promise<number[]> {
  const ids: number[] = [];
  for (const { serial, priority = 0, inMs = 0 } of wishes) {
    const startAfter = new Date(Date.now() + inMs);
    const task = await insertTask(tx, { ...taskOf(serial, 0), priority, scheduled_at: startAfter });
    await queue.enqueue(tx, { serial, taskId: task.id, attempt: 1, priority, startAfter });
    ids.push(task.id);
  }
  return ids;
}
