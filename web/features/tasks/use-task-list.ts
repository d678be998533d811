/**
 * The list as it was when it was asked for: its ids, in an order that stays. What has come since is counted, not put in.
 */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ask, type QueryOf } from '../../lib/ask.ts';
import { useLive } from '../../lib/live.ts';
import { useGathered } from '../../lib/use-refresh.ts';

/** Asking for all ids again takes at most this share of the time. */
const SHARE = 20;
const LEAST_LOOK_MS = 2_000;

export type ListQuery = QueryOf<'listTaskIds'>;

export interface TaskListState {
  readonly ids: readonly number[];
  /** Whether these are all that fit. */
  readonly complete: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  /** How many fit by now that are not in the list. */
  readonly newer: number;
  /** Puts in what has come since. */
  refresh(): void;
}

/** @param query the same object for as long as it says the same. */
export function useTaskList(query: ListQuery): TaskListState {
  const client = useQueryClient();
  const queryKey = useMemo(() => ['taskIds', query] as const, [query]);
  const list = useQuery({
    queryKey,
    queryFn: async ({ signal }) => await ask('listTaskIds', { query, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  });
  const ids = useMemo(() => list.data?.task_ids ?? [], [list.data]);
  const { newer, look } = useNewer(query, ids);
  useLive(['task.created', 'task.changed', 'task.deleted'], look);
  return {
    ids,
    complete: list.data?.complete ?? true,
    isPending: list.isPending,
    error: list.data === undefined ? list.error : null,
    newer,
    refresh: () => void client.invalidateQueries({ queryKey }),
  };
}

/** Counts what fits by now and is not in the list, asking more seldom where asking takes longer. */
function useNewer(query: ListQuery, ids: readonly number[]) {
  const [newer, setNewer] = useState(0);
  const latest = useRef({ query, ids });
  useEffect(() => {
    latest.current = { query, ids };
    setNewer(0);
  }, [query, ids]);
  const look = useGathered(
    async () => {
      const asked = latest.current;
      const found = await ask('listTaskIds', { query: asked.query });
      if (latest.current !== asked) return;
      const known = new Set(asked.ids);
      setNewer(found.task_ids.filter((id) => !known.has(id)).length);
    },
    (tookMs) => Math.max(LEAST_LOOK_MS, tookMs * SHARE),
  );
  return { newer, look };
}
