/** Days as a time zone has them: of 23, 24 or 25 hours. */
import { momentOf, wallOf } from '../../lib/zone-time.ts';

const DAY_MS = 86_400_000;

export interface Span {
  readonly from: Date | null;
  /** Exclusive. */
  readonly to: Date | null;
}

/** `today`, `week` (the seven days until tomorrow), `2026-03-01`, `2026-03-01..2026-03-07`, `..2026-03-07`. */
export function readSpan(value: string, timeZone: string, now: Date): Span | null {
  const today = dayOf(now, timeZone);
  const days = (first: string, last: string): Span => ({
    from: startOf(first, timeZone),
    to: startOf(plusDays(last, 1), timeZone),
  });
  switch (value) {
    case 'today':
      return days(today, today);
    case 'tomorrow':
      return days(plusDays(today, 1), plusDays(today, 1));
    case 'yesterday':
      return days(plusDays(today, -1), plusDays(today, -1));
    case 'week':
      return days(plusDays(today, -6), today);
    default:
      return readDates(value, timeZone);
  }
}

function readDates(value: string, timeZone: string): Span | null {
  const [, first = '', dots, last = ''] = /^(\d{4}-\d\d-\d\d)?(\.\.)?(\d{4}-\d\d-\d\d)?$/.exec(value) ?? [];
  if (![first, last].every((day) => day === '' || isDay(day)) || (first === '' && last === '')) return null;
  if (dots === undefined && last !== '') return null;
  const end = dots === undefined ? first : last;
  return {
    from: first === '' ? null : startOf(first, timeZone),
    to: end === '' ? null : startOf(plusDays(end, 1), timeZone),
  };
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The date there, as `2026-03-01`. */
function dayOf(at: Date, timeZone: string): string {
  return wallOf(at.getTime(), timeZone).date;
}

/** When a day begins there: at midnight, or where that is left out, at the first moment of the day. */
function startOf(day: string, timeZone: string): Date {
  return new Date(momentOf({ date: day, minutes: 0, again: false }, timeZone).at);
}
