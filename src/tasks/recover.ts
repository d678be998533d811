import { randomUUID } from 'node:crypto';
import { PostwrightError } from '../errors.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Log } from '../kit/log.ts';
import { type AttemptKey, listAttempts, listRunningAttempts, type RunningAttemptRow } from '../storage/attempts.ts';
import { takeOver } from '../storage/leases.ts';
import { abandonLook } from '../storage/reconcile.ts';
import { getTask } from '../storage/tasks.ts';
import { lastStepOf, type StepEntry } from './attempt-ledger.ts';
import type { EvidenceEntry } from './evidence.ts';
import type { Leases } from './leases.ts';
import { planOf } from './plan.ts';
import type { TaskRunner } from './run.ts';
import type { RunningAttempts } from './running.ts';
import { describeFailure, type SettleParts, settleAttempt } from './settle.ts';
import { Silence } from './silence.ts';
import { TASK_STATUS } from './states.ts';

/** A task that was running when its server died is settled within 15 s of the next start: half of it to let the phone come. */
const WAIT_AFTER_RESTART_MS = 8_000;
/** A phone that vanished under our hands may be rebooting; its profile decides when it is back within this time. */
const WAIT_FOR_PHONE_MS = 60_000;
/** A claim that was committed while its answer was lost has nobody to carry it out; others are known here at once. */
const CLAIM_LOST_MS = 5_000;
const SWEEP_EVERY_MS = 1_000;

export interface RecoveryParts extends SettleParts {
  readonly runner: TaskRunner;
  readonly running: RunningAttempts;
  readonly leases: Leases;
  readonly serverId: string;
  /** Host and data directory: an earlier server of this place is dead, since we hold its lock. */
  readonly place: string;
  readonly log: Log;
  /** A clock that nobody sets. */
  elapsedMs(): number;
  /** Makes the lane of a phone look for something to do, if the phone is here. */
  wake(serial: string): void;
}

type Committed = RunningAttemptRow & { readonly committed_at: Date };

