import type { StepName } from '../contract/task.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import { pause } from '../kit/abort.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Clock } from '../kit/clock.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { AttemptLedger, EvidenceOptions, OpenedApp, PostLandmark, Twin } from '../scripts/script.ts';
import { recordSeenByTask } from '../storage/accounts.ts';
import { listTwins, setAttempt } from '../storage/attempts.ts';
import { isDatabaseAway } from '../storage/away.ts';
import type { Db } from '../storage/database.ts';
import { listLandmarks } from '../storage/landmarks.ts';
import { recordCommit } from '../storage/leases.ts';
import { lockTask, recordAccount, setProgress } from '../storage/tasks.ts';
import type { EvidenceEntry, EvidenceStore } from './evidence.ts';
import type { Lease } from './leases.ts';

/** One step as the attempt's row holds it. */
export interface StepEntry {
  readonly name: StepName;
  readonly label: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly error: string | null;
}

interface Progress {
  readonly step: StepName;
  readonly label: string;
  readonly percent: number;
}

export interface LedgerOptions {
  readonly db: Db;
  readonly bus: EventBus;
  readonly evidence: EvidenceStore;
  readonly clock: Clock;
  readonly taskId: number;
  readonly serial: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly lease: Lease;
  /** Called when the commit point is on disk. */
  onCommit?(): void;
  /** What an earlier process recorded of this attempt, when it is taken up only to be settled. */
  readonly earlier?: {
    readonly steps: readonly StepEntry[];
    readonly evidence: readonly EvidenceEntry[];
    readonly committedAt: Date;
    readonly account: string | null;
    /** Whether no other attempt has used the phone since; left out, it is so. */
    readonly isLastOnPhone?: boolean;
  };
}

/** The step an attempt got to; cleaning up comes after every end, and tells nothing of it. */
export function lastStepOf(steps: readonly StepEntry[]): StepName | undefined {
  return steps.findLast(({ name }) => name !== 'cleanup')?.name;
}

/** Where each step lies in an attempt, in percent: a watcher sees how far it is, not how long it will take. */
const STEP_PERCENT: Readonly<Record<StepName, number>> = {
  prepare: 2,
  account: 10,
  media: 20,
  compose: 40,
  commit: 65,
  confirm: 70,
  cleanup: 95,
};

/** What did not show up this long after its commit point does not come up any more. */
const COMES_UP_WITHIN_MS = 20 * 60_000;
/** A post that is older is told from a new one by its age, however coarse. */
const TWINS_WITHIN_MS = 30 * 24 * 60 * 60_000;

/** The first new try comes soon: most often a connection broke, and the next one works. */
const AGAIN_BACKOFF = { baseMs: 100, maxMs: 2_000 } as const;

/**
 * The attempt's record in PostgreSQL. A write that finds the attempt no longer running under its token ends the attempt;
 * one that does not reach the database waits for it, and the attempt with it.
 */
export class DurableAttemptLedger implements AttemptLedger {
  readonly #options: LedgerOptions;
  readonly #steps: StepEntry[] = [];
  readonly #evidence: EvidenceEntry[] = [];
  #step: StepName = 'prepare';
  #committedAt: Date | null = null;
  #account: string | null = null;
  #telling: Promise<void> = Promise.resolve();
  #untold: Progress | null = null;

  constructor(options: LedgerOptions) {
    this.#options = options;
    const { earlier } = options;
    if (earlier === undefined) return;
    this.#steps.push(...earlier.steps);
    this.#evidence.push(...earlier.evidence);
    this.#committedAt = earlier.committedAt;
    this.#account = earlier.account;
    this.#step = lastStepOf(earlier.steps) ?? 'commit';
  }

  /** When the commit point was recorded; null while nothing can have been published. */
  get committedAt(): Date | null {
    return this.#committedAt;
  }

  /** Whom it publishes as; null while that was not read. */
  get publishesAs(): string | null {
    return this.#account;
  }

  /** Whether what the phone shows was left by this attempt. */
  get isLastOnPhone(): boolean {
    return this.#options.earlier?.isLastOnPhone ?? true;
  }

  /** The step the attempt is in, or was in when it ended. */
  get currentStep(): StepName {
    return this.#step;
  }

  async step<T>(name: StepName, label: string, work: () => Promise<T>): Promise<T> {
    // Cleaning up is owed to the phone even by an attempt that was stopped.
    if (name !== 'cleanup') this.#options.signal.throwIfAborted();
    const previous = this.#step;
    if (name !== 'cleanup') this.#step = name;
    const index = this.#steps.length;
    const entry: StepEntry = { name, label, started_at: this.#now(), finished_at: null, error: null };
    this.#steps.push(entry);
    await this.#write({ steps: this.#steps });
    crashPoint(`${name}.begun`);
    await this.#tell({ step: this.#step, label, percent: STEP_PERCENT[name] });
    try {
      const value = await work();
      crashPoint(`${name}.done`);
      this.#steps[index] = { ...entry, finished_at: this.#now() };
      await this.#write({ steps: this.#steps });
      return value;
    } catch (error) {
      this.#steps[index] = {
        ...entry,
        finished_at: this.#now(),
        error: error instanceof Error ? error.message : String(error),
      };
      // The step's own error matters more than a record of it that could not be written.
      await this.#write({ steps: this.#steps }).catch(() => {});
      throw error;
    } finally {
      if (name === 'cleanup') this.#step = previous;
    }
  }

