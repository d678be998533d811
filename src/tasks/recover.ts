import { PostwrightError } from '../errors.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Log } from '../kit/log.ts';
import { listAttempts, listOrphans, type OrphanedAttempt } from '../storage/attempts.ts';
import { abandonLook } from '../storage/reconcile.ts';
import { getTask } from '../storage/tasks.ts';
import { lastStepOf, type StepEntry } from './attempt-ledger.ts';
import type { EvidenceEntry } from './evidence.ts';
import { planOf } from './plan.ts';
import type { TaskRunner } from './run.ts';
import type { RunningAttempts } from './running.ts';
import { describeFailure, type SettleParts, settleAttempt } from './settle.ts';
import { TASK_STATUS } from './states.ts';

/** A task that was running when its server died is settled within 15 s of the next start: most of it to let the phone come. */
const WAIT_AFTER_RESTART_MS = 10_000;
/** A phone that vanished under our hands may be rebooting; its profile decides when it is back within this time. */
const WAIT_FOR_PHONE_MS = 60_000;
/** A server of another place that has not written its heartbeat for this long is dead. Heartbeats come every second. */
const HEARTBEAT_LOST_MS = 15_000;
/** A claim that was committed while its answer was lost has nobody to carry it out; others are known here at once. */
const CLAIM_LOST_MS = 5_000;
const SWEEP_EVERY_MS = 1_000;

export interface RecoveryParts extends SettleParts {
  readonly runner: TaskRunner;
  readonly running: RunningAttempts;
  readonly serverId: string;
  /** Host and data directory: an earlier server of this place is dead, since we hold its lock. */
  readonly place: string;
  readonly log: Log;
}

type CommittedOrphan = OrphanedAttempt & { readonly committed_at: Date };

/**
 * Settles attempts that nobody carries out any more. Before the commit point nothing can have been published, so they
 * are settled at once. After it the phone is asked first, by the lane of the phone, before it takes any other task.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  /** When each waiting attempt was first seen, by attempt id. */
  readonly #waitingSince = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
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
    const { runner, running } = this.#parts;
    const orphan = (await this.#orphans(serial)).filter(isCommitted).find((found) => !isLook(found));
    if (orphan === undefined || running.has(orphan.task_id)) return false;
    crashPoint('recovery.found');
    const { task, attempt } = await this.#rowsOf(orphan);
    const row = {
      taskId: task.id,
      serial,
      scriptName: task.script_name,
      plan: planOf(task),
      attempt: orphan.number,
      steps: (attempt?.steps ?? []) as readonly StepEntry[],
      evidence: (attempt?.evidence ?? []) as readonly EvidenceEntry[],
      account: attempt?.account ?? null,
    };
    await runner.lookUpAndSettle(orphan, row, signal);
    return true;
  }

  async #sweep(): Promise<void> {
    const orphans = await this.#orphans();
    for (const id of this.#waitingSince.keys())
      if (!orphans.some((orphan) => orphan.id === id)) this.#waitingSince.delete(id);
    for (const orphan of orphans) if (this.#isOverdue(orphan)) await this.#settle(orphan);
  }

  async #orphans(serial?: string): Promise<OrphanedAttempt[]> {
    const { db, clock, serverId, place } = this.#parts;
    const heartbeatBefore = new Date(clock.now().getTime() - HEARTBEAT_LOST_MS);
    return await listOrphans(db, {
      serverId,
      place,
      heartbeatBefore,
      ...(serial === undefined ? {} : { serial }),
    });
  }

  async #rowsOf(orphan: OrphanedAttempt) {
    const { db } = this.#parts;
    const attempts = await listAttempts(db, orphan.task_id);
    return { task: await getTask(db, orphan.task_id), attempt: attempts.find(({ id }) => id === orphan.id) };
  }

  #isOverdue(orphan: OrphanedAttempt): boolean {
    const { running, clock } = this.#parts;
    if (running.has(orphan.task_id)) return false;
    const now = clock.now().getTime();
    const since = this.#waitingSince.get(orphan.id) ?? now;
    this.#waitingSince.set(orphan.id, since);
    return now - since >= this.#patienceMs(orphan);
  }

  #patienceMs(orphan: OrphanedAttempt): number {
    const isOwn = orphan.server_id === this.#parts.serverId;
    if (isLook(orphan)) return isOwn ? CLAIM_LOST_MS : 0;
    if (isCommitted(orphan)) return isOwn ? WAIT_FOR_PHONE_MS : WAIT_AFTER_RESTART_MS;
    return isOwn ? CLAIM_LOST_MS : 0;
  }

  async #settle(orphan: OrphanedAttempt): Promise<void> {
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
    log.warn({ task: task.id, serial: orphan.serial, step, published }, 'settling an interrupted attempt');
    const end = { outcome: 'failed', failure: describeFailure(error, step, published) } as const;
    await settleAttempt(this.#parts, {
      taskId: task.id,
      serial: orphan.serial,
      plan: planOf(task),
      key: { id: orphan.id, token: orphan.token },
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

function isLook({ task_status: status }: OrphanedAttempt): boolean {
  return status !== TASK_STATUS.running;
}

function isCommitted(orphan: OrphanedAttempt): orphan is CommittedOrphan {
  return orphan.committed_at !== null;
}
