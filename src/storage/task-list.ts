import { sql } from 'kysely';

import type { TaskSort } from '../contract/task-filter.ts';
import { TASK_STATUS, type TaskStatusText } from '../contract/task-states.ts';
import type { Reader } from './database.ts';
import { conditions, type TaskFilter } from './task-filter.ts';
import type { TaskRow } from './tasks.ts';

export interface TaskPage {
  readonly sort: TaskSort;
  readonly offset: number;
  readonly limit: number;
}

/**
 * One page of tasks. Its ids are looked for first, which an index alone can do: rows are wide, and those before the page
 * are not read.
 */
export async function listTasks(db: Reader, filter: TaskFilter, page: TaskPage): Promise<TaskRow[]> {
  const ids = await listTaskIds(db, filter, page);
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('tasks').selectAll().where('id', '=', sql<number>`any(${ids}::bigint[])`).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function listTaskIds(
  db: Reader,
  filter: TaskFilter,
  { sort, offset, limit }: TaskPage,
): Promise<number[]> {
  const isDown = sort.startsWith('-');
  const direction = isDown ? 'desc' : 'asc';
  let query = db
    .selectFrom('tasks')
    .select('id')
    .where((where) => where.and(conditions(where, filter)));
  if (sort.endsWith('scheduled_at')) query = query.orderBy('scheduled_at', direction);
  if (sort.endsWith('finished_at'))
    query = query.orderBy('finished_at', (order) => (isDown ? order.desc().nullsLast() : order.asc().nullsFirst()));
  const rows = await query.orderBy('id', direction).offset(offset).limit(limit).execute();
  return rows.map(({ id }) => id);
}

export async function countTasks(db: Reader, filter: TaskFilter): Promise<number> {
  const row = await db
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where((where) => where.and(conditions(where, filter)))
    .executeTakeFirstOrThrow();
  return row.total;
}

/** How many tasks there are in each state. */
export async function countByStatus(db: Reader): Promise<Readonly<Record<TaskStatusText, number>>> {
  const rows = await db
    .selectFrom('tasks')
    .select(['status', ({ fn }) => fn.countAll<number>().as('total')])
    .groupBy('status')
    .execute();
  const of = (status: number): number => rows.find((row) => row.status === status)?.total ?? 0;
  return {
    pending: of(TASK_STATUS.pending),
    running: of(TASK_STATUS.running),
    completed: of(TASK_STATUS.completed),
    failed: of(TASK_STATUS.failed),
  };
}
