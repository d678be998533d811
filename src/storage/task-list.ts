import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';

import { TASK_STATUS, type TaskStatusText } from '../contract/task-states.ts';
import type { Reader } from './database.ts';
import type { Tables } from './tables.ts';
import type { TaskRow } from './tasks.ts';

/** Undefined filters nothing. */
export interface TaskFilter {
  readonly status?: number | undefined;
  readonly serial?: string | undefined;
  readonly scriptName?: string | undefined;
  readonly source?: 'ui' | 'api' | undefined;
  /** Without a leading @; upper and lower case are the same. */
  readonly username?: string | undefined;
  readonly platform?: 'tiktok' | 'instagram' | undefined;
  readonly createdFrom?: Date | undefined;
  /** Exclusive. */
  readonly createdTo?: Date | undefined;
  readonly needsDecision?: boolean | undefined;
  /** Part of the caption or title, in lower case. */
  readonly text?: string | undefined;
}

export type TaskSort = '-id' | 'id' | 'scheduled_at' | '-scheduled_at';

export interface TaskPage {
  readonly sort: TaskSort;
  readonly offset: number;
  readonly limit: number;
}

export async function listTasks(db: Reader, filter: TaskFilter, page: TaskPage): Promise<TaskRow[]> {
  const direction = page.sort.startsWith('-') ? 'desc' : 'asc';
  let query = db
    .selectFrom('tasks')
    .selectAll()
    .where((where) => where.and(conditions(where, filter)));
  if (page.sort.endsWith('scheduled_at')) query = query.orderBy('scheduled_at', direction);
  return await query.orderBy('id', direction).offset(page.offset).limit(page.limit).execute();
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

type Where = ExpressionBuilder<Tables, 'tasks'>;

function conditions(where: Where, filter: TaskFilter): ExpressionWrapper<Tables, 'tasks', SqlBool>[] {
  const { status, serial, scriptName, source, username, platform, createdFrom, createdTo, needsDecision, text } =
    filter;
  return [
    ...(status === undefined ? [] : [where('status', '=', status)]),
    ...(serial === undefined ? [] : [where('serial', '=', serial)]),
    ...(scriptName === undefined ? [] : [where('script_name', '=', scriptName)]),
    ...(source === undefined ? [] : [where('source', '=', source)]),
    ...(username === undefined ? [] : [where(sql`lower(username)`, '=', username.toLowerCase())]),
    ...(platform === undefined ? [] : [where('platform', '=', platform)]),
    ...(createdFrom === undefined ? [] : [where('created_at', '>=', createdFrom)]),
    ...(createdTo === undefined ? [] : [where('created_at', '<', createdTo)]),
    ...(needsDecision === undefined ? [] : [where('held_for', needsDecision ? 'is not' : 'is', null)]),
    // strpos knows no wildcards, so % and _ in the text mean themselves.
    ...(text === undefined ? [] : [where(sql<number>`strpos(search_text, ${text})`, '>', 0)]),
  ];
}
