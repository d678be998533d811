import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { AttemptLedger, EvidenceOptions, StepName } from '../scripts/script.ts';
import { recordSeenByTask } from '../storage/accounts.ts';
import { type AttemptKey, listTwins, setAttempt } from '../storage/attempts.ts';
import type { Db } from '../storage/database.ts';
import { recordAccount, setProgress } from '../storage/tasks.ts';
import type { EvidenceEntry, EvidenceStore } from './evidence.ts';

/** One step as the attempt's row holds it. */
export interface StepEntry {
  readonly name: StepName;
  readonly label: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly error: string | null;
}

export interface LedgerOptions {
  readonly db: Db;
  readonly bus: EventBus;
  readonly evidence: EvidenceStore;
  readonly clock: Clock;
  readonly key: AttemptKey;
  readonly taskId: number;
  readonly serial: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** What an earlier process recorded of this attempt, when it is taken up only to be settled. */
  readonly earlier?: {
    readonly steps: readonly StepEntry[];
    readonly evidence: readonly EvidenceEntry[];
    readonly committedAt: Date;
    readonly account: string | null;
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

/** The attempt's record in PostgreSQL. A write that finds the attempt no longer running under its token ends the attempt. */
export class DurableAttemptLedger implements AttemptLedger {
  readonly #options: LedgerOptions;
  readonly #steps: StepEntry[] = [];
  readonly #evidence: EvidenceEntry[] = [];
  #step: StepName = 'prepare';
  #committedAt: Date | null = null;
  #account: string | null = null;

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
    await this.#tell(STEP_PERCENT[name], label);
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
    this.#tell(percent, label).catch(() => {});
  }

  async account(username: string): Promise<void> {
    this.#options.signal.throwIfAborted();
    await this.#write({ account: username });
    this.#account = username;
    const { db, taskId, clock } = this.#options;
    await recordAccount(db, taskId, username);
    await recordSeenByTask(db, taskId, { username, at: clock.now() });
  }

  async twins(account: string): Promise<readonly Date[]> {
    const { db, key, taskId, clock } = this.#options;
    const since = new Date(clock.now().getTime() - TWINS_WITHIN_MS);
    const twins = await listTwins(db, { attemptId: key.id, taskId, account, since });
    return twins.map(({ committed_at: committedAt, finished_at: finishedAt, outcome }) =>
      outcome === 'completed' && finishedAt !== null
        ? finishedAt
        : new Date((committedAt ?? since).getTime() + COMES_UP_WITHIN_MS),
    );
  }

  async commit(): Promise<void> {
    const { signal, clock } = this.#options;
    signal.throwIfAborted();
    const committedAt = clock.now();
    crashPoint('commit.recording');
    await this.#write({ committed_at: committedAt });
    crashPoint('commit.recorded');
    if (signal.aborted) {
      // Stopped while the record was being written: nothing was tapped, so the record is taken back.
      await this.#write({ committed_at: null });
      signal.throwIfAborted();
    }
    this.#committedAt = committedAt;
  }

  async keep(bytes: Uint8Array, options: EvidenceOptions): Promise<string> {
    const { evidence, taskId, attempt } = this.#options;
    const entry = await evidence.keep(bytes, { taskId, attempt, sequence: this.#evidence.length + 1, ...options });
    crashPoint('evidence.kept');
    this.#evidence.push(entry);
    await this.#write({ evidence: this.#evidence });
    return entry.path;
  }

  async #write(changes: Parameters<typeof setAttempt>[2]): Promise<void> {
    const held = await setAttempt(this.#options.db, this.#options.key, changes);
    if (!held) throw new PostwrightError('SERVER_STOPPED', 'This attempt was settled by somebody else while it ran.');
  }

  async #tell(percent: number, label: string): Promise<void> {
    const { db, bus, taskId, serial } = this.#options;
    const progress = { step: this.#step, label, percent };
    await setProgress(db, taskId, progress);
    bus.publish('task.progressed', { taskId, serial, ...progress });
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }
}
