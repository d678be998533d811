import { PostwrightError } from '../errors.ts';
import type { Tx } from '../storage/database.ts';
import { endLook } from '../storage/reconcile.ts';
import { lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import type { TaskQueue } from './queue.ts';
import { NO_LOOKS } from './reconcile-plan.ts';
import { TASK_STATUS } from './states.ts';

export interface RetryParts {
  readonly queue: TaskQueue;
}

export interface Retry {
  readonly taskId: number;
  /** When the next attempt falls due. */
  readonly at: Date;
  /** Whether this is one of the task's max_retries; a retry that a person asks for is not. */
  readonly countsAsRetry: boolean;
}

/**
 * Moves a failed task back to pending as its next attempt and wakes its lane, in the caller's transaction.
 * @throws STATE_CONFLICT when the task has not failed.
 */
export async function retryTask(tx: Tx, { queue }: RetryParts, { taskId, at, countsAsRetry }: Retry): Promise<TaskRow> {
  const task = await lockTask(tx, taskId);
  if (task === undefined) throw new PostwrightError('NOT_FOUND', `There is no task ${taskId}.`);
  const changes = {
    attempt: task.attempt + 1,
    retries_used: task.retries_used + (countsAsRetry ? 1 : 0),
    scheduled_at: at,
    started_at: null,
    finished_at: null,
    progress: null,
    error: null,
    result: null,
    ...NO_LOOKS,
  };
  // Whoever looks for what the last attempt published loses it, and the looks that were to follow are dropped.
  if (task.reconcile_token !== null) await endLook(tx, taskId);
  const { serial, attempt, priority } = await moveTask(tx, { id: taskId, move: 'retry', changes });
  await queue.enqueue(tx, { serial, taskId, attempt, priority, startAfter: at });
  return { ...task, ...changes, status: TASK_STATUS.pending };
}
