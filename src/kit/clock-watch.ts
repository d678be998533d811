export interface ClockWatchOptions {
  readonly everyMs?: number;
  /** What the clock shows, and how much time has really passed; both in milliseconds. */
  readonly wallMs?: () => number;
  readonly elapsedMs?: () => number;
}

const EVERY_MS = 1_000;
/** Clocks that are kept right are corrected by less at a time. */
const JUMP_MS = 1_000;

/**
 * Tells when the clock was set, or the machine has slept: timers count the time that passes, and whoever waits for what the
 * clock shows has to look at it anew.
 * @returns what ends it.
 */
export function watchClock(onJump: () => void, options: ClockWatchOptions = {}): () => void {
  const { everyMs = EVERY_MS, wallMs = Date.now, elapsedMs = () => performance.now() } = options;
  let apart = wallMs() - elapsedMs();
  const timer = setInterval(() => {
    const now = wallMs() - elapsedMs();
    if (Math.abs(now - apart) > JUMP_MS) onJump();
    apart = now;
  }, everyMs);
  return () => clearInterval(timer);
}
