import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import { DeadlineError, pause, withDeadline } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { lockRunningAttempt, setAttempt } from '../storage/attempts.ts';
import type { Db, Tx } from '../storage/database.ts';
import { requestStop, runsElsewhere } from '../storage/leases.ts';
import { findTask, lockTask, moveTask } from '../storage/tasks.ts';
import { lastStepOf, type StepEntry } from './attempt-ledger.ts';
import { firstLooks, NO_LOOKS } from './reconcile-plan.ts';
import type { RunningAttempts } from './running.ts';
import { describeFailure } from './settle.ts';
import { TASK_STATUS } from './states.ts';

export interface EndParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly running: RunningAttempts;
  /** Over how long the phone is looked at again for what a stopped attempt may have published. */
  readonly reconcileMs: number;
  /** Of this server, as attempts name it. */
  readonly serverId: string;
  /** Fires when the server ends; whoever waits is told to come back. */
  readonly shutdown: AbortSignal;
}

/** Longer than the 2 s in which a phone that answers lets go; a caller that waits longer has given up. */
const LET_GO_WITHIN_MS = 10_000;
/** Between the claim in the database and the attempt being known here lies one turn of the event loop. */
const CLAIM_GRACE_MS = 500;
const LOOK_AGAIN_MS = 50;

/**
 * Ends the running attempt of a task as STOPPED: by asking it, wherever it is carried out, and if nobody carries it out
 * or it does not let go, by taking it away. From the question on it cannot pass its commit point, since that has to be
 * written down first. Returns when the end is in the database, or when the task is not running.
 */
export async function endAttempt(parts: EndParts, taskId: number): Promise<void> {
  const { db, bus, clock } = parts;
  const asked = await requestStop(db, taskId, clock.now());
  if (asked !== undefined) bus.publish('task.progressed', { taskId, serial: asked.serial, ...asked.progress });
  if (!(await letsGo(parts, taskId))) await takeAway(parts, taskId);
}

async function letsGo({ db, running, shutdown, serverId }: EndParts, taskId: number): Promise<boolean> {
  const limits = { signal: shutdown, timeoutMs: LET_GO_WITHIN_MS };
  try {
    return await withDeadline('stopping the attempt', limits, async (signal) => {
      for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
        await running.stop(taskId, new PostwrightError('STOPPED'));
        const task = await findTask(db, taskId);
        if (task?.status !== TASK_STATUS.running) return true;
        if (waitedMs >= CLAIM_GRACE_MS && !(await runsElsewhere(db, taskId, serverId))) return false;
        await pause(LOOK_AGAIN_MS, signal);
      }
    });
  } catch (error) {
    if (error instanceof DeadlineError) return false;
    if (shutdown.aborted) throw new PostwrightError('UNAVAILABLE', undefined, { cause: error });
    throw error;
  }
}

async function takeAway(parts: EndParts, taskId: number): Promise<void> {
  const serial = await parts.db.transaction().execute(async (tx) => await settleAsStopped(tx, parts, taskId));
  if (serial !== undefined) parts.bus.publish('task.changed', { taskId, serial, status: TASK_STATUS.failed });
}

/** @returns the phone's serial, or undefined when the task was not running any more. */
async function settleAsStopped(tx: Tx, { clock, reconcileMs }: EndParts, id: number): Promise<string | undefined> {
  const task = await lockTask(tx, id);
  if (task?.status !== TASK_STATUS.running) return undefined;
  const now = clock.now();
  const attempt = await lockRunningAttempt(tx, id);
  const step = lastStepOf((attempt?.steps ?? []) as readonly StepEntry[]) ?? 'prepare';
  const published = (attempt?.committed_at ?? null) === null ? 'no' : 'unknown';
  const error = describeFailure(new PostwrightError('STOPPED'), step, published);
  const looks = published === 'no' ? NO_LOOKS : firstLooks({ now, windowMs: reconcileMs, atOnce: true });
  if (attempt !== undefined) await setAttempt(tx, attempt, { outcome: 'failed', finished_at: now, error });
  await moveTask(tx, { id, move: 'fail', changes: { finished_at: now, progress: null, error, ...looks } });
  return task.serial;
}
