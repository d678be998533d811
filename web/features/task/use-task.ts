import { useQuery } from '@tanstack/react-query';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { ask } from '../../lib/ask.ts';

const RUNNING_MS = 1_000;
const WAITING_MS = 5_000;

export function taskKey(id: number) {
  return ['readTask', id] as const;
}

/** A task as it is, and as it becomes while the page is looked at. */
export function useTask(id: number) {
  return useQuery({
    queryKey: taskKey(id),
    queryFn: async ({ signal }) => await ask('readTask', { params: { id }, signal }),
    refetchInterval: ({ state }) => intervalOf(state.data),
  });
}

/** What has ended changes only when somebody asks for it, or by a look that is still to come. */
function intervalOf(task: TaskDetail | undefined): number | false {
  if (task === undefined) return false;
  if (task.status_text === 'running') return RUNNING_MS;
  const isOver = task.status_text !== 'pending' && (task.reconcile?.next_look_at ?? null) === null;
  return isOver ? false : WAITING_MS;
}
