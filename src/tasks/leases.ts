import { PostwrightError } from '../errors.ts';
import { pause } from '../kit/abort.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Clock } from '../kit/clock.ts';
import type { Gate } from '../kit/gate.ts';
import type { Log } from '../kit/log.ts';
import type { AttemptKey } from '../storage/attempts.ts';
import type { Db } from '../storage/database.ts';
import { renewLeases } from '../storage/leases.ts';

export interface LeasesParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** Somebody, perhaps by another server, asked for the end of a task that is carried out here. */
  onStopRequested(taskId: number): void;
}

/** Seconds, not minutes: others take an attempt for abandoned after 15 s without a renewal. */
const RENEW_EVERY_MS = 1_000;
/**
 * An attempt that was confirmed this short a while ago is still ours, whatever has happened since: others wait for three
 * times as long. What was handed to the wire by then has ten seconds to reach the phone.
 */
const FRESH_MS = 5_000;
/** Timers of a process that runs are late by less. Beyond, it was suspended, and its deadlines have not seen that time. */
const LATE_MS = 2_000;
const AGAIN_BACKOFF = { baseMs: 100, maxMs: 1_000 } as const;

/** A moment by two clocks: a suspended machine may stop the one, and a correction of the time moves the other. */
interface Moment {
  readonly elapsedMs: number;
  readonly wallMs: number;
}

const NEVER: Moment = { elapsedMs: Number.NEGATIVE_INFINITY, wallMs: Number.NEGATIVE_INFINITY };

/** The attempts this server carries out, renewed together about once a second. */
export class Leases {
  readonly #parts: LeasesParts;
  readonly #held = new Set<Lease>();
  #timer: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | null = null;
  #tickedAt = 0;
  #isAway = false;

  constructor(parts: LeasesParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#tickedAt = performance.now();
    this.#timer ??= setInterval(() => this.#tick(), RENEW_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#renewing?.catch(() => {});
  }

  /** What the clocks say now. */
  moment(): Moment {
    return { elapsedMs: performance.now(), wallMs: this.#parts.clock.now().getTime() };
  }

  /** From here on the attempt is renewed, until its lease is ended. Whether it is ours is asked before the first act. */
  hold(key: AttemptKey, taskId: number): Lease {
    const lease = new Lease(key, {
      taskId,
      leases: this,
      onEnd: () => this.#held.delete(lease),
      onLost: () => this.#parts.log.warn({ task: taskId }, 'an attempt was taken away from this server'),
    });
    this.#held.add(lease);
    return lease;
  }

  /** Asks the database for all attempts now, or shares in the answer that is on its way. @throws when it cannot say. */
  async renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    await this.#renewing;
  }

  #tick(): void {
    const now = performance.now();
    const lateMs = now - this.#tickedAt - RENEW_EVERY_MS;
    this.#tickedAt = now;
    if (lateMs > LATE_MS) for (const lease of this.#held) lease.addHeld(lateMs);
    if (this.#held.size > 0) void this.#renewAndTell();
  }

  async #renewAndTell(): Promise<void> {
    const { log } = this.#parts;
    try {
      await this.renew();
      if (this.#isAway) log.warn({ attempts: this.#held.size }, 'attempts can be renewed again');
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) log.error({ err: error, attempts: this.#held.size }, 'attempts cannot be renewed and hold');
      this.#isAway = true;
    }
  }

  async #renew(): Promise<void> {
    const { db, onStopRequested } = this.#parts;
    const leases = [...this.#held];
    const asked = this.moment();
    const rows = await renewLeases(
      db,
      leases.map(({ key }) => key),
    );
    const renewed = new Map(rows.map((row) => [row.id, row]));
    for (const lease of leases) {
      const row = renewed.get(lease.key.id);
      if (row !== undefined) lease.confirm(asked);
      else lease.lose();
      if (row?.stop_requested === true) onStopRequested(lease.taskId);
    }
  }
}

interface LeaseOptions {
  readonly taskId: number;
  readonly leases: Leases;
  onEnd(): void;
  onLost(): void;
}

/** The right to carry out one attempt, as the gate before everything that is done for it on the phone. */
export class Lease implements Gate {
  readonly key: AttemptKey;
  readonly taskId: number;
  readonly #options: LeaseOptions;
  readonly #lost = new AbortController();
  #confirmed: Moment = NEVER;
  #isSettling = false;
  #isOver = false;
  #heldMs = 0;
  #waiting = 0;
  #waitingSince = 0;

  constructor(key: AttemptKey, options: LeaseOptions) {
    this.key = key;
    this.taskId = options.taskId;
    this.#options = options;
  }

  /** Fires with a LEASE_LOST when somebody else has ended the attempt or taken it over. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get heldMs(): number {
    return this.#heldMs + (this.#waiting > 0 ? performance.now() - this.#waitingSince : 0);
  }

  /**
   * Returns at once while the attempt was confirmed as ours a moment ago; otherwise the database is asked, for as long as
   * it does not answer.
   * @throws LEASE_LOST; the signal's reason.
   */
  async pass(signal: AbortSignal): Promise<void> {
    if (this.#isFresh()) return;
    await this.whileHeld(async () => {
      for (let failures = 0; !this.#isFresh(); ) {
        try {
          await orAborted(this.#options.leases.renew(), signal);
        } catch {
          failures += 1;
          await pause(exponentialBackoffMs(failures, AGAIN_BACKOFF), signal);
        }
      }
    });
  }

  /** Deadlines of the attempt's work stand still during this. */
  async whileHeld<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting === 0) this.#waitingSince = performance.now();
    this.#waiting += 1;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#heldMs += performance.now() - this.#waitingSince;
    }
  }

  addHeld(ms: number): void {
    if (this.#waiting === 0) this.#heldMs += ms;
  }

  confirm(asked: Moment): void {
    this.#confirmed = asked;
  }

  /** Does nothing when that is known, or no loss any more. */
  lose(): void {
    if (this.#isSettling || this.#isOver || this.#lost.signal.aborted) return;
    this.#options.onLost();
    this.#lost.abort(new PostwrightError('LEASE_LOST'));
  }

  /** The attempt is being settled. Until that is written it stays ours; then it is gone, and that is no loss. */
  settling(): void {
    this.#isSettling = true;
  }

  /** Nothing more is done for the attempt. */
  end(): void {
    this.#isOver = true;
    this.#options.onEnd();
  }

  /** @throws LEASE_LOST when it is not ours any more. */
  #isFresh(): boolean {
    this.#lost.signal.throwIfAborted();
    if (this.#isOver) throw new PostwrightError('LEASE_LOST', 'The attempt is over.');
    const { elapsedMs, wallMs } = this.#options.leases.moment();
    const ages = [elapsedMs - this.#confirmed.elapsedMs, wallMs - this.#confirmed.wallMs];
    return ages.every((ms) => ms >= 0 && ms <= FRESH_MS);
  }
}

/** Settles with the promise, or when the signal fires first. */
async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
