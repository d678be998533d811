import type { BackoffOptions } from '../kit/backoff.ts';

/** How long things around a phone's health are given. Tests set shorter ones. */
export interface CareTiming {
  /** A phone that nobody uses is asked for a sign of life this often; one that is silent more often. */
  readonly echoEveryMs: number;
  readonly retryEveryMs: number;
  /** A healthy phone answers in well under a second. */
  readonly echoWithinMs: number;
  /** Rung by rung of the repair ladder. */
  readonly reconnectWithinMs: number;
  readonly restartWithinMs: number;
  readonly rebootWithinMs: number;
  /** Between two tries to reach a phone that cannot be reached. */
  readonly reconnectBackoff: BackoffOptions;
  /** Between two self-tests of a phone in quarantine. */
  readonly selfTestBackoff: BackoffOptions;
  /** Between two looks at a phone's battery. */
  readonly batteryEveryMs: number;
  /** An incident is over when no further phone has dropped for this long and all are back, or given up. */
  readonly incidentOverMs: number;
}

const MINUTE_MS = 60_000;
/** Longer would say little more: a phone that is slower than this fails its tasks too. */
const LONGEST_ECHO_MS = 5_000;
const SHORTEST_ECHO_MS = 1_000;

export function careTiming(echoEveryMs: number): CareTiming {
  return {
    echoEveryMs,
    retryEveryMs: Math.min(2_000, echoEveryMs),
    echoWithinMs: Math.min(LONGEST_ECHO_MS, Math.max(SHORTEST_ECHO_MS, echoEveryMs)),
    reconnectWithinMs: 20_000,
    restartWithinMs: 180_000,
    rebootWithinMs: 5 * MINUTE_MS,
    reconnectBackoff: { baseMs: Math.min(10_000, echoEveryMs), maxMs: 10 * MINUTE_MS },
    selfTestBackoff: { baseMs: MINUTE_MS, maxMs: 30 * MINUTE_MS },
    batteryEveryMs: MINUTE_MS,
    incidentOverMs: 10 * MINUTE_MS,
  };
}
