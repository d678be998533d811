import type { Tx } from '../storage/database.ts';
import { lastStartBefore } from '../storage/gaps.ts';
import type { TaskRow } from '../storage/tasks.ts';

export interface TurnOptions {
  /** Not sooner than this. */
  readonly from: Date;
  /** By request and phone, when the last of those begins that were given a turn before; whoever calls keeps it. */
  readonly lastAt?: Map<string, number>;
}

/** When a task may begin: tasks of one request keep their distance on a phone, also from the one that has started last. */
export async function nextTurn(tx: Tx, task: TaskRow, { from, lastAt = new Map() }: TurnOptions): Promise<Date> {
  const key = JSON.stringify([task.request_id, task.serial]);
  const last = lastAt.get(key) ?? (await lastStartBefore(tx, task))?.getTime();
  const at = last === undefined ? from.getTime() : Math.max(from.getTime(), last + (task.gap_ms ?? 0));
  lastAt.set(key, at);
  return new Date(at);
}
