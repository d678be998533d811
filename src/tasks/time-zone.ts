import { invalid } from '../errors.ts';

/** Wall-clock time in an IANA time zone, by what Intl knows of the zones. Node 24 has no Temporal without a flag. */

/** A day and a time of day as a clock on the wall shows them. Months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const MS_PER_SECOND = 1000;
/** Longer than any offset from UTC, and short enough that two changes of a zone's clock are never both within it. */
const MS_PER_DAY = 24 * 60 * 60 * MS_PER_SECOND;

/** What the clock shows at a moment. */
export function wallTimeAt(zone: string, at: Date): WallTime {
  const { year, month, day, hour, minute } = partsAt(zone, at.getTime());
  return { year, month, day, hour, minute };
}

/**
 * The moments at which the clock shows this: one, two where it is set back over it, and where it is set forward over it,
 * the moment as far after the change as the time is after the last one before (02:30 becomes 03:30).
 * @returns epoch milliseconds, earliest first.
 */
export function momentsOf(zone: string, wall: WallTime): readonly [number, ...number[]] {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const before = offsetAt(zone, asUtc - MS_PER_DAY);
  const after = offsetAt(zone, asUtc + MS_PER_DAY);
  const candidates = [...new Set([before, after])].map((offset) => ({ at: asUtc - offset, offset }));
  const [first, ...rest] = candidates
    .filter(({ at, offset }) => offsetAt(zone, at) === offset)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b);
  return first === undefined ? [asUtc - before] : [first, ...rest];
}

/**
 * The zone of a name, as it is called everywhere: names are taken in any case, and there is a formatter for each.
 * @throws INVALID_PARAMETER for a name that is none.
 */
export function knownZone(name: string, path: string): string {
  try {
    // Offsets ("+01:00") are no zones: they know nothing of the changes of a clock.
    if (/^[A-Za-z]/.test(name)) return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw invalid([{ path, message: 'must be an IANA time zone, such as Europe/Madrid' }]);
}

/** How far the clock is ahead of UTC at a moment. */
function offsetAt(zone: string, at: number): number {
  const { year, month, day, hour, minute, second } = partsAt(zone, at);
  const wholeSeconds = Math.floor(at / MS_PER_SECOND) * MS_PER_SECOND;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds;
}

/** Making a formatter costs a hundred times what using it does. A server knows one zone, tests a few. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const options = { ...numeric, second: 'numeric', hourCycle: 'h23', calendar: 'gregory', timeZone: zone } as const;
  const made = new Intl.DateTimeFormat('en-US', options);
  formatters.set(zone, made);
  return made;
}

function partsAt(zone: string, at: number) {
  const parts = formatterOf(zone).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  };
}
