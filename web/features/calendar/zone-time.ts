/**
 * What the clocks of a time zone do with days and hours. All arithmetic of the calendar is here, by Temporal: a day has as
 * many hours as there are, one that the clock skips is not there, and one that it shows twice is there twice.
 */
import { Temporal } from 'temporal-polyfill';

/** A row of the week: fine enough to plan posts by hand, and every change of a clock today is a multiple of it. */
export const SLOT_MINUTES = 30;
const MINUTES_PER_DAY = 24 * 60;
const HOURS_PER_DAY = 24;
const MS_PER_MINUTE = 60_000;

/** What calendar and clock on the wall show. */
export interface Wall {
  /** YYYY-MM-DD */
  readonly date: string;
  /** Since the midnight that the clock shows. */
  readonly minutes: number;
  /** Whether it is the second time that the clock shows this, after it was set back. */
  readonly again: boolean;
}

export interface Landing {
  /** Epoch milliseconds. */
  readonly at: number;
  /** skipped: the clock jumps over that time, and this is the moment it jumps to. once: there is no second time. */
  readonly kind: 'exact' | 'skipped' | 'once';
}

/** The moment at which the clock shows this. */
export function momentOf({ date, minutes, again }: Wall, zone: string): Landing {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds)
    return { at: earlier.epochMilliseconds, kind: again ? 'once' : 'exact' };
  if (earlier.toPlainDateTime().equals(wall)) return { at: (again ? later : earlier).epochMilliseconds, kind: 'exact' };
  // The two lie as far before and after the jump as the clock jumps.
  const jump = earlier.getTimeZoneTransition('next') ?? later;
  return { at: jump.epochMilliseconds, kind: 'skipped' };
}

/** What the clock shows at a moment. */
export function wallOf(at: number, zone: string): Wall {
  const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const first = shown.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'earlier' });
  return {
    date: shown.toPlainDate().toString(),
    minutes: shown.hour * 60 + shown.minute,
    again: first.epochMilliseconds < at,
  };
}

/** Whether the clock shows this time of day twice. */
export function isShownTwice(at: number, zone: string): boolean {
  return momentOf({ ...wallOf(at, zone), again: true }, zone).kind === 'exact';
}

export interface ZoneDay {
  readonly date: string;
  /** Epoch milliseconds of its first moment, and of that of the next day. */
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly hours: number;
}

export function dayOf(date: string, zone: string): ZoneDay {
  const plain = Temporal.PlainDate.from(date);
  const beginsAt = plain.toZonedDateTime(zone).epochMilliseconds;
  const endsAt = plain.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  return { date, beginsAt, endsAt, hours: (endsAt - beginsAt) / 3_600_000 };
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

/** How far the clock is ahead of UTC at a moment, as "+01:00". */
export function offsetAt(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset;
}

export function today(zone: string, now: number): string {
  return wallOf(now, zone).date;
}
