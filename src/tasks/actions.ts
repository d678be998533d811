import type { TaskAction } from '../contract/task-detail.ts';
import type { TaskRow } from '../storage/tasks.ts';
import { mayBePublished } from './retry-on-request.ts';
import { TASK_STATUS, type TaskStatus } from './states.ts';

/** What each state takes; a test asks the API for all of them in every state. */
const BY_STATUS: Readonly<Record<TaskStatus, (task: TaskRow) => readonly TaskAction[]>> = {
  [TASK_STATUS.pending]: ({ held_for: heldFor }) => [
    ...(heldFor === null ? [] : DECIDE),
    'stop',
    'reschedule',
    'preflight',
  ],
  // One that was asked to stop is on its way.
  [TASK_STATUS.running]: ({ progress }) => (isStopping(progress) ? [] : ['stop']),
  [TASK_STATUS.completed]: () => ['receipt'],
  [TASK_STATUS.failed]: (task) => (mayBePublished(task) ? ['settle', 'retry_with_force'] : ['retry']),
};
const DECIDE = ['decide'] as const;

/** What can be asked of a task as it is now, the likeliest first; whoever shows a task offers these. */
export function actionsOf(task: TaskRow): readonly TaskAction[] {
  return [...BY_STATUS[task.status as TaskStatus](task), 'delete'];
}

function isStopping(progress: object | null): boolean {
  return (progress as { readonly stopping?: boolean } | null)?.stopping === true;
}