/**
 * Settles attempts that nobody carries out any more: those of an ended server of this place at once, those of other
 * places when they have fallen silent. Whatever is done about one, it is taken over first, so that whoever may still
 * carry it out has lost it. Before the commit point nothing can have been published, so they
 * are settled at once. After it the phone is asked first, by the lane of the phone, before it takes any other task.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  /** When each waiting attempt was first seen, by attempt id. */
  readonly #waitingSince = new Map<number, number>();
  readonly #silence: Silence;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
    this.#silence = new Silence(parts.elapsedMs);
  }

  /** Settles what needs no phone, then keeps watching until `stop`. */
  async start(): Promise<void> {
    await this.#sweep();
    this.#timer ??= setInterval(() => {
      this.#sweeping ??= this.#sweep()
        .catch((error: unknown) =>
          this.#parts.log.warn({ err: error }, 'recovery could not look for interrupted attempts'),
        )
        .finally(() => {
          this.#sweeping = null;
        });
    }, SWEEP_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#sweeping;
  }

  /**
   * Looks on a phone for what its last attempt may have published. The caller holds the lane.
   * @returns whether there was such an attempt.
   */
  async lookUpNext(serial: string, signal: AbortSignal): Promise<boolean> {
    const { db, runner, leases } = this.#parts;
    const orphan = (await listRunningAttempts(db, serial))
      .filter(isCommitted)
      .find((row) => !isLook(row) && this.#isAbandoned(row));
    if (orphan === undefined) return false;
    crashPoint('recovery.found');
    const { task, attempt } = await this.#rowsOf(orphan);
    const key = await this.#takeOver(orphan);
    if (key === null) return false;
    const job = {
      taskId: task.id,
      serial,
      scriptName: task.script_name,
      plan: planOf(task),
      attempt: orphan.number,
      lease: leases.hold(key, task.id),
      earlier: {
        steps: (attempt?.steps ?? []) as readonly StepEntry[],
        evidence: (attempt?.evidence ?? []) as readonly EvidenceEntry[],
        account: attempt?.account ?? null,
        committedAt: orphan.committed_at,
      },
    };
    await runner.lookUpAndSettle(job, signal);
    return true;
  }

  async #sweep(): Promise<void> {
    const { db, wake } = this.#parts;
    const attempts = await listRunningAttempts(db);
    this.#silence.watch(attempts);
    const orphans = attempts.filter((attempt) => this.#isAbandoned(attempt));
    for (const id of this.#waitingSince.keys())
      if (!orphans.some((orphan) => orphan.id === id)) this.#waitingSince.delete(id);
    for (const orphan of orphans) {
      if (this.#isOverdue(orphan)) await this.#settle(orphan);
      else if (isCommitted(orphan) && !this.#isOwn(orphan)) wake(orphan.serial);
    }
  }

  #isOwn({ server_id }: RunningAttemptRow): boolean {
    return server_id === this.#parts.serverId;
  }

  /** Whether nobody carries it out. */
  #isAbandoned(attempt: RunningAttemptRow): boolean {
    const { running, place } = this.#parts;
    if (running.has(attempt.task_id)) return false;
    return this.#isOwn(attempt) || attempt.place === place || this.#silence.isSilent(attempt);
  }

  /** @returns null when somebody else did, or when it was carried out after all. */
  async #takeOver(orphan: RunningAttemptRow): Promise<AttemptKey | null> {
    const { db, serverId } = this.#parts;
    const token = randomUUID();
    return (await takeOver(db, orphan, { token, serverId })) ? { id: orphan.id, token } : null;
  }

  async #rowsOf(orphan: RunningAttemptRow) {
    const { db } = this.#parts;
    const attempts = await listAttempts(db, orphan.task_id);
    return { task: await getTask(db, orphan.task_id), attempt: attempts.find(({ id }) => id === orphan.id) };
  }

  #isOverdue(orphan: RunningAttemptRow): boolean {
    const { place, elapsedMs } = this.#parts;
    // A server that lives settles its own when no phone comes to be asked.
    if (!this.#isOwn(orphan) && orphan.place !== place && !this.#silence.isServerSilent(orphan)) return false;
    const now = elapsedMs();
    const since = this.#waitingSince.get(orphan.id) ?? now;
    this.#waitingSince.set(orphan.id, since);
    return now - since >= this.#patienceMs(orphan);
  }

  #patienceMs(orphan: RunningAttemptRow): number {
    if (isLook(orphan)) return this.#isOwn(orphan) ? CLAIM_LOST_MS : 0;
    if (isCommitted(orphan)) return this.#isOwn(orphan) ? WAIT_FOR_PHONE_MS : WAIT_AFTER_RESTART_MS;
    return this.#isOwn(orphan) ? CLAIM_LOST_MS : 0;
  }

  async #settle(orphan: RunningAttemptRow): Promise<void> {
    const { log, db } = this.#parts;
    crashPoint('recovery.found');
    if (isLook(orphan)) {
      // The task is settled, and the look is owed still.
      await db.transaction().execute(async (tx) => await abandonLook(tx, orphan));
      return;
    }
    const published = isCommitted(orphan) ? 'unknown' : 'no';
    const error = published === 'no' ? new PostwrightError('SERVER_STOPPED') : neverAsked();
    const { task, attempt } = await this.#rowsOf(orphan);
    const step = lastStepOf((attempt?.steps ?? []) as readonly StepEntry[]) ?? 'prepare';
    const key = await this.#takeOver(orphan);
    if (key === null) return;
    log.warn({ task: task.id, serial: orphan.serial, step, published }, 'settling an interrupted attempt');
    const end = { outcome: 'failed', failure: describeFailure(error, step, published) } as const;
    await settleAttempt(this.#parts, {
      taskId: task.id,
      serial: orphan.serial,
      plan: planOf(task),
      key,
      end,
    });
    crashPoint('recovery.settled');
  }
}

function neverAsked(): PostwrightError {
  return new PostwrightError(
    'OUTCOME_UNKNOWN',
    'The attempt was interrupted after its commit point, and the phone did not come back to be asked.',
  );
}

function isLook({ task_status: status }: RunningAttemptRow): boolean {
  return status !== TASK_STATUS.running;
}

function isCommitted(orphan: RunningAttemptRow): orphan is Committed {
  return orphan.committed_at !== null;
}
