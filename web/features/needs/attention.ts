import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type DataOf } from '../../lib/ask.ts';
import { useRefresh } from '../../lib/use-refresh.ts';
import { announce } from '../../ui/announcer.tsx';

export type Attention = DataOf<'attention'>;
/** For what no fact tells of: an account that was found signed out, a disk that is full. */
const ASK_AGAIN_MS = 30_000;
/** Tasks end all the time, and few of them need somebody. */
const REST_MS = 3_000;
const RUNNING = 1;

/** What waits for somebody. */
export function useAttention() {
  return useQuery({
    queryKey: ['attention'],
    queryFn: async ({ signal }) => await ask('attention', { signal }),
    refetchInterval: ASK_AGAIN_MS,
  });
}

/** Once on every page: asks again as soon as somebody may be needed, or not any more. */
export function useAttentionRefresh(): void {
  useRefresh(['attention'], {
    on: ['task.changed', 'task.deleted', 'device.updated', 'device.health', 'device.incident'],
    isAbout: ({ name, data }) => name !== 'task.changed' || data.status !== RUNNING,
    restMs: REST_MS,
  });
}

/** Something done about it: says what came of it, and looks again at all that may have changed. */
export function useDeed<Input>(deed: (input: Input) => Promise<string>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: (sentence) => announce(sentence),
    onSettled: async () => await client.invalidateQueries(),
  });
}
