import { QueryClient } from '@tanstack/react-query';
import { ApiFailure, NO_ANSWER, whenSignedOut } from './ask.ts';

const FRESH_MS = 5_000;
const MOST_TRIES = 3;
/** The codes of a server that cannot serve now, and may soon. */
const AWAY = 50300;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // What the server refuses it will refuse again.
      retry: (count, error) => count < MOST_TRIES && isAway(error),
    },
  },
});

whenSignedOut(() => void queryClient.invalidateQueries({ queryKey: ['readSession'] }));

/** Whether nothing is wrong with what was asked: nobody could answer it now. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiFailure && (error.code === NO_ANSWER || Math.floor(error.code / 100) === AWAY / 100);
}
