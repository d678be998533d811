import type { SettleTask } from '../contract/task-actions.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import { crashPoint } from '../kit/crash-points.ts';
import { listAttempts } from '../storage/attempts.ts';
import type { Db, Tx } from '../storage/database.ts';
import { amendAttempt, endLook, setLooks } from '../storage/reconcile.ts';
import { lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import { planOf } from './plan.ts';
import { NO_MORE_LOOKS } from './reconcile-plan.ts';
import { describeSettled } from './result.ts';
import { isUnknown, mayBePublished } from './retry-on-request.ts';
import { statusText, TASK_STATUS, type TaskStatus } from './states.ts';

export interface SettleRequestParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
}

export interface SettleRequest {
  readonly taskId: number;
  readonly said: SettleTask;
  readonly source: 'ui' | 'api';
}

/**
 * Ends the doubt about a failed task by what somebody saw: it completes, or it can be retried. A look that is going on
 * loses the attempt, and decides nothing any more.
 * @throws NOT_FOUND; STATE_CONFLICT when there is no doubt about the task.
 */
export async function settleOnRequest(parts: SettleRequestParts, request: SettleRequest): Promise<TaskRow> {
  const task = await parts.db.transaction().execute(async (tx) => await settleInside(tx, request, parts.clock.now()));
  crashPoint('settle.written');
  parts.bus.publish('task.changed', { taskId: task.id, serial: task.serial, status: task.status });
  return task;
}

async function settleInside(tx: Tx, { taskId: id, said, source }: SettleRequest, now: Date): Promise<TaskRow> {
  const task = await lockTask(tx, id);
  if (task === undefined) throw new PostwrightError('NOT_FOUND', `There is no task ${id}.`);
  assertInDoubt(task);
  await endLook(tx, id);
  const { published, by = null, note = null } = said;
  const attempts = await listAttempts(tx, id);
  // More than one, where the first was repeated by force.
  const inDoubt = attempts.filter(({ error }) => isUnknown(error));
  const { number = task.attempt, account = null } = inDoubt.at(-1) ?? {};
  const settled = { published, by, source, note, at: now.toISOString(), attempt: number };
  if (!published) {
    const isNot = { published: 'no', retryable: true };
    for (const { number: each, error } of inDoubt)
      await amendAttempt(tx, { taskId: id, number: each }, { outcome: 'failed', error: { ...error, ...isNot } });
    // What the task says of an attempt before its last is over with the doubt.
    return await setLooks(tx, id, { error: { ...attempts.at(-1)?.error, ...isNot }, settled, ...NO_MORE_LOOKS });
  }
  await amendAttempt(tx, { taskId: id, number }, { outcome: 'completed', error: null, finished_at: now });
  const result = describeSettled(planOf(task), account ?? task.username ?? '');
  return await moveTask(tx, { id, move: 'findPublished', changes: { error: null, result, settled, ...NO_MORE_LOOKS } });
}

function assertInDoubt(task: TaskRow): void {
  if (task.status === TASK_STATUS.failed && mayBePublished(task)) return;
  const state = statusText(task.status as TaskStatus);
  const known = task.status === TASK_STATUS.failed ? ', and nothing of it was published' : '';
  throw new PostwrightError(
    'STATE_CONFLICT',
    `Task ${task.id} is ${state}${known}; only a failed task with published "unknown" can be settled.`,
  );
}
