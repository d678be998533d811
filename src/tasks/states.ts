/**
 * The states of a task and the moves between them, for everyone who decides about tasks. The tables themselves stand in
 * the contract, since the API shows the states and storage writes them, in moveTask and nowhere else.
 */
export {
  statusText,
  TASK_MOVES,
  TASK_STATUS,
  type TaskMove,
  type TaskStatus,
  type TaskStatusText,
} from '../contract/task-states.ts';
