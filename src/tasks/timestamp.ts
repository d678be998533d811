import { invalid } from '../errors.ts';
import type { WallTime } from './time-zone.ts';

const RFC_3339 =
  /^(?<date>\d{4}-(?:0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01]))[Tt](?<time>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?<fraction>\.\d+)?(?<offset>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads an RFC 3339 date-time with its offset. https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 * @param path the field it came from.
 * @throws INVALID_PARAMETER for anything else, days that do not exist (30 February) included.
 */
export function parseTimestamp(text: string, path: string): Date {
  const groups = RFC_3339.exec(text)?.groups;
  const { date = '', day = '', time = '', fraction = '.0', offset = '' } = groups ?? {};
  // JavaScript carries 30 February over into March instead of refusing it.
  const exists = groups !== undefined && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day);
  if (!exists) {
    throw invalid([{ path, message: `must be an RFC 3339 date-time with offset, such as ${exampleFor(path)}` }]);
  }
  return new Date(`${date}T${time}${fraction.slice(0, 4)}${offset.toUpperCase()}`);
}

const WALL_TIME =
  /^(?<year>[1-9]\d{3})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])[Tt](?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?::00(?:\.0+)?)?$/;

/**
 * Reads a day and a time of day, which an offset would contradict: a time zone is given beside it.
 * @throws INVALID_PARAMETER
 */
export function parseWallTime(text: string, path: string): WallTime {
  const groups = WALL_TIME.exec(text)?.groups ?? {};
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = ['year', 'month', 'day', 'hour', 'minute'].map((name) =>
    Number(groups[name] ?? 0),
  );
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) {
    const message = 'must be a day and time without offset when time_zone is given, such as 2026-03-01T18:30';
    throw invalid([{ path, message }]);
  }
  return { year, month, day, hour, minute };
}

/** In a URL a plus means a space, and has most likely just been lost. */
function exampleFor(path: string): string {
  return path.startsWith('query.')
    ? '2026-03-01T17:30:00Z or 2026-03-01T18:30:00%2B01:00 (in a URL, + is written %2B)'
    : '2026-03-01T18:30:00+01:00';
}
