import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from './holds.ts';

export interface LaneWork {
  /**
   * Looks up what an earlier attempt left behind. It begins no attempt, so only a hold on the phone itself keeps it waiting.
   * @returns whether there may be more.
   */
  lookUpNext(serial: string, signal: AbortSignal): Promise<boolean>;
  /**
   * Carries out the next due task of a phone, to its end.
   * @returns whether there may be more; false when nothing is due.
   */
  runNext(serial: string, signal: AbortSignal): Promise<boolean>;
  /** When the earliest pending task of a phone falls due; undefined when it has none. May lie in the past. */
  nextDueAt(serial: string): Promise<Date | undefined>;
}

export interface LaneParts {
  readonly holds: Pick<Holds, 'reasonFor' | 'isOnPhone'>;
  readonly log: Log;
}

/** A lane looks by itself this often, should a wake-up ever be lost. One indexed query a minute and phone. */
const LOOK_ANYWAY_MS = 60_000;
/** A task is due but cannot be claimed yet: an attempt of an ended server is still being settled. */
const NOT_YET_MS = 500;
/** Timers may fire a millisecond early, and a look before the time would cost NOT_YET_MS. */
const TIMER_SLACK_MS = 2;
/** The database is away: the next look comes after a second, then two, at most this. */
const TROUBLE_BACKOFF = { baseMs: 1_000, maxMs: 15_000 } as const;

/** The one worker of a phone: whatever is done on the phone, is done by it, one thing at a time. */
export class Lane {
  readonly serial: string;
  /** The task in hand, for those who must wait. Told by the facts. */
  runningTaskId: number | undefined;
  readonly #work: LaneWork;
  readonly #holds: Pick<Holds, 'reasonFor' | 'isOnPhone'>;
  readonly #log: Log;
  readonly #abort = new AbortController();
  #closing = false;
  #wakeUp = Promise.withResolvers<void>();
  /** Resolves when everything that has asked for the phone so far is done with it: callers line up behind one another. */
  #line: Promise<void> = Promise.resolve();
  #running: Promise<void> = Promise.resolve();

  constructor(serial: string, work: LaneWork, { holds, log }: LaneParts) {
    this.serial = serial;
    this.#work = work;
    this.#holds = holds;
    this.#log = log;
  }

  /** Begins with a look at once, as soon as `before` (this phone's previous lane) is over. */
  start(before: Promise<void>): void {
    this.#line = before;
    this.#running = this.#run();
  }

  /** Makes the lane look at the rows now, or after what it has in hand. */
  wake(): void {
    this.#wakeUp.resolve();
  }

  /** Takes no further task. @returns when the work in hand has ended. */
  close(): Promise<void> {
    this.#closing = true;
    this.wake();
    return this.#running.then(() => this.#line);
  }

  /** Ends the work in hand with `reason`, besides closing. */
  async closeNow(reason: PostwrightError): Promise<void> {
    this.#abort.abort(reason);
    await this.close();
  }

  /**
   * Runs `work` while no task runs on the phone, after the one in hand.
   * @param limits how long to wait for the phone; the work has its own deadline.
   * @throws STATE_CONFLICT when the phone does not become free in time or goes away.
   */
  async borrow<T>(work: (signal: AbortSignal) => Promise<T>, limits: Limits): Promise<T> {
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const before = this.#line;
    this.#line = before.then(() => done);
    try {
      await this.#waitForTurn(before, limits);
      return await work(AbortSignal.any([limits.signal, this.#abort.signal]));
    } finally {
      leave();
    }
  }

  async #waitForTurn(before: Promise<void>, { signal, timeoutMs }: Limits): Promise<void> {
    signal.throwIfAborted();
    const { promise: over, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => reject(signal.aborted ? signal.reason : this.#conflict());
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await Promise.race([before, over]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
    if (this.#closing) throw new PostwrightError('STATE_CONFLICT', `${this.serial} is not online any more.`);
  }

  #conflict(): PostwrightError {
    const busy = this.runningTaskId === undefined ? 'something else' : `task ${this.runningTaskId}`;
    const data = this.runningTaskId === undefined ? {} : { data: { running_task: this.runningTaskId } };
    return new PostwrightError('STATE_CONFLICT', `${this.serial} is busy with ${busy}. Try again later.`, data);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing) {
      // Renewed before looking, so that what changes during the look leads to another.
      this.#wakeUp = Promise.withResolvers();
      let restMs: number;
      try {
        await this.#runDue();
        restMs = await this.#untilNextDueMs();
        failures = 0;
      } catch (error) {
        failures += 1;
        restMs = exponentialBackoffMs(failures, TROUBLE_BACKOFF);
        this.#log.error({ err: error, serial: this.serial, againInMs: restMs }, 'a lane could not look for tasks');
      }
      await this.#rest(restMs);
    }
  }

  async #runDue(): Promise<void> {
    let more = true;
    while (more && !this.#closing) {
      more = await this.#inTurn(async () => !this.#closing && (await this.#next()));
    }
  }

  /** @returns whether there may be more. */
  async #next(): Promise<boolean> {
    const { serial } = this;
    if (this.#holds.isOnPhone(serial)) return false;
    if (await this.#work.lookUpNext(serial, this.#abort.signal)) return true;
    return this.#holds.reasonFor(serial) === null && (await this.#work.runNext(serial, this.#abort.signal));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const before = this.#line;
    this.#line = before.then(() => done);
    try {
      await before;
      return await work();
    } finally {
      leave();
    }
  }

  async #untilNextDueMs(): Promise<number> {
    if (this.#closing) return 0;
    // Whoever lifts the hold wakes the lane.
    if (this.#holds.reasonFor(this.serial) !== null) return LOOK_ANYWAY_MS;
    const dueAt = await this.#work.nextDueAt(this.serial);
    if (dueAt === undefined) return LOOK_ANYWAY_MS;
    const aheadMs = dueAt.getTime() - Date.now();
    return aheadMs <= 0 ? NOT_YET_MS : Math.min(aheadMs + TIMER_SLACK_MS, LOOK_ANYWAY_MS);
  }

  async #rest(ms: number): Promise<void> {
    if (this.#closing) return;
    const timer = setTimeout(this.#wakeUp.resolve, ms);
    await this.#wakeUp.promise;
    clearTimeout(timer);
  }
}
