import { type ExpressionBuilder, sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { Db } from './database.ts';
import type { Tables } from './tables.ts';
import { lockClaims } from './tasks.ts';

/**
 * The longest wait before an automatic retry. One that seems to wait longer was put down by a clock that was ahead.
 * tasks/settle.ts has the numbers.
 */
const RETRY_WAITS_AT_MOST_MS = 10 * 60_000;

/**
 * After the clock was put back: tasks that were due as soon as they were made, and retries that were to wait for minutes,
 * would wait until the clock shows again what it showed then. They are due now. Others wait for the time they show.
 * What is written down tells it: the clock may have been ahead for less than the time between two looks.
 * @returns how many there were.
 */
export async function dueAfterAll(db: Db, serial: string, now: Date): Promise<number> {
  const isPutDownAhead = (where: Where) => putDownAhead(where, serial, now);
  const one = await db.selectFrom('tasks').select('id').where(isPutDownAhead).limit(1).executeTakeFirst();
  if (one === undefined) return 0;
  return await db.transaction().execute(async (tx) => {
    await lockClaims(tx, serial);
    const result = await tx.updateTable('tasks').set({ scheduled_at: now }).where(isPutDownAhead).executeTakeFirst();
    return Number(result.numUpdatedRows);
  });
}

type Where = ExpressionBuilder<Tables, 'tasks'>;

function putDownAhead(where: Where, serial: string, now: Date) {
  const failedAhead = where
    .selectFrom('attempts')
    .select(sql`1`.as('one'))
    .whereRef('attempts.task_id', '=', 'tasks.id')
    .where('attempts.finished_at', '>', now)
    .where(
      sql<boolean>`tasks.scheduled_at <= attempts.finished_at + ${RETRY_WAITS_AT_MOST_MS} * interval '1 millisecond'`,
    );
  return where.and([
    where('serial', '=', serial),
    where('status', '=', TASK_STATUS.pending),
    where('held_for', 'is', null),
    where('scheduled_at', '>', now),
    where.or([where('scheduled_at', '<=', where.ref('created_at')), where.exists(failedAhead)]),
  ]);
}
