import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type DataOf, type QueryOf } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';

export type Account = DataOf<'readAccount'>;
export type Filter = NonNullable<QueryOf<'listAccounts'>>;
export const PLATFORMS = ['tiktok', 'instagram'] as const;

export function useAccounts(query: Filter) {
  return useQuery({
    queryKey: ['listAccounts', query],
    queryFn: async ({ signal }) => await ask('listAccounts', { query, signal }),
    placeholderData: (before) => before,
  });
}

export function useDevices() {
  return useQuery({
    queryKey: ['listDevices'],
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
  });
}

/** Changes accounts; says what came of it. */
export function useChange<Input>(change: (input: Input) => Promise<string | undefined>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (sentence) => {
      if (sentence !== undefined) announce(sentence);
      void client.invalidateQueries();
    },
  });
}
