/**
 * What the clock of a zone shows, and which moments that is. All arithmetic of zones in the console is here, and gives the
 * answers that the server gives for `start_time`: of two the first, unless the second is asked for, and where the clock is
 * set forward over a time, as far after the change as the time is after the last one before (02:30 becomes 03:30).
 */

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_HOUR = 60;
/** Longer than any offset from UTC, and short enough that two changes of a zone's clock are never both within it. */
const MS_PER_DAY = 86_400_000;

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
  /** skipped: the clock jumps over that time. once: there is no second time. */
  readonly kind: 'exact' | 'skipped' | 'once';
}

/**
 * Browsers read other texts as dates too, each its own. While a year is being typed it is 0002, 0020, 0203: none that a clock
 * of today shows.
 */
const TEXT = /^((?:19[7-9]|[2-9]\d\d)\d-\d\d-\d\d)T(\d\d):(\d\d)$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const found =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', calendar: 'gregory', timeZone: zone });
  formats.set(zone, found);
  return found;
}

/** What the clock shows, as fields of forms have it: `2026-03-01T18:30`. Swedish dates are written as RFC 3339 has them. */
export function textOf(at: number, zone: string): string {
  return formatOf(zone).format(at).replace(' ', 'T').slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** Null for what is no time. */
export function readText(text: string): Wall | null {
  const [, date = '', hours, minutes] = TEXT.exec(text) ?? [];
  if (date === '' || Number.isNaN(Date.parse(`${text}:00Z`))) return null;
  return { date, minutes: Number(hours) * MINUTES_PER_HOUR + Number(minutes), again: false };
}

/** Null for what is no time. */
export function momentOfText(text: string, zone: string): Date | null {
  const wall = readText(text);
  return wall === null ? null : new Date(momentOf(wall, zone).at);
}

/** The moment at which the clock shows this. */
export function momentOf({ date, minutes, again }: Wall, zone: string): Landing {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minutes * MS_PER_MINUTE;
  const before = aheadMs(asUtc - MS_PER_DAY, zone);
  const after = aheadMs(asUtc + MS_PER_DAY, zone);
  const [first, second] = [...new Set([before, after])]
    .map((ahead) => asUtc - ahead)
    .filter((at) => at + aheadMs(at, zone) === asUtc)
    .toSorted((a, b) => a - b);
  if (first === undefined) return { at: asUtc - before, kind: 'skipped' };
  if (second === undefined) return { at: first, kind: again ? 'once' : 'exact' };
  return { at: again ? second : first, kind: 'exact' };
}

/** What the clock shows at a moment. */
export function wallOf(at: number, zone: string): Wall {
  const [date = '', time = ''] = textOf(at, zone).split('T');
  const [hours, minutes] = time.split(':').map(Number);
  const wall = { date, minutes: (hours ?? 0) * MINUTES_PER_HOUR + (minutes ?? 0), again: false };
  return { ...wall, again: momentOf(wall, zone).at < wholeMinute(at) };
}

/** Whether the clock shows this time of day twice. */
export function isShownTwice(at: number, zone: string): boolean {
  return momentOf({ ...wallOf(at, zone), again: true }, zone).kind === 'exact';
}

/** How far the clock is ahead of UTC at a moment, as "+01:00". */
export function offsetAt(at: number, zone: string): string {
  const minutes = aheadMs(at, zone) / MS_PER_MINUTE;
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / MINUTES_PER_HOUR))}:${two(size % MINUTES_PER_HOUR)}`;
}

function aheadMs(at: number, zone: string): number {
  const minute = wholeMinute(at);
  return Date.parse(`${textOf(minute, zone)}:00Z`) - minute;
}

function wholeMinute(at: number): number {
  return Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE;
}
