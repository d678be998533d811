import { PostwrightError } from '../errors.ts';
import { withDeadline } from '../kit/abort.ts';
import { behindGate, type Gate } from '../kit/gate.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import { isPhoneBusy } from '../storage/leases.ts';

/** Something a stopped attempt still has to do on its phone. */
export type Debt = (signal: AbortSignal) => Promise<void>;

export interface DebtParts {
  readonly db: Db;
  readonly log: Log;
  readonly serial: string;
  /** Of the lane and the phone. */
  readonly signal: AbortSignal;
}

/** Backing out of a half-made post takes a few screens; the phone's next task waits for it no longer than this. */
const PAY_WITHIN_MS = 25_000;
/** Another server may take the phone's next task at any time: what is younger is no reason to fear that. */
const FRESH_MS = 1_000;

/**
 * Does what a stopped attempt left undone on its phone, which nobody was to wait for. What fails is left to the next
 * attempt, which begins by restarting the app and clearing up. Never throws.
 */
export async function payDebts({ db, log, serial, signal }: DebtParts, debts: readonly Debt[]): Promise<void> {
  for (const debt of debts) {
    try {
      await withDeadline('clearing up after a stop', { signal, timeoutMs: PAY_WITHIN_MS }, async (inner) => {
        await behindGate(new FreePhone(db, serial), async () => await debt(inner));
      });
    } catch (error) {
      log.info({ err: error, serial }, 'a phone could not be cleared up after a stop; the next task does it');
    }
  }
}

/** Leave to act on a phone as long as no task runs on it and no post is looked for. */
class FreePhone implements Gate {
  readonly heldMs = 0;
  readonly #db: Db;
  readonly #serial: string;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(db: Db, serial: string) {
    this.#db = db;
    this.#serial = serial;
  }

  async pass(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (performance.now() - this.#askedAt > FRESH_MS) {
      const askedAt = performance.now();
      if (await isPhoneBusy(this.#db, this.#serial))
        throw new PostwrightError('LEASE_LOST', `Another task has begun on ${this.#serial}.`);
      signal.throwIfAborted();
      this.#askedAt = askedAt;
    }
  }
}
