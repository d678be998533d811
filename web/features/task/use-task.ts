import { useQuery } from '@tanstack/react-query';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { ask } from '../../lib/ask.ts';
import { useLiveState } from '../../lib/live.ts';
import { useRefresh } from '../../lib/use-refresh.ts';

/** While the server tells what happens, asking is only for what was missed; else it is all there is. */
const RUNNING_MS = { live: 5_000, deaf: 1_000 } as const;
/** Of a task that runs, progress is told about every second. */
const REST_MS = 400;
const WAITING_MS = { live: 30_000, deaf: 5_000 } as const;

export function taskKey(id: number) {
  return ['readTask', id] as const;
}

/** A task as it is, and as it becomes while the page is looked at. */
export function useTask(id: number) {
  const hearing = useLiveState() === 'live' ? 'live' : 'deaf';
  useRefresh(taskKey(id), {
    on: ['task.changed', 'task.progressed', 'task.preflight', 'attempt.ended'],
    isAbout: ({ data }) => data.task_id === id,
    restMs: REST_MS,
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
