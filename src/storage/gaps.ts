import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { Reader, Tx } from './database.ts';

/** Where a task stands among those of its request on its phone. */
interface Place {
  readonly id: number;
  readonly request_id: string;
  readonly serial: string;
}

/** When the last of a request's tasks on a phone before this one started; undefined when none did. */
export async function lastStartBefore(
  db: Reader,
  { id, request_id: requestId, serial }: Place,
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('tasks')
    .select(({ fn }) => fn.max('started_at').as('at'))
    .where('request_id', '=', requestId)
    .where('serial', '=', serial)
    .where('id', '<', id)
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** A start that is later than this is late; a phone that was busy for a moment moves nothing. */
const LATE_MS = 10_000;
/** RFC 3339, in which times are told, has four digits for the year. */
const LAST_MOMENT = '9999-12-31T23:59:59.999Z';

/**
 * Keeps the gaps of a request when one of its tasks starts late: those after it on the same phone move as far as needed,
 * so that a phone that comes back does not publish all of them one after another.
 */
export async function keepGaps(tx: Tx, { id, request_id: requestId, serial }: Place, startedAt: Date): Promise<void> {
  await sql`
    with followers as (
      select id, least(
        ${startedAt}::timestamptz + sum(gap_ms) over (order by id) * interval '1 millisecond', ${LAST_MOMENT}::timestamptz
      ) as earliest_at
      from tasks
      where request_id = ${requestId} and serial = ${serial} and id > ${id}
        and status = ${TASK_STATUS.pending} and held_for is null and gap_ms is not null
    )
    update tasks set scheduled_at = followers.earliest_at
    from followers
    where tasks.id = followers.id
      and followers.earliest_at > tasks.scheduled_at + ${LATE_MS} * interval '1 millisecond'`.execute(tx);
}
