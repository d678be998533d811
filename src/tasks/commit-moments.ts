/** How long ago a commit point was passed, for comparing it with what a profile shows. */
export interface SinceCommit {
  /** The earliest moment, by the clock as it is now, at which it can have been. */
  readonly committedAt: Date;
  /** At least so long ago. */
  readonly elapsedMs: number;
}

/** More attempts than are ever in doubt at once. */
const MOST_KEPT = 10_000;
/** The clock was set back by nobody knows how much. */
const SET_BACK_MS = 24 * 60 * 60_000;

/**
 * The commit points that this process passed, by a clock that nobody sets: the time of the machine may be corrected
 * between a tap and a look at the profile, and must then neither hide the post nor say too early that it is not coming.
 */
export class CommitMoments {
  readonly #elapsedMs: () => number;
  readonly #passedAt = new Map<number, number>();

  constructor(elapsedMs: () => number = () => performance.now()) {
    this.#elapsedMs = elapsedMs;
  }

  /** The attempt passes its commit point now. */
  note(attemptId: number): void {
    this.#passedAt.set(attemptId, this.#elapsedMs());
    const [oldest] = this.#passedAt.keys();
    if (this.#passedAt.size > MOST_KEPT && oldest !== undefined) this.#passedAt.delete(oldest);
  }

  /** Nobody asks about it any more. */
  forget(attemptId: number): void {
    this.#passedAt.delete(attemptId);
  }

  /** Both err on the safe side; a commit point of another process is known by the time of the machine alone. */
  since(attemptId: number, committedAt: Date, now: Date): SinceCommit {
    const passedAt = this.#passedAt.get(attemptId);
    const byTimeMs = Math.max(0, now.getTime() - committedAt.getTime());
    if (passedAt === undefined) {
      const isAhead = committedAt > now;
      return { committedAt: isAhead ? new Date(now.getTime() - SET_BACK_MS) : committedAt, elapsedMs: byTimeMs };
    }
    const byClockMs = this.#elapsedMs() - passedAt;
    const earliest = Math.min(committedAt.getTime(), now.getTime() - byClockMs);
    return { committedAt: new Date(earliest), elapsedMs: Math.min(byTimeMs, byClockMs) };
  }
}
