/** Days and times of the calendar as the reader's language writes them. */
import { isShownTwice, offsetAt } from '../../lib/zone-time.ts';
import type { Row, ZoneDay } from './half-hours.ts';

export interface Reader {
  readonly language: string;
  readonly zone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, found);
  return found;
}

/** A day by itself is the same day everywhere. */
function noon(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

const UTC = { timeZone: 'UTC' } as const;

/** `Sun 29` */
export function shortDay(date: string, language: string): string {
  return format(language, { weekday: 'short', day: 'numeric', ...UTC }).format(noon(date));
}

/** `Sunday, 29 March` */
export function longDay(date: string, language: string): string {
  return format(language, { weekday: 'long', day: 'numeric', month: 'long', ...UTC }).format(noon(date));
}

export function weekday(date: string, language: string): string {
  return format(language, { weekday: 'short', ...UTC }).format(noon(date));
}

export function dayNumber(date: string, language: string): string {
  return format(language, { day: 'numeric', ...UTC }).format(noon(date));
}

export function monthTitle(date: string, language: string): string {
  return format(language, { month: 'long', year: 'numeric', ...UTC }).format(noon(date));
}

/** `23 – 29 March 2026` */
export function rangeTitle(first: string, last: string, language: string): string {
  return format(language, { day: 'numeric', month: 'long', year: 'numeric', ...UTC }).formatRange(
    noon(first),
    noon(last),
  );
}

/** `02:30`; with the zone's name of the moment where the clock shows that twice, which only days of a change do. */
export function timeOf(at: number, { language, zone }: Reader, isChangeDay: boolean): string {
  const name = isChangeDay && isShownTwice(at, zone) ? ({ timeZoneName: 'short' } as const) : {};
  return format(language, { hour: '2-digit', minute: '2-digit', timeZone: zone, ...name }).format(at);
}

/** `Sun, 29 March, 02:30 CET`: nothing left to guess. */
export function momentLabel(at: number, { language, zone }: Reader): string {
  return format(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);
}

/** The time of a row; of one that comes twice, with its offset, by the day that has it twice. */
export function rowLabel(row: Row, at: number | undefined, { language, zone }: Reader): string {
  const minutes = String(row.minutes % 60).padStart(2, '0');
  const hours = String(Math.floor(row.minutes / 60)).padStart(2, '0');
  const time = format(language, { hour: '2-digit', minute: '2-digit', ...UTC }).format(
    new Date(`2026-01-01T${hours}:${minutes}:00Z`),
  );
  return at === undefined ? time : `${time} ${offsetAt(at, zone)}`;
}

export function isChanged({ hours }: Pick<ZoneDay, 'hours'>): boolean {
  return hours !== 24;
}
