import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask, type BodyOf, type DataOf } from '../../lib/ask.ts';

export type BulkAction = BodyOf<'bulkTasks'>['action'];
export type Refusal = DataOf<'bulkTasks'>['results'][number];

/** So few at once that progress is seen, and that somebody who thinks better of it is heard. */
const TOGETHER: Readonly<Record<BulkAction, number>> = { stop: 100, retry: 100, delete: 500 };

export interface BulkRun {
  readonly action: BulkAction;
  readonly total: number;
  /** Of which something is known. */
  readonly reached: number;
  readonly done: number;
  readonly refused: readonly Refusal[];
  readonly isOver: boolean;
  readonly error: unknown;
}

/** Does something to many tasks, a part at a time, and gathers what came of each. */
export function useBulk() {
  const client = useQueryClient();
  const [run, setRun] = useState<BulkRun | null>(null);
  const isCancelled = useRef(false);
  const start = async (action: BulkAction, ids: readonly number[]): Promise<BulkRun> => {
    isCancelled.current = false;
    let now: BulkRun = { action, total: ids.length, reached: 0, done: 0, refused: [], isOver: false, error: null };
    const tell = (changes: Partial<BulkRun>): void => {
      now = { ...now, ...changes };
      setRun(now);
    };
    tell({});
    try {
      for (let at = 0; at < ids.length && !isCancelled.current; at += TOGETHER[action]) {
        const part = ids.slice(at, at + TOGETHER[action]);
        const { done_count: done, results } = await ask('bulkTasks', { body: { action, task_ids: part } });
        const refused = [...now.refused, ...results.filter(({ error }) => error !== null)];
        tell({ reached: now.reached + part.length, done: now.done + done, refused });
      }
    } catch (error) {
      tell({ error });
    }
    tell({ isOver: true });
    void client.invalidateQueries({ queryKey: ['taskRows'] });
    return now;
  };
  const cancel = (): void => {
    isCancelled.current = true;
  };
  return { run, start, cancel, close: () => setRun(null) };
}
