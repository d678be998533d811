import { type ExpressionBuilder, sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { Db, Reader } from './database.ts';
import { jsonText } from './json.ts';
import type { Tables } from './tables.ts';
import { lockClaims, type TaskRow } from './tasks.ts';

export interface LookTimes {
  readonly now: Date;
  /** The second look comes this long before a task is due. */
  readonly aheadMs: number;
}

export type LookedAt = Pick<TaskRow, 'id' | 'serial' | 'script_name' | 'plan' | 'scheduled_at'>;

/** The phones of pending tasks that were not looked at yet, or that are due soon and were last looked at before that. */
export async function listPhonesToLookAt(db: Reader, times: LookTimes): Promise<string[]> {
  const rows = await db
    .selectFrom('tasks')
    .select('serial')
    .distinct()
    .where((where) => isOwedALook(where, times))
    .orderBy('serial')
    .execute();
  return rows.map(({ serial }) => serial);
}

/** Those of one phone, the earliest first. */
export async function listTasksToLookAt(
  db: Reader,
  serial: string,
  { limit, ...times }: LookTimes & { readonly limit: number },
): Promise<LookedAt[]> {
  return await db
    .selectFrom('tasks')
    .select(['id', 'serial', 'script_name', 'plan', 'scheduled_at'])
    .where('serial', '=', serial)
    .where((where) => isOwedALook(where, times))
    .orderBy('scheduled_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

function isOwedALook(where: ExpressionBuilder<Tables, 'tasks'>, { now, aheadMs }: LookTimes) {
  const ahead = sql`make_interval(secs => ${aheadMs / 1000})`;
  return where.and([
    where('status', '=', TASK_STATUS.pending),
    where.or([
      where('preflight_at', 'is', null),
      where.and([
        where('scheduled_at', '>', now),
        where('scheduled_at', '<=', new Date(now.getTime() + aheadMs)),
        sql<boolean>`preflight_at < scheduled_at - ${ahead}`,
      ]),
    ]),
  ]);
}

export interface FoundPreflight {
  readonly id: number;
  readonly preflight: object;
}

/** A claim of the phone waits for at most so many rows, which takes milliseconds. */
const SAVED_AT_ONCE = 200;

/**
 * Writes what was found of pending tasks of one phone; others have begun meanwhile and keep what they had.
 * @returns the ids of those that were written.
 */
export async function savePreflights(
  db: Db,
  serial: string,
  { found, at }: { readonly found: readonly FoundPreflight[]; readonly at: Date },
): Promise<number[]> {
  const written: number[] = [];
  for (let from = 0; from < found.length; from += SAVED_AT_ONCE) {
    const some = found.slice(from, from + SAVED_AT_ONCE);
    const ids = some.map(({ id }) => id);
    const texts = some.map(({ preflight }) => jsonText(preflight));
    const rows = await db.transaction().execute(async (tx) => {
      await lockClaims(tx, serial);
      return await tx
        .updateTable('tasks')
        .from(
          sql<{ id: number; preflight: object }>`unnest(${ids}::bigint[], ${texts}::jsonb[])`.as<'found'>(
            sql`found (id, preflight)`,
          ),
        )
        .set((set) => ({ preflight: set.ref('found.preflight') as never, preflight_at: at }))
        .whereRef('tasks.id', '=', 'found.id')
        .where('status', '=', TASK_STATUS.pending)
        .returning('tasks.id')
        .execute();
    });
    written.push(...rows.map(({ id }) => id));
  }
  return written;
}

/** A phone that was missed is back: its tasks are owed a look again. The phone is what the first finding is about. */
export async function forgetAbsence(db: Db, serial: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockClaims(tx, serial);
    await tx
      .updateTable('tasks')
      .set({ preflight_at: null })
      .where('serial', '=', serial)
      .where('status', '=', TASK_STATUS.pending)
      .where(sql<string>`preflight->'findings'->0->>'level'`, '=', 'fail')
      .execute();
  });
}
