/** Keeps what is shown true: the server tells what has changed, and that is asked for again, gathered and at most so often. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { FactEventName } from '../../src/contract/event.ts';
import { gathering } from './gathering.ts';
import { type LiveEvent, useLive, useLiveState } from './live.ts';

/** After an answer that took long, the next question waits so many times as long. */
const SHARE = 4;

interface Refresh<Names extends FactEventName> {
  readonly on: readonly Names[];
  /** Which of them are about it; all, if left out. */
  readonly isAbout?: (event: LiveEvent<Names>) => boolean;
  /** From an answer to the next question at least. */
  readonly restMs: number;
}

/** Asks again for what is under the key when the server tells of something that may have changed it. */
export function useRefresh<Names extends FactEventName>(
  queryKey: QueryKey,
  { on, isAbout, restMs }: Refresh<Names>,
): void {
  const client = useQueryClient();
  const again = useGathered(
    async () => await client.invalidateQueries({ queryKey }),
    (tookMs) => Math.max(restMs, tookMs * SHARE),
  );
  useLive(on, (event) => {
    if (isAbout?.(event) ?? true) again();
  });
}

/**
 * How often to ask without being told: for what no fact tells of, such as a battery, while the server is heard; else it is
 * all there is.
 */
export function usePaceMs({ live, deaf }: { readonly live: number; readonly deaf: number }): number {
  return useLiveState() === 'live' ? live : deaf;
}

/** `gathering` for as long as the component is there. @param restMs how long to rest after it, by how long it took. */
export function useGathered(act: () => Promise<unknown>, restMs: (tookMs: number) => number): () => void {
  const latest = useRef({ act, restMs });
  useEffect(() => {
    latest.current = { act, restMs };
  });
  const [{ call, forget }] = useState(() =>
    gathering({
      act: async () => await latest.current.act(),
      restMs: (tookMs) => latest.current.restMs(tookMs),
    }),
  );
  useEffect(() => forget, [forget]);
  return call;
}
