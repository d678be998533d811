import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { AccountRow } from './accounts.ts';
import type { Reader } from './database.ts';
import type { TaskRow } from './tasks.ts';

/** The first rows of a group, and what is known of all of it. */
export interface Group<Row> {
  readonly count: number;
  readonly oldestAt: Date | null;
  readonly rows: readonly Row[];
}

interface Counted {
  readonly count: number;
  readonly oldest: Date | null;
}

/** Failed tasks of which nobody knows whether they were published, the oldest first. */
export async function listUnknownOutcomes(db: Reader, limit: number): Promise<Group<TaskRow>> {
  const unknown = db
    .selectFrom('tasks')
    .where('status', '=', TASK_STATUS.failed)
    .where(sql`error->>'published'`, '=', 'unknown');
  const counted: Counted = await unknown
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('finished_at').as('oldest')])
    .executeTakeFirstOrThrow();
  const rows = await unknown.selectAll().orderBy('finished_at').orderBy('id').limit(limit).execute();
  return { count: counted.count, oldestAt: counted.oldest, rows };
}

/** Pending tasks that wait for a decision, the one due first comes first. */
export async function listHeld(db: Reader, limit: number): Promise<Group<TaskRow>> {
  const held = db.selectFrom('tasks').where('status', '=', TASK_STATUS.pending).where('held_for', 'is not', null);
  const counted: Counted = await held
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('held_since').as('oldest')])
    .executeTakeFirstOrThrow();
  const rows = await held.selectAll().orderBy('scheduled_at').orderBy('id').limit(limit).execute();
  return { count: counted.count, oldestAt: counted.oldest, rows };
}

export interface QuarantinedRow {
  readonly serial: string;
  readonly model: string | null;
  readonly state: string;
  readonly quarantined_at: Date | null;
  readonly quarantine_reason: string | null;
  readonly quarantined_by: 'postwright' | 'operator' | null;
}

/** All of them, the oldest first: there are as many as there are phones at most. */
export async function listQuarantined(db: Reader): Promise<QuarantinedRow[]> {
  return await db
    .selectFrom('devices')
    .select(['serial', 'model', 'state', 'quarantined_at', 'quarantine_reason', 'quarantined_by'])
    .where('quarantined_at', 'is not', null)
    .orderBy('quarantined_at')
    .orderBy('serial')
    .execute();
}

/** Enabled accounts that were not signed in on their phone when that was last looked at, the oldest look first. */
export async function listSignedOut(db: Reader, limit: number): Promise<Group<AccountRow>> {
  const out = db
    .selectFrom('accounts')
    .where('enabled', '=', true)
    .where('signed_in', '=', false)
    .where('serial', 'is not', null)
    .where('last_check_at', 'is not', null);
  const counted: Counted = await out
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('last_check_at').as('oldest')])
    .executeTakeFirstOrThrow();
  const rows = await out.selectAll().orderBy('last_check_at').orderBy('id').limit(limit).execute();
  return { count: counted.count, oldestAt: counted.oldest, rows };
}

/** What failed tasks have in common, in one row. */
export interface StuckRow {
  readonly tasks: number;
  readonly serials: readonly string[];
  readonly first: Date;
  readonly last: Date;
  /** Of the last one. */
  readonly id: number;
  readonly attempt: number;
  readonly platform: TaskRow['platform'];
  readonly error: Readonly<{ code: string; message: string; fingerprint: string | null }>;
}

/** One row a fingerprint. The newest first. */
export async function listDialogs(db: Reader, limit: number): Promise<Group<StuckRow>> {
  return await listStuck(db, {
    limit,
    which: sql`tasks.error->>'fingerprint' is not null`,
    by: sql`tasks.error->>'fingerprint'`,
  });
}

/**
 * One row an app on a phone. Whether an account that is registered is signed in, its own row says. The newest first.
 */
export async function listBlockedApps(db: Reader, limit: number): Promise<Group<StuckRow>> {
  return await listStuck(db, {
    limit,
    which: sql`tasks.error->>'code' in ('APP_BLOCKED', 'ACCOUNT_NOT_SIGNED_IN')
      and (tasks.error->>'code' = 'APP_BLOCKED' or not exists (
        select from accounts where accounts.platform = tasks.platform
          and lower(accounts.username) = lower(tasks.username)
      ))`,
    by: sql`tasks.serial, tasks.script_name, tasks.platform`,
  });
}

interface Stuck {
  readonly limit: number;
  readonly which: ReturnType<typeof sql>;
  readonly by: ReturnType<typeof sql>;
}

/**
 * A task that the same app has completed on the same phone since says that the way is free again. By its limit that is
 * asked for each of the few failed tasks, in place of reading all the completed ones.
 */
async function listStuck(db: Reader, { limit, which, by }: Stuck): Promise<Group<StuckRow>> {
  const last = (column: string) =>
    sql`(array_agg(${sql.ref(column)} order by tasks.finished_at desc, tasks.id desc))[1]`;
  const { rows } = await sql<StuckRow & { readonly groups: number; readonly oldest: Date }>`
    select
      count(*) as tasks, array_agg(distinct tasks.serial) as serials,
      min(tasks.finished_at) as first, max(tasks.finished_at) as last,
      ${last('tasks.id')} as id, ${last('tasks.attempt')} as attempt, ${last('tasks.platform')} as platform,
      ${last('tasks.error')} as error,
      count(*) over () as groups, min(min(tasks.finished_at)) over () as oldest
    from tasks
    where tasks.status = ${sql.lit(TASK_STATUS.failed)} and ${which} and (
      select later.id from tasks as later
      where later.status = ${sql.lit(TASK_STATUS.completed)} and later.serial = tasks.serial
        and later.finished_at > tasks.finished_at
        and later.script_name = tasks.script_name and later.platform is not distinct from tasks.platform
      limit 1
    ) is null
    group by ${by}
    order by max(tasks.finished_at) desc, max(tasks.id) desc
    limit ${Math.max(limit, 1)}`.execute(db);
  const [first] = rows;
  return { count: first?.groups ?? 0, oldestAt: first?.oldest ?? null, rows: rows.slice(0, limit) };
}

/** What is kept of attempts, by task; of each the attempt that the task is at. */
export async function listEvidence(
  db: Reader,
  taskIds: readonly number[],
): Promise<ReadonlyMap<number, readonly object[]>> {
  if (taskIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .select(['attempts.task_id', 'attempts.evidence'])
    .where('attempts.task_id', '=', sql<number>`any(${[...taskIds]}::bigint[])`)
    .whereRef('attempts.number', '=', 'tasks.attempt')
    .execute();
  return new Map(rows.map(({ task_id, evidence }) => [task_id, evidence]));
}
