export interface BackoffOptions {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** The wait before retry number `retry` (1 for the first): the base, doubled each time, up to the maximum. */
export function exponentialBackoffMs(retry: number, { baseMs, maxMs }: BackoffOptions): number {
  return Math.min(maxMs, baseMs * 2 ** (retry - 1));
}