  progress(percent: number, label: string): void {
    // Progress is for eyes only: a write that fails must not fail the attempt, whose next step will meet the trouble.
    void this.#tell({ step: this.#step, label, percent });
  }

  async app({ id, version }: OpenedApp): Promise<void> {
    this.#options.signal.throwIfAborted();
    await this.#write({ app: { id, version } });
  }

  async account(username: string): Promise<void> {
    const { db, taskId, clock, signal, lease } = this.#options;
    signal.throwIfAborted();
    const isOurs = await this.#whenReachable(
      async () =>
        await db.transaction().execute(async (tx) => {
          // In the order in which everybody takes the two rows.
          await lockTask(tx, taskId);
          if (!(await setAttempt(tx, lease.key, { account: username }))) return false;
          await recordAccount(tx, taskId, username);
          await recordSeenByTask(tx, taskId, { username, at: clock.now() });
          return true;
        }),
    );
    if (!isOurs) this.#lose();
    this.#account = username;
  }

  async twins(account: string): Promise<readonly Twin[]> {
    const { db, lease, taskId, clock } = this.#options;
    const since = new Date(clock.now().getTime() - TWINS_WITHIN_MS);
    const filter = { attemptId: lease.key.id, taskId, account, since };
    const twins = await this.#whenReachable(async () => await listTwins(db, filter));
    return twins.map(({ committed_at: committedAt, finished_at: finishedAt, outcome }) => {
      const upFrom = committedAt ?? since;
      return outcome === 'completed' && finishedAt !== null
        ? { isUp: true, upFrom, upUntil: finishedAt }
        : { isUp: false, upFrom, upUntil: new Date(upFrom.getTime() + COMES_UP_WITHIN_MS) };
    });
  }

  async landmarks(account: string): Promise<readonly PostLandmark[]> {
    const { db, lease } = this.#options;
    return await this.#whenReachable(async () => await listLandmarks(db, { attemptId: lease.key.id, account }));
  }

  async commit(): Promise<void> {
    const { db, signal, clock, lease } = this.#options;
    signal.throwIfAborted();
    const committedAt = clock.now();
    crashPoint('commit.recording');
    const answer = await this.#whenReachable(async () => await recordCommit(db, lease.key, committedAt));
    if (answer === 'lost') this.#lose();
    if (answer === 'stopped') throw new PostwrightError('STOPPED');
    crashPoint('commit.recorded');
    if (signal.aborted) {
      // Stopped while the record was being written: nothing was tapped, so the record is taken back.
      await this.#write({ committed_at: null });
      signal.throwIfAborted();
    }
    this.#committedAt = committedAt;
    this.#options.onCommit?.();
  }

  async keep(bytes: Uint8Array, { kind, name, lookedFor }: EvidenceOptions): Promise<string | null> {
    const { evidence, taskId, attempt, lease } = this.#options;
    // Whoever took the attempt over keeps files under the same names.
    lease.lost.throwIfAborted();
    const sequence = this.#evidence.length + 1;
    const entry = await evidence.keep(bytes, { taskId, attempt, sequence, kind, name });
    crashPoint('evidence.kept');
    if (entry === null) return null;
    this.#evidence.push(lookedFor === undefined ? entry : { ...entry, looked_for: lookedFor });
    await this.#write({ evidence: this.#evidence });
    return entry.path;
  }

  async #write(changes: Parameters<typeof setAttempt>[2]): Promise<void> {
    const { db, lease } = this.#options;
    if (!(await this.#whenReachable(async () => await setAttempt(db, lease.key, changes)))) this.#lose();
  }

  #lose(): never {
    const { lease } = this.#options;
    lease.lose();
    throw new PostwrightError('LEASE_LOST');
  }

  /** Waits for a database that is away, unless the attempt has to end: then one try has to do. */
  async #whenReachable<T>(ask: () => Promise<T>): Promise<T> {
    const { signal, lease } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        return await lease.whileHeld(ask);
      } catch (error) {
        if (!isDatabaseAway(error) || signal.aborted) throw error;
        await lease.whileHeld(async () => await pause(exponentialBackoffMs(failures, AGAIN_BACKOFF), signal));
      }
    }
  }

  /** Told one after the other; what came in between is passed over when the database is slow. Never throws. */
  async #tell(progress: Progress): Promise<void> {
    const isTelling = this.#untold !== null;
    this.#untold = progress;
    if (!isTelling) this.#telling = this.#telling.then(async () => await this.#tellLatest()).catch(() => {});
    await this.#telling;
  }

  async #tellLatest(): Promise<void> {
    const { db, bus, taskId, serial, signal, lease } = this.#options;
    const progress = this.#untold;
    this.#untold = null;
    if (progress === null) return;
    await setProgress(db, lease.key, progress);
    const reason: unknown = signal.reason;
    const stopping = reason instanceof PostwrightError && reason.errorName === 'STOPPED';
    bus.publish('task.progressed', { taskId, serial, ...progress, stopping });
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }
}
