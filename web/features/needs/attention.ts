import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type DataOf } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';

export type Attention = DataOf<'attention'>;
const ASK_AGAIN_MS = 30_000;

/** What waits for somebody; asked again now and then while somebody looks. */
export function useAttention() {
  return useQuery({
    queryKey: ['attention'],
    queryFn: async ({ signal }) => await ask('attention', { signal }),
    refetchInterval: ASK_AGAIN_MS,
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
