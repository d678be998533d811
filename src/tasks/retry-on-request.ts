import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Db } from '../storage/database.ts';
import { lockTask, type TaskRow } from '../storage/tasks.ts';
import { type RetryParts, retryTask } from './retry.ts';
import { statusText, TASK_STATUS, type TaskStatus } from './states.ts';

export interface ManualRetryParts extends RetryParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
}

export interface ManualRetry {
  readonly taskId: number;
  /** Retries although something may have been published already. */
  readonly force: boolean;
}

/**
 * Retries a failed task because a person asked for it; it falls due at once.
 * @throws NOT_FOUND; STATE_CONFLICT when the task has not failed, or when it may have been published and `force` is not set.
 */
export async function retryOnRequest(parts: ManualRetryParts, { taskId, force }: ManualRetry): Promise<TaskRow> {
  const task = await parts.db.transaction().execute(async (tx) => {
    const found = await lockTask(tx, taskId);
    if (found === undefined) throw new PostwrightError('NOT_FOUND', `There is no task ${taskId}.`);
    assertRetryable(found, force);
    return await retryTask(tx, parts, { taskId, at: parts.clock.now(), countsAsRetry: false });
  });
  publishPending(parts.bus, task);
  return task;
}

function assertRetryable(task: TaskRow, force: boolean): void {
  if (task.status !== TASK_STATUS.failed) {
    const state = statusText(task.status as TaskStatus);
    throw new PostwrightError('STATE_CONFLICT', `Task ${task.id} is ${state}; only a failed task can be retried.`);
  }
  if (!force && mayBePublished(task)) {
    throw new PostwrightError(
      'STATE_CONFLICT',
      `Task ${task.id} may have been published already. Look at the profile of the account; if the post is not there, retry with {"force": true}.`,
    );
  }
}

/** The server or the phone went away right after the commit point: another attempt could publish twice. */
export function mayBePublished({ error }: TaskRow): boolean {
  return isUnknown(error);
}

/** Of a task or of an attempt. */
export function isUnknown(error: TaskRow['error']): boolean {
  return (error as { readonly published?: string } | null)?.published === 'unknown';
}

export function publishPending(bus: EventBus, task: TaskRow): void {
  bus.publish('task.changed', { taskId: task.id, serial: task.serial, status: TASK_STATUS.pending });
}
