import { fromKysely, PgBoss } from 'pg-boss';

import { PostwrightError } from '../errors.ts';
import type { Log } from '../kit/log.ts';
import type { Tx } from '../storage/database.ts';
import { queueName } from './queue-name.ts';

/** Says that something changed among a phone's tasks. Its task may be gone or done by the time it is read. */
export interface WakeUp {
  readonly serial: string;
  readonly taskId: number;
  readonly attempt: number;
  readonly priority: number;
  readonly startAfter: Date;
}

export interface QueueParts {
  /** Of the database that holds the tasks: their rows and jobs are written in one transaction. */
  readonly url: string;
  readonly log: Log;
}

/** pg-boss's own statements are few and short; its listener holds one more connection. */
const MAX_CONNECTIONS = 4;
/** A job waits for a phone that is away for as long as it takes; pg-boss would delete it after two weeks. */
const TEN_YEARS_S = 10 * 365 * 24 * 60 * 60;
/** Acknowledged jobs have nothing to tell. */
const DELETE_DONE_AFTER_S = 60 * 60;
/** Jobs are acknowledged at once; one that is not belonged to a process that died between two statements. */
const EXPIRE_S = 60;
/** All that has piled up while a phone was away is one wake-up. */
const BATCH_SIZE = 100;
/** While notifications arrive, polling only makes up for a lost one; without them it is how jobs are found. */
const BACKSTOP_POLL_S = 30;
const FALLBACK_POLL_S = 2;
/** A worker that never has a job: its polls tell that the queue can be read even when no phone is there. */
const PULSE_QUEUE = 'pulse';
const PULSE_POLL_S = 2;
const STOP_TIMEOUT_MS = 5_000;
/** pg-boss makes and updates its tables with the same connections; nothing else of it takes seconds. */
const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * pg-boss, as one queue per phone. A job is a wake-up call and nothing else: it is acknowledged as soon as the lane has
 * heard it, and the lane then looks at the task rows. So jobs need no policy, retries or heartbeats, a dead server's
 * job holds up nobody, and a task that is scheduled for later gets its job at once: the lane sets its alarm by the row.
 * (pg-boss finds deferred jobs only by polling, which for a start within a second would be many polls a second.)
 */
export class JobQueue {
  readonly #boss: PgBoss;
  readonly #log: Log;
  readonly #known = new Map<string, Promise<void>>();
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor({ url, log }: QueueParts) {
    this.#log = log;
    this.#boss = new PgBoss({
      connectionString: givingUp(url),
      application_name: 'postwright-queue',
      max: MAX_CONNECTIONS,
      useListenNotify: true,
      // Only tasks/ schedules.
      schedule: false,
    });
    this.#boss.on('error', (error) => this.#log.error({ err: error }, 'the queue reports an error'));
    this.#boss.on('warning', ({ message, data }) => this.#log.warn({ data }, `the queue warns: ${message}`));
  }

  /** Makes or updates pg-boss's tables and begins to poll. @throws DATABASE_UNAVAILABLE */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Acknowledges what is in hand and closes the connections. */
  stop(): Promise<void> {
    this.#stopping ??= this.#boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
    return this.#stopping;
  }

  async #start(): Promise<void> {
    try {
      await this.#boss.start();
      await this.#boss.createQueue(PULSE_QUEUE);
      await this.#boss.work(PULSE_QUEUE, { pollingIntervalSeconds: PULSE_POLL_S }, async () => {});
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new PostwrightError('DATABASE_UNAVAILABLE', `The queue could not be started: ${why}`, { cause: error });
    }
  }

  /** Wakes the lane of a phone, wherever it is, once the transaction is committed; never if it is rolled back. */
  async enqueue(tx: Tx, { serial, taskId, attempt, startAfter }: WakeUp): Promise<void> {
    await this.#ensureQueue(serial);
    await this.#boss.send(queueName(serial), { taskId, attempt, startAfter }, { db: fromKysely(tx) });
  }

  /**
   * Calls `onWakeUp` for every wake-up of a phone from now on, including those that have waited.
   * @returns how to stop listening.
   */
  async listen(serial: string, onWakeUp: () => void): Promise<() => Promise<void>> {
    await this.#ensureQueue(serial);
    const name = queueName(serial);
    const polling = {
      batchSize: BATCH_SIZE,
      pollingIntervalSeconds: FALLBACK_POLL_S,
      notifyPollingIntervalSeconds: BACKSTOP_POLL_S,
    };
    const id = await this.#boss.work(name, polling, async () => onWakeUp());
    return async () => await this.#boss.offWork(name, { id, wait: true });
  }

  /** When a poll for jobs last succeeded; null before the first. */
  lastPollAt(): Date | null {
    const times = this.#boss.getWipData().map(({ lastFetchedOn }) => lastFetchedOn ?? 0);
    const last = Math.max(0, ...times);
    return last === 0 ? null : new Date(last);
  }

  #ensureQueue(serial: string): Promise<void> {
    const name = queueName(serial);
    const known = this.#known.get(name) ?? this.#createQueue(name);
    this.#known.set(name, known);
    known.catch(() => this.#known.delete(name));
    return known;
  }

  async #createQueue(name: string): Promise<void> {
    await this.#boss.createQueue(name, {
      notify: true,
      retryLimit: 0,
      retentionSeconds: TEN_YEARS_S,
      deleteAfterSeconds: DELETE_DONE_AFTER_S,
      expireInSeconds: EXPIRE_S,
    });
  }
}

/** pg-boss hands on to `pg` what the address says, and has no setting for how long an answer may take. */
function givingUp(url: string): string {
  const patient = new URL(url);
  patient.searchParams.set('query_timeout', String(STATEMENT_TIMEOUT_MS));
  return patient.href;
}
