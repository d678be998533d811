import type { RescheduleTask } from '../contract/calendar.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import { noteReschedule } from '../storage/calendar.ts';
import type { Db, Tx } from '../storage/database.ts';
import { releaseTask } from '../storage/held.ts';
import { lockTask, type TaskRow } from '../storage/tasks.ts';
import type { TaskQueue } from './queue.ts';
import { movedTo } from './schedule.ts';
import { statusText, TASK_STATUS, type TaskStatus } from './states.ts';
import { nextTurn } from './turn.ts';

export interface RescheduleParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly queue: TaskQueue;
}

export interface Reschedule {
  readonly taskId: number;
  readonly asked: RescheduleTask;
  readonly source: 'ui' | 'api';
}

/**
 * Moves a pending task to another time, and wakes its lane for it. Only this task is moved: those after it keep their
 * distance from it when it begins, as they always do.
 * @returns the task, which is due later than asked where it would come too soon after the one before it.
 * @throws NOT_FOUND; STATE_CONFLICT when it is not pending; INVALID_PARAMETER for a start_at that is no time or has passed.
 */
export async function rescheduleTask(parts: RescheduleParts, request: Reschedule): Promise<TaskRow> {
  const now = parts.clock.now();
  const from = movedTo(request.asked, now);
  const task = await parts.db
    .transaction()
    .execute(async (tx) => await moveInside(tx, parts, { ...request, from, now }));
  parts.bus.publish('task.changed', { taskId: task.id, serial: task.serial, status: task.status });
  return task;
}

interface Move extends Reschedule {
  readonly from: Date;
  readonly now: Date;
}

/** A claim that comes first makes this wait for its end, and then find a running task; one that comes later passes over the row. */
async function moveInside(tx: Tx, { queue }: RescheduleParts, { taskId, source, from, now }: Move): Promise<TaskRow> {
  const task = await lockTask(tx, taskId);
  if (task === undefined) throw new PostwrightError('NOT_FOUND', `There is no task ${taskId}.`);
  if (task.status !== TASK_STATUS.pending) throw notPending(task);
  const at = await nextTurn(tx, task, { from });
  const { serial, attempt, priority } = await releaseTask(tx, taskId, at);
  await queue.enqueue(tx, { serial, taskId, attempt, priority, startAfter: at });
  const move = { from: task.scheduled_at.toISOString(), to: at.toISOString(), at: now.toISOString(), source };
  return await noteReschedule(tx, taskId, move);
}

function notPending({ id, status }: TaskRow): PostwrightError {
  const state = statusText(status as TaskStatus);
  return new PostwrightError('STATE_CONFLICT', `Task ${id} is ${state}; only a pending task can be rescheduled.`);
}
