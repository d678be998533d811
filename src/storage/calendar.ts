import { type RawBuilder, sql } from 'kysely';

import type { Reader, Tx } from './database.ts';
import { jsonText } from './json.ts';
import type { TaskRow } from './tasks.ts';

/** Undefined filters nothing. */
export interface CalendarFilter {
  readonly serial?: string | undefined;
  /** Without a leading @; upper and lower case are the same. */
  readonly username?: string | undefined;
  readonly platform?: 'tiktok' | 'instagram' | undefined;
  readonly status?: number | undefined;
}

/** From the first moment of each day to that of the next one; the last bound ends the last day. */
export type DayBounds = readonly Date[];

export interface CalendarRow {
  /** Index into the days. */
  readonly day: number;
  readonly id: number;
  readonly at: Date;
  readonly status: number;
  readonly serial: string;
  readonly username: string | null;
  readonly platform: 'tiktok' | 'instagram' | null;
  readonly script_name: string;
  readonly caption: string | null;
  readonly sha256: string | null;
  readonly mime: string | null;
  readonly material_count: number;
  readonly rehearsal: boolean;
  readonly held: boolean;
  readonly error_code: string | null;
  readonly published: string | null;
}

/** As the index `tasks_by_moment` has it. */
const MOMENT = sql<Date>`coalesce(finished_at, started_at, scheduled_at)`;
const CAPTION_CHARACTERS = 80;

/** The earliest tasks of each day: each day is a short walk along the index, however many it has. */
export async function listByDay(
  db: Reader,
  filter: CalendarFilter,
  { bounds, perDay }: { readonly bounds: DayBounds; readonly perDay: number },
): Promise<CalendarRow[]> {
  const query = sql<CalendarRow>`
    select days.number - 1 as day, found.*
    from unnest(${starts(bounds)}, ${ends(bounds)}) with ordinality as days (begins_at, ends_at, number)
    cross join lateral (
      select id, ${MOMENT} as at, status, serial, username, platform, script_name,
        left(plan->>'caption', ${CAPTION_CHARACTERS}) as caption,
        plan->'materials'->0->>'sha256' as sha256,
        plan->'materials'->0->>'mime' as mime,
        case when jsonb_typeof(plan->'materials') = 'array' then jsonb_array_length(plan->'materials') else 0 end
          as material_count,
        coalesce(plan->>'rehearsal', 'false') = 'true' as rehearsal,
        held_for is not null as held,
        error->>'code' as error_code,
        error->>'published' as published
      from tasks
      where ${MOMENT} >= days.begins_at and ${MOMENT} < days.ends_at and ${fits(filter)}
      order by ${MOMENT}, id
      limit ${perDay}
    ) as found
    order by days.number, found.at, found.id`;
  return (await query.execute(db)).rows;
}

export interface DayCount {
  readonly day: number;
  readonly status: number;
  readonly total: number;
}

/** How many tasks each day has in each state. */
export async function countByDay(db: Reader, filter: CalendarFilter, bounds: DayBounds): Promise<DayCount[]> {
  const query = sql<DayCount>`
    select width_bucket(${MOMENT}, ${starts(bounds)}) - 1 as day, status, count(*) as total
    from tasks
    where ${MOMENT} >= ${bounds.at(0)} and ${MOMENT} < ${bounds.at(-1)} and ${fits(filter)}
    group by 1, 2`;
  return (await query.execute(db)).rows;
}

function starts(bounds: DayBounds): RawBuilder<Date[]> {
  return sql`${bounds.slice(0, -1)}::timestamptz[]`;
}

function ends(bounds: DayBounds): RawBuilder<Date[]> {
  return sql`${bounds.slice(1)}::timestamptz[]`;
}

function fits({ serial, username, platform, status }: CalendarFilter): RawBuilder<unknown> {
  const conditions = [
    ...(serial === undefined ? [] : [sql`serial = ${serial}`]),
    ...(username === undefined ? [] : [sql`lower(username) = ${username.toLowerCase()}`]),
    ...(platform === undefined ? [] : [sql`platform = ${platform}`]),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** The last so many moves of a task are kept: enough to see what happened, and no row grows without end. */
const KEPT_MOVES = 20;

/** Writes down that a pending task was moved. The caller holds its row. */
export async function noteReschedule(tx: Tx, id: number, move: object): Promise<TaskRow> {
  const kept = sql`case when jsonb_array_length(reschedules) >= ${KEPT_MOVES} then reschedules - 0 else reschedules end`;
  return await tx
    .updateTable('tasks')
    .set({ reschedules: sql<string>`${kept} || ${jsonText([move])}::jsonb` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
