/** What the clock of a zone shows, as `2026-03-01T18:30`, and which moments that is. As the server reckons `start_time`. */

const MS_PER_MINUTE = 60_000;
/** Longer than any offset from UTC, and short enough that two changes of a zone's clock are never both within it. */
const MS_PER_DAY = 86_400_000;

/**
 * Browsers read other texts as dates too, each its own. While a year is being typed it is 0002, 0020, 0203: none that a clock
 * of today shows.
 */
const WALL = /^(?:19[7-9]|[2-9]\d\d)\d-\d\d-\d\dT\d\d:\d\d$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const found =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', calendar: 'gregory', timeZone });
  formats.set(timeZone, found);
  return found;
}

/** Swedish dates are written as RFC 3339 has them. */
export function wallOf(at: Date, timeZone: string): string {
  return formatOf(timeZone).format(at).replace(' ', 'T').slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/**
 * The moment at which the clock shows `wall`: the first of two where it is set back over it, and as far after the change as
 * the time is after the last one before where it is set forward over it (02:30 becomes 03:30). Null for what is no time.
 */
export function momentOf(wall: string, timeZone: string): Date | null {
  const asUtc = WALL.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  const before = offsetAt(asUtc - MS_PER_DAY, timeZone);
  const after = offsetAt(asUtc + MS_PER_DAY, timeZone);
  const fitting = [before, after]
    .map((offset) => asUtc - offset)
    .filter((at) => at + offsetAt(at, timeZone) === asUtc)
    .toSorted((a, b) => a - b);
  return new Date(fitting[0] ?? asUtc - before);
}

/** How far the clock is ahead of UTC, in whole minutes. */
function offsetAt(at: number, timeZone: string): number {
  const minute = Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE;
  return Date.parse(`${wallOf(new Date(minute), timeZone)}:00Z`) - minute;
}
