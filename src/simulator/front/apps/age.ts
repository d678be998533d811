const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Age {
  readonly amount: number;
  readonly unit: 's' | 'm' | 'h' | 'd';
}

/** How long ago something was, in the largest unit that fits, at least one second, as the apps count. */
export function age(then: Date, now: Date): Age {
  const passedMs = Math.max(SECOND_MS, now.getTime() - then.getTime());
  const [lengthMs, unit] =
    passedMs < MINUTE_MS
      ? ([SECOND_MS, 's'] as const)
      : passedMs < HOUR_MS
        ? ([MINUTE_MS, 'm'] as const)
        : passedMs < DAY_MS
          ? ([HOUR_MS, 'h'] as const)
          : ([DAY_MS, 'd'] as const);
  return { amount: Math.floor(passedMs / lengthMs), unit };
}

/** A clip's length as pickers show it: `00:34`. */
export function clockTime(durationMs: number): string {
  const seconds = Math.round(durationMs / SECOND_MS);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
