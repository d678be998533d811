import { invalid, type PostwrightError } from '../errors.ts';
import type { Random } from './random.ts';
import { knownZone, momentsOf, wallTimeAt } from './time-zone.ts';
import { parseTimestamp, parseWallTime } from './timestamp.ts';

export interface ScheduleRequest {
  readonly start_time?: string;
  readonly start_at?: string;
  readonly min_interval?: number;
  readonly max_interval?: number;
  readonly stagger?: number;
}

export interface ScheduleContext {
  readonly now: Date;
  /** IANA name of the zone in which start_time is meant. */
  readonly timeZone: string;
}

/** A start_at that was right when the caller wrote it must not fail because the request took its time. */
const PAST_TOLERANCE_MS = 60_000;
const MS_PER_MINUTE = 60_000;
/** RFC 3339, in which times are told, has four digits for the year. */
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * When the request's first task on each phone falls due.
 * @throws INVALID_PARAMETER
 */
export function firstDueAt(request: ScheduleRequest, { now, timeZone }: ScheduleContext): Date {
  const { start_time: startTime, start_at: startAt } = request;
  if (startTime !== undefined && startAt !== undefined) {
    throw invalid([{ path: 'start_at', message: 'cannot be given together with start_time; send one of them' }]);
  }
  if (startTime !== undefined) return nextTimeOfDay(startTime, { now, timeZone });
  return startAt === undefined ? now : checkedStartAt(startAt, now);
}

function checkedStartAt(startAt: string, now: Date): Date {
  return checkedMoment(parseTimestamp(startAt, 'start_at'), now);
}

/**
 * Where a task is moved to: start_at with its offset, or as the clock of time_zone shows it.
 * @throws INVALID_PARAMETER
 */
export function movedTo(
  { start_at: startAt, time_zone: zone }: { readonly start_at: string; readonly time_zone?: string },
  now: Date,
): Date {
  if (zone === undefined) return checkedStartAt(startAt, now);
  const wall = parseWallTime(startAt, 'start_at');
  return checkedMoment(new Date(momentsOf(knownZone(zone, 'time_zone'), wall)[0]), now);
}

function checkedMoment(at: Date, now: Date): Date {
  if (at.getTime() > LAST_MOMENT_MS) throw tooLate('start_at');
  if (at.getTime() < now.getTime() - PAST_TOLERANCE_MS) {
    throw invalid([{ path: 'start_at', message: `is in the past; it is ${now.toISOString()} now`, rule: 'past' }]);
  }
  return at;
}

/** The next moment at which the clock of the zone shows "HH:MM": today if still ahead, else tomorrow. */
export function nextTimeOfDay(time: string, { now, timeZone }: ScheduleContext): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = { ...wallTimeAt(timeZone, now), hour, minute };
  const ahead = momentsOf(timeZone, today).find((at) => at > now.getTime());
  if (ahead !== undefined) return new Date(ahead);
  // Date.UTC carries day 32 over into the next month.
  const tomorrow = new Date(Date.UTC(today.year, today.month - 1, today.day + 1));
  const wall = {
    year: tomorrow.getUTCFullYear(),
    month: tomorrow.getUTCMonth() + 1,
    day: tomorrow.getUTCDate(),
    hour,
    minute,
  };
  return new Date(momentsOf(timeZone, wall)[0]);
}

export interface Due {
  readonly at: Date;
  /** After the task before it on the same phone; null where the request has no intervals. */
  readonly gapMs: number | null;
}

/**
 * Hands out the due times of a request's tasks: on the first phone the first one at `first`, on each further phone
 * `stagger` minutes after that of the phone before it; each further one of a phone after a gap drawn evenly from
 * [min_interval, max_interval].
 * @throws INVALID_PARAMETER when max_interval is less than min_interval, or a task would fall due after the year 9999.
 */
export function dueTimes(request: ScheduleRequest, first: Date, random: Random): (serial: string) => Due {
  const min = request.min_interval ?? 0;
  const max = request.max_interval ?? min;
  if (max < min) {
    throw invalid([{ path: 'max_interval', message: `must be at least min_interval, which is ${min}` }]);
  }
  const staggerMs = (request.stagger ?? 0) * MS_PER_MINUTE;
  const lastBySerial = new Map<string, number>();
  return (serial) => {
    const last = lastBySerial.get(serial);
    const gapMs = last === undefined ? 0 : Math.round((min + random() * (max - min)) * MS_PER_MINUTE);
    const at = last === undefined ? first.getTime() + lastBySerial.size * staggerMs : last + gapMs;
    if (at > LAST_MOMENT_MS) throw tooLate(lateKey(last === undefined, lastBySerial.size));
    lastBySerial.set(serial, at);
    return { at: new Date(at), gapMs: max === 0 ? null : gapMs };
  };
}

/** Which setting put a task that late. */
function lateKey(isFirstOfPhone: boolean, phonesBefore: number): string {
  if (!isFirstOfPhone) return 'max_interval';
  return phonesBefore === 0 ? 'start_at' : 'stagger';
}

function tooLate(path: string): PostwrightError {
  return invalid([
    { path, message: 'would put a task after the year 9999; choose an earlier time or shorter intervals' },
  ]);
}
