import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { ask } from '../../lib/ask.ts';
import { useLive, useLiveState } from '../../lib/live.ts';

/** While the server tells what happens, asking is only for what was missed; else it is all there is. */
const RUNNING_MS = { live: 5_000, deaf: 1_000 } as const;
const WAITING_MS = { live: 30_000, deaf: 5_000 } as const;

export function taskKey(id: number) {
  return ['readTask', id] as const;
}

/** A task as it is, and as it becomes while the page is looked at. */
export function useTask(id: number) {
  const client = useQueryClient();
  const hearing = useLiveState() === 'live' ? 'live' : 'deaf';
  useLive(['task.changed', 'task.progressed', 'task.preflight', 'attempt.ended'], ({ name, data }) => {
    if (data.task_id !== id) return;
    // Progress comes in quick succession: one answer at a time will do.
    const options = { cancelRefetch: name !== 'task.progressed' };
    void client.invalidateQueries({ queryKey: taskKey(id) }, options);
  });
  return useQuery({
    queryKey: taskKey(id),
    queryFn: async ({ signal }) => await ask('readTask', { params: { id }, signal }),
    refetchInterval: ({ state }) => intervalOf(state.data, hearing),
  });
}

/** What has ended changes only when somebody asks for it, or by a look that is still to come. */
function intervalOf(task: TaskDetail | undefined, hearing: keyof typeof RUNNING_MS): number | false {
  if (task === undefined) return false;
  if (task.status_text === 'running') return RUNNING_MS[hearing];
  const isOver = task.status_text !== 'pending' && (task.reconcile?.next_look_at ?? null) === null;
  return isOver ? false : WAITING_MS[hearing];
}
