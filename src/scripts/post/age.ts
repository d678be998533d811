/** How long ago a post was made, as far as its page tells: "5m" is five to six minutes. */
export interface Age {
  readonly fromMs: number;
  readonly toMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

const JUST_NOW = /^(?:just now|now|justo ahora|ahora mismo|ahora|hace un momento|hace unos segundos)$/i;
const UNITS: readonly (readonly [pattern: RegExp, unitMs: number])[] = [
  [/^(?:s|secs?|seconds?|seg|segs|segundos?)$/i, SECOND_MS],
  [/^(?:m|mins?|minutes?|minutos?)$/i, MINUTE_MS],
  [/^(?:h|hrs?|hours?|horas?)$/i, HOUR_MS],
  [/^(?:d|days?|días?|dias?)$/i, DAY_MS],
  [/^(?:w|wks?|weeks?|sem|semanas?)$/i, WEEK_MS],
];
/** `5m`, `5m ago`, `· 5 m`, `hace 5 min`, `5 minutes ago`. */
const AGE = /^(?:[·•]\s*)?(?:hace\s+)?(\d{1,4}|una?|an?)\s*([a-zí]+)\.?(?:\s+ago)?$/iu;

/** Reads an age in English or Spanish. @returns null for any other text. */
export function parseAge(text: string): Age | null {
  const trimmed = text.trim();
  if (JUST_NOW.test(trimmed.replace(/^[·•]\s*/u, ''))) return { fromMs: 0, toMs: MINUTE_MS };
  const [, count = '', unit = ''] = AGE.exec(trimmed) ?? [];
  const unitMs = UNITS.find(([pattern]) => pattern.test(unit))?.[1];
  if (unitMs === undefined) return null;
  const number = /^\d/.test(count) ? Number(count) : 1;
  return { fromMs: number * unitMs, toMs: (number + 1) * unitMs };
}

/** Pages count from when the upload ended, by the server's clock, and may have been read a while ago. */
const AGE_SLACK_MS = MINUTE_MS;

/** Whether a post of this age, seen now, may have been made at `since` or later. */
export function mayBeSince(age: Age, since: Date, now: Date): boolean {
  return now.getTime() - age.fromMs + AGE_SLACK_MS >= since.getTime();
}

/** Whether a post of this age, seen now, may have been made at `until` or before. */
export function mayBeUntil(age: Age, until: Date, now: Date): boolean {
  return now.getTime() - age.toMs - AGE_SLACK_MS <= until.getTime();
}

/** Whether a post that came up at `from` or later has an age that `mayBeSince` takes for one, however it is rounded. */
export function sinceSurely(from: Date, since: Date): boolean {
  return from.getTime() + AGE_SLACK_MS >= since.getTime();
}

/** What a page tells at `now` of a post made at `at`, the least it may be. */
export function shownAge(at: Date, now: Date): Age {
  const ageMs = Math.max(0, now.getTime() - at.getTime() - AGE_SLACK_MS);
  const unitMs = [WEEK_MS, DAY_MS, HOUR_MS].find((unit) => ageMs >= unit) ?? MINUTE_MS;
  const fromMs = Math.floor(ageMs / unitMs) * unitMs;
  return { fromMs, toMs: fromMs + unitMs };
}
