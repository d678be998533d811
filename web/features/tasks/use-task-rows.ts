/** The rows of the list, fetched where they are looked at; what changes shows in them. */
import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import type { Task } from '../../../src/contract/types.ts';
import { ask } from '../../lib/ask.ts';
import { type LiveEvent, useLive } from '../../lib/live.ts';
import { useGathered } from '../../lib/use-refresh.ts';

/** Rows that are fetched together. */
const CHUNK = 50;
const REST_MS = 400;
const TASK_EVENTS = ['task.changed', 'task.progressed', 'task.deleted', 'task.preflight'] as const;

/** undefined: on its way. null: deleted since. */
export type RowState = Task | null | undefined;

type Chunk = ReadonlyMap<number, Task>;

/**
 * @param range the indexes of the first and last row that are looked at.
 * @returns what is known of the row at an index.
 */
export function useTaskRows(ids: readonly number[], range: readonly [number, number]): (index: number) => RowState {
  const client = useQueryClient();
  const { keyOf, row } = useChunks(ids, range);
  const changed = useChunkRefresh(ids);
  useLive(TASK_EVENTS, (event) => {
    if (event.name === 'task.progressed') showProgress(event, keyOf, client);
    else changed(event.data.task_id);
  });
  return row;
}

function useChunks(ids: readonly number[], [first, last]: readonly [number, number]) {
  const from = Math.floor(first / CHUNK);
  const to = Math.min(Math.floor(last / CHUNK), Math.ceil(ids.length / CHUNK) - 1);
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  const queries = numbers.map((number) => {
    const wanted = ids.slice(number * CHUNK, (number + 1) * CHUNK);
    return {
      queryKey: ['taskRows', ...wanted],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<Chunk> => {
        const { tasks } = await ask('listTasks', { query: { ids: wanted.join(','), page_size: 100 }, signal });
        return new Map(tasks.map((task) => [task.id, task]));
      },
      gcTime: 60_000,
    };
  });
  const results = useQueries({ queries });
  return {
    keyOf: (id: number) => queries.find(({ queryKey }) => queryKey.includes(id))?.queryKey,
    row: (index: number): RowState => {
      const data = results[Math.floor(index / CHUNK) - from]?.data;
      return data === undefined ? undefined : (data.get(ids[index] ?? 0) ?? null);
    },
  };
}

/** Progress comes every second from every phone that is at work: it is written into the row without asking. */
function showProgress(
  { data }: LiveEvent<'task.progressed'>,
  keyOf: (id: number) => readonly unknown[] | undefined,
  client: QueryClient,
): void {
  const key = keyOf(data.task_id);
  if (key === undefined) return;
  const { step, label, percent, stopping } = data;
  client.setQueryData<Chunk>([...key], (chunk) => {
    const task = chunk?.get(data.task_id);
    if (chunk === undefined || task === undefined || task.status !== 1) return chunk;
    const progress = { step, label, percent, stopping } as Task['progress'];
    return new Map(chunk).set(task.id, { ...task, progress });
  });
}

/** Asks again for the rows that have changed, gathered for a moment. */
function useChunkRefresh(ids: readonly number[]): (id: number) => void {
  const client = useQueryClient();
  const changed = useRef(new Set<number>());
  const shown = useMemo(() => new Set(ids), [ids]);
  const look = useGathered(
    async () => {
      const due = changed.current;
      changed.current = new Set();
      await client.invalidateQueries({
        predicate: ({ queryKey: [name, ...rest] }) =>
          name === 'taskRows' && rest.some((each) => due.has(each as number)),
      });
    },
    () => REST_MS,
  );
  return useCallback(
    (id: number) => {
      if (!shown.has(id)) return;
      changed.current.add(id);
      look();
    },
    [look, shown],
  );
}
