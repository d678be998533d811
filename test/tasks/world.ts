import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Phone } from '../../src/devices/phone.ts';
import { EventBus } from '../../src/events/bus.ts';
import { JobQueue } from '../../src/queue/queue.ts';
import type { AttemptContext, PostReceipt, Script, Verdict } from '../../src/scripts/script.ts';
import { listAttempts } from '../../src/storage/attempts.ts';
import { type Db, openDatabase } from '../../src/storage/database.ts';
import { pingWrite } from '../../src/storage/servers.ts';
import { getTask, insertTask, type TaskRow } from '../../src/storage/tasks.ts';
import { EvidenceStore } from '../../src/tasks/evidence.ts';
import { Leases } from '../../src/tasks/leases.ts';
import { type ReconcileParts, Reconciler } from '../../src/tasks/reconcile.ts';
import { Recovery } from '../../src/tasks/recover.ts';
import { TaskRunner } from '../../src/tasks/run.ts';
import { RunningAttempts } from '../../src/tasks/running.ts';
import { TestClock } from '../http/world.ts';
import { KeptLog } from '../queue/world.ts';
import { taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { type PostgresWire, postgresWire } from '../support/postgres-wire.ts';

export const SERIAL = 'PHONE1';

/** What attempts and looks at the profile do, in place of driving a phone. */
export interface Play {
  run(context: AttemptContext): Promise<PostReceipt>;
  lookUp(context: AttemptContext): Promise<Verdict>;
}

export interface World {
  /** Of the test itself, beside the wire. */
  readonly db: Db;
  readonly wire: PostgresWire;
  readonly clock: TestClock;
  readonly play: Play;
  readonly evidence: EvidenceStore;
  readonly serverId: string;
  readonly log: KeptLog;
  readonly recovery: Recovery;
  readonly reconciler: Reconciler;
  /** The parts of it, for a second server on the same database. */
  readonly settling: Omit<ReconcileParts, 'runner'>;
  readonly runner: TaskRunner;
  /** One turn of the phone's lane. @returns whether there was something to do. */
  turn(): Promise<boolean>;
  /** A pending task, of the phone unless it is said of another one. */
  add(task?: Partial<{ serial: string; plan: object; max_retries: number }>): Promise<number>;
  task(id: number): Promise<TaskRow>;
  attempts(id: number): ReturnType<typeof listAttempts>;
}

/** What carries tasks out and settles them, over a real PostgreSQL by a wire that can break; only the phone is missing. */
export async function taskWorld(t: TestContext): Promise<World> {
  const { db, url } = await freshDatabase(t);
  const wire = await postgresWire(t, url);
  const own = openDatabase(wire.url);
  const directory = await mkdtemp(join(tmpdir(), 'postwright-tasks-'));
  const log = new KeptLog();
  const queue = new JobQueue({ url, log });
  await queue.start();
  const clock = new TestClock();
  const evidence = new EvidenceStore(directory);
  const running = new RunningAttempts();
  const serverId = randomUUID();
  await pingWrite(db, { id: serverId, host: 'here', pid: process.pid, startedAt: clock.now() }, clock.now());
  const play: Play = { run: publish, lookUp: async () => ({ published: 'unknown', reason: 'Nobody looked.' }) };
  const script: Script = {
    name: 'post',
    run: async (context) => await play.run(context),
    lookUp: async (context) => await play.lookUp(context),
  };
  const phone = { serial: SERIAL, gone: new AbortController().signal } as Phone;
  const stop = new AbortController();
  const bus = new EventBus((error) => {
    throw error;
  });
  const leases = new Leases({ db: own, clock, log, onStopRequested: () => {} });
  await leases.start();
  const settling = { db: own, bus, clock, queue, running, leases, serverId, log, reconcileMs: 30 * 60_000 };
  const runner = new TaskRunner({
    ...settling,
    evidence,
    shutdown: stop.signal,
    script: () => script,
    phone: () => phone,
    answers: async () => true,
    openScreen: async () => {
      throw new Error('These attempts have no screen.');
    },
    materialPath: () => '',
  });
  const recovery = new Recovery({
    ...settling,
    runner,
    place: 'here',
    elapsedMs: () => clock.elapsedMs(),
    wake: () => {},
  });
  const reconciler = new Reconciler({ ...settling, runner });
  t.after(async () => {
    stop.abort(new Error('The test is over'));
    await recovery.stop();
    await leases.stop();
    await queue.stop();
    await own.destroy();
    await rm(directory, { recursive: true, force: true });
  });
  return {
    db,
    wire,
    clock,
    play,
    evidence,
    serverId,
    log,
    recovery,
    reconciler,
    settling,
    runner,
    turn: async () =>
      (await recovery.lookUpNext(SERIAL, stop.signal)) ||
      (await reconciler.lookNext(SERIAL, stop.signal)) ||
      (await runner.runNext(SERIAL, stop.signal)),
    add: async ({
      plan = { app: 'tiktok', caption: 'hola', title: null, username: null, materials: [] },
      ...rest
    } = {}) => {
      const { status: _, ...row } = taskOf(SERIAL, 0);
      const task = { ...row, ...rest, plan: JSON.stringify(plan) };
      return await db.transaction().execute(async (tx) => (await insertTask(tx, task)).id);
    },
    task: async (id) => await getTask(db, id),
    attempts: async (id) => await listAttempts(db, id),
  };
}

/** An attempt that goes well. */
export async function publish({ ledger }: AttemptContext): Promise<PostReceipt> {
  await ledger.step('account', 'Reading the account', async () => await ledger.account('ana'));
  await ledger.step('commit', 'Publishing', async () => await ledger.commit());
  return {
    outcome: 'published',
    seenAt: new Date(),
    account: 'ana',
    postUrl: null,
    screenshot: '1/1-01-published.png',
  };
}

export const seen: Verdict = {
  published: 'yes',
  receipt: {
    outcome: 'published',
    seenAt: new Date(),
    account: 'ana',
    postUrl: null,
    screenshot: '1/1-01-published.png',
  },
};
