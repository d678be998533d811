/**
 * Days and their half hours as the clock of a zone has them: a day has as many hours as there are, one that the clock skips
 * is not there, and one that it shows twice is there twice.
 */
import { type Landing, momentOf, type Wall, wallOf } from '../../lib/zone-time.ts';
import { addDays } from './dates.ts';

/** A row of the week: fine enough to plan posts by hand, and every change of a clock today is a multiple of it. */
export const SLOT_MINUTES = 30;
const MINUTES_PER_DAY = 24 * 60;
const HOURS_PER_DAY = 24;
const MS_PER_MINUTE = 60_000;

export interface ZoneDay {
  readonly date: string;
  /** Epoch milliseconds of its first moment, and of that of the next day. */
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly hours: number;
}

export function dayOf(date: string, zone: string): ZoneDay {
  const beginsAt = firstMoment(date, zone);
  const endsAt = firstMoment(addDays(date, 1), zone);
  return { date, beginsAt, endsAt, hours: (endsAt - beginsAt) / 3_600_000 };
}

/** Midnight, or what comes instead where the clock skips that. */
function firstMoment(date: string, zone: string): number {
  return momentOf({ date, minutes: 0, again: false }, zone).at;
}

/** The same as `wallOf` for a moment of one of these days, of which most need no more than a division. */
export function wallIn(days: readonly ZoneDay[], at: number, zone: string): Wall {
  const day = days.find(({ beginsAt, endsAt }) => beginsAt <= at && at < endsAt);
  if (day?.hours !== HOURS_PER_DAY) return wallOf(at, zone);
  return { date: day.date, minutes: Math.floor((at - day.beginsAt) / MS_PER_MINUTE), again: false };
}

/** A row of the week: a time of day, the second one where some day of the week shows it twice. */
export interface Row {
  readonly minutes: number;
  readonly again: boolean;
}

/** Every half hour that some of these days has; the second ones stand where the clock has been set back over them. */
export function rowsOf(days: readonly ZoneDay[], zone: string): Row[] {
  const rows: Row[] = [];
  const repeated = new Set(days.flatMap((day) => repeatedMinutes(day, zone)));
  let pending: Row[] = [];
  for (let minutes = 0; minutes < MINUTES_PER_DAY; minutes += SLOT_MINUTES) {
    if (!repeated.has(minutes)) rows.push(...pending.splice(0));
    rows.push({ minutes, again: false });
    if (repeated.has(minutes)) pending = [...pending, { minutes, again: true }];
  }
  return [...rows, ...pending];
}

function repeatedMinutes({ date, hours }: ZoneDay, zone: string): number[] {
  if (hours <= HOURS_PER_DAY) return [];
  const all = Array.from({ length: MINUTES_PER_DAY / SLOT_MINUTES }, (_, slot) => slot * SLOT_MINUTES);
  return all.filter((minutes) => momentOf({ date, minutes, again: true }, zone).kind === 'exact');
}

/** When a row begins on a day; null where the day has no such half hour. */
export function cellMoment(day: ZoneDay, row: Row, zone: string): number | null {
  if (day.hours === HOURS_PER_DAY) return row.again ? null : day.beginsAt + row.minutes * MS_PER_MINUTE;
  const { at, kind } = momentOf({ date: day.date, ...row }, zone);
  return kind === 'exact' ? at : null;
}

/** The row that a moment stands in. */
export function rowAt(rows: readonly Row[], { minutes, again }: Wall): number {
  const slot = minutes - (minutes % SLOT_MINUTES);
  const exact = rows.findIndex((row) => row.minutes === slot && row.again === again);
  return exact >= 0 ? exact : rows.findIndex((row) => row.minutes === slot);
}

/** The same time of day on another day. */
export function onDay(at: number, date: string, zone: string): Landing {
  return momentOf({ ...wallOf(at, zone), date }, zone);
}

export function today(zone: string, now: number): string {
  return wallOf(now, zone).date;
}
