import type { Calendar, CalendarEntry, CalendarQuery } from '../contract/calendar.ts';
import { invalid } from '../errors.ts';
import type { Clock } from '../kit/clock.ts';
import {
  type CalendarFilter,
  type CalendarRow,
  countByDay,
  type DayBounds,
  type DayCount,
  listByDay,
} from '../storage/calendar.ts';
import { atOneMoment, type Db } from '../storage/database.ts';
import { statusText, TASK_STATUS, type TaskStatus } from './states.ts';
import { knownZone, momentsOf, wallTimeAt } from './time-zone.ts';

const DEFAULT_DAYS = 7;
const DEFAULT_PER_DAY = 50;

export interface CalendarContext {
  readonly db: Db;
  readonly clock: Clock;
  /** The server's. */
  readonly timeZone: string;
}

/** What is due and what was done on each of some days. @throws INVALID_PARAMETER */
export async function readCalendar(context: CalendarContext, query: CalendarQuery): Promise<Calendar> {
  const { db, clock, timeZone } = context;
  const { days: dayCount = DEFAULT_DAYS, per_day: perDay = DEFAULT_PER_DAY } = query;
  const zone = query.time_zone === undefined ? timeZone : knownZone(query.time_zone, 'query.time_zone');
  const dates = datesFrom(query.from ?? today(zone, clock.now()), dayCount + 1);
  const bounds = boundsOf(dates, zone);
  const filter = filterOf(query);
  const { rows, counts } = await atOneMoment(db, async (tx) => ({
    rows: await listByDay(tx, filter, { bounds, perDay }),
    counts: await countByDay(tx, filter, bounds),
  }));
  return {
    time_zone: query.time_zone ?? timeZone,
    days: dates.slice(0, -1).map((date, day) => ({
      date,
      begins_at: momentAt(bounds, day),
      ends_at: momentAt(bounds, day + 1),
      ...countsOf(counts, day),
      entries: rows.filter((row) => row.day === day).map(viewEntry),
    })),
  };
}

function filterOf({ serial, username, platform, status }: CalendarQuery): CalendarFilter {
  return { serial, username: username?.replace(/^@/, ''), platform, status };
}

/** Days one after another, as YYYY-MM-DD. UTC has no days that are longer or shorter than others. */
function datesFrom(first: string, count: number): string[] {
  const start = new Date(`${first}T00:00:00Z`);
  const dates = Array.from({ length: count }, (_, day) => {
    const at = new Date(start);
    at.setUTCDate(start.getUTCDate() + day);
    return at.toISOString().slice(0, 10);
  });
  if (dates[0] !== first) throw invalid([{ path: 'query.from', message: 'is a day that does not exist' }]);
  return dates;
}

function today(zone: string, now: Date): string {
  const { year, month, day } = wallTimeAt(zone, now);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Midnight of each day; where the clock skips it, the moment of the change. */
function boundsOf(dates: readonly string[], zone: string): DayBounds {
  return dates.map((date) => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    return new Date(momentsOf(zone, { year, month, day, hour: 0, minute: 0 })[0]);
  });
}

function momentAt(bounds: DayBounds, index: number): string {
  return (bounds[index] as Date).toISOString();
}

function countsOf(counts: readonly DayCount[], day: number) {
  const of = (status: number): number =>
    counts.find((count) => count.day === day && count.status === status)?.total ?? 0;
  return {
    pending: of(TASK_STATUS.pending),
    running: of(TASK_STATUS.running),
    completed: of(TASK_STATUS.completed),
    failed: of(TASK_STATUS.failed),
  };
}

const WHAT: Readonly<Record<TaskStatus, CalendarEntry['what']>> = Object.freeze({
  [TASK_STATUS.pending]: 'due',
  [TASK_STATUS.running]: 'started',
  [TASK_STATUS.completed]: 'finished',
  [TASK_STATUS.failed]: 'finished',
});

function viewEntry(row: CalendarRow): CalendarEntry {
  const status = row.status as TaskStatus;
  const { sha256, mime } = row;
  return {
    id: row.id,
    at: row.at.toISOString(),
    what: WHAT[status],
    status,
    status_text: statusText(status),
    serial: row.serial,
    username: row.username,
    platform: row.platform,
    script_name: row.script_name,
    caption: row.caption ?? '',
    material: sha256 === null || mime === null ? null : { sha256, mime },
    material_count: row.material_count,
    rehearsal: row.rehearsal,
    needs_decision: row.held,
    error_code: row.error_code,
    published_unknown: row.published === 'unknown',
  };
}
