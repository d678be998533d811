/** The four states of a task, as the API numbers them. */
export const TASK_STATUS = Object.freeze({ pending: 0, running: 1, completed: 2, failed: 3 } as const);
export type TaskStatusText = keyof typeof TASK_STATUS;
export type TaskStatus = (typeof TASK_STATUS)[TaskStatusText];

/**
 * Every move a task can make. No other transition exists. An automatic retry is `fail` and `retry` in one transaction.
 */
export const TASK_MOVES = Object.freeze({
  claim: { from: TASK_STATUS.pending, to: TASK_STATUS.running },
  complete: { from: TASK_STATUS.running, to: TASK_STATUS.completed },
  fail: { from: TASK_STATUS.running, to: TASK_STATUS.failed },
  /** Of a failed task of which it was unknown whether it was published. */
  findPublished: { from: TASK_STATUS.failed, to: TASK_STATUS.completed },
  stopBeforeStart: { from: TASK_STATUS.pending, to: TASK_STATUS.failed },
  retry: { from: TASK_STATUS.failed, to: TASK_STATUS.pending },
} as const);
export type TaskMove = keyof typeof TASK_MOVES;

const TEXT_BY_STATUS = Object.freeze(['pending', 'running', 'completed', 'failed'] as const);

export function statusText(status: TaskStatus): TaskStatusText {
  return TEXT_BY_STATUS[status];
}
