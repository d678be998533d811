import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Db, Tx } from '../storage/database.ts';
import { getTask, lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import { type EndParts, endAttempt } from './end-attempt.ts';
import { statusText, TASK_STATUS, type TaskStatus } from './states.ts';

export interface StopParts extends EndParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
}

/**
 * Stops a task: a pending one at once, a running one at its next safe point.
 * @returns the task as it is once the stop has taken effect.
 * @throws NOT_FOUND; STATE_CONFLICT when it had finished before the stop could take effect.
 */
export async function stopTask(parts: StopParts, taskId: number): Promise<TaskRow> {
  for (let asked = false; ; asked = true) {
    const stopped = await stopBeforeStart(parts, taskId);
    if (stopped !== undefined) return stopped;
    const task = await getTask(parts.db, taskId);
    if (asked && task.status === TASK_STATUS.failed) return task;
    if (task.status !== TASK_STATUS.running && task.status !== TASK_STATUS.pending) throw finished(task);
    // An attempt may fail by itself and leave its task pending for another try: the next round stops that.
    await endAttempt(parts, taskId);
  }
}

/** @returns undefined when the task is not pending. */
async function stopBeforeStart(parts: StopParts, taskId: number): Promise<TaskRow | undefined> {
  const stopped = await parts.db
    .transaction()
    .execute(async (tx) => await moveIfPending(tx, taskId, parts.clock.now()));
  if (stopped !== undefined) {
    parts.bus.publish('task.changed', { taskId, serial: stopped.serial, status: stopped.status });
  }
  return stopped;
}

async function moveIfPending(tx: Tx, id: number, now: Date): Promise<TaskRow | undefined> {
  const task = await lockTask(tx, id);
  if (task?.status !== TASK_STATUS.pending) return undefined;
  const { errorName: code, message } = new PostwrightError('STOPPED');
  const error = { code, message, step: null, retryable: false, published: 'no', fingerprint: null };
  return await moveTask(tx, { id, move: 'stopBeforeStart', changes: { finished_at: now, error } });
}

function finished({ id, status }: TaskRow): PostwrightError {
  return new PostwrightError(
    'STATE_CONFLICT',
    `Task ${id} is ${statusText(status as TaskStatus)}; only a pending or running task can be stopped.`,
  );
}
