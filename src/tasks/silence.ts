import type { RunningAttemptRow } from '../storage/attempts.ts';

/** Renewals and heartbeats come every second. Nobody acts on a confirmation that is a third of this old. */
const SILENT_AFTER_MS = 15_000;
/** A watcher that was suspended itself has watched nothing meanwhile: one look counts for no more than this. */
const LOOK_COUNTS_MS = 2_000;

interface Watched {
  readonly value: string;
  stillMs: number;
  seenAt: number;
}

/**
 * Tells which attempts and servers of other places have fallen silent: their counters stand still as we watch. Only our
 * own looks are counted, so no clock of theirs or ours, and no suspension of this machine, makes anybody seem dead.
 */
export class Silence {
  readonly #elapsedMs: () => number;
  #watched = new Map<string, Watched>();

  /** @param elapsedMs a clock that nobody sets. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** Takes note of all running attempts, once in a while. */
  watch(attempts: readonly RunningAttemptRow[]): void {
    const now = this.#elapsedMs();
    const next = new Map<string, Watched>();
    for (const [key, value] of attempts.flatMap(countersOf)) {
      const before = this.#watched.get(key);
      const isStill = before?.value === value;
      const stillMs = isStill ? before.stillMs + Math.min(now - before.seenAt, LOOK_COUNTS_MS) : 0;
      next.set(key, { value, stillMs, seenAt: now });
    }
    this.#watched = next;
  }

  /** Whether nobody carries out this attempt, as it was just read. */
  isSilent(attempt: RunningAttemptRow): boolean {
    return this.#isStill(attemptCounter(attempt));
  }

  /** Whether its server is dead, or cut off from the database. */
  isServerSilent(attempt: RunningAttemptRow): boolean {
    return this.#isStill(serverCounter(attempt));
  }

  #isStill([key, value]: Counter): boolean {
    const watched = this.#watched.get(key);
    return watched?.value === value && watched.stillMs >= SILENT_AFTER_MS;
  }
}

type Counter = readonly [key: string, value: string];

function countersOf(attempt: RunningAttemptRow): Counter[] {
  return [attemptCounter(attempt), serverCounter(attempt)];
}

function attemptCounter({ id, token, renewals }: RunningAttemptRow): Counter {
  return [`attempt ${id}`, `${token} ${renewals}`];
}

function serverCounter({ server_id, heartbeat_at }: RunningAttemptRow): Counter {
  return [`server ${server_id}`, heartbeat_at === null ? 'none' : heartbeat_at.toISOString()];
}
