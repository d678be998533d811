import { noteSignedIn, type SignedInReader } from '../../accounts/match.ts';
import { PostwrightError } from '../../errors.ts';
import { DeadlineError, type Limits, pause } from '../../kit/abort.ts';
import type { Clock } from '../../kit/clock.ts';
import { isSameAccount } from '../../scripts/post/username.ts';
import type { AppName } from '../../scripts/script.ts';
import type { Db } from '../../storage/database.ts';
import { nextDueAt } from '../../storage/tasks.ts';
import type { SignedInLook } from './judge.ts';

export interface SignedInParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly reader: SignedInReader;
  /** Lends a phone while no task runs on it. @throws STATE_CONFLICT */
  borrow<T>(serial: string, work: (signal: AbortSignal) => Promise<T>, limits: Limits): Promise<T>;
}

/** An app is opened and read in 10 to 30 s; a phone that takes longer is asked another time. */
const READ_WITHIN_MS = 60_000;
/** No app is opened on a phone that has something to do this soon: the reading, and its end, must lie before. */
const CLEAR_AHEAD_MS = READ_WITHIN_MS + 15_000;
/** Long enough for a lane that rests, too short to wait behind a task. */
const BORROW_WITHIN_MS = 500;
/** How often it is looked whether a task came that wants the phone at once. It gets it about 2 s later at most. */
const WATCH_EVERY_MS = 200;
/** Who is signed in changes by hand: opening the app again for every task would wear it out. */
const FRESH_MS = 10 * 60_000;
/** Who is missed may have been signed in since, and what could not be read may be readable again. */
const BAD_NEWS_FRESH_MS = 60_000;

export interface SignedInQuestion {
  readonly signal: AbortSignal;
  /** Asks even if it is known from a while ago. */
  readonly anew: boolean;
  /** Those that tasks want to publish as. */
  readonly wanted: readonly string[];
}

/** Ends a reading because the phone is wanted for a task. */
class PhoneWanted extends Error {}

/**
 * Reads who is signed in to the apps of idle phones. A task always comes first: nothing is read when one is near, and
 * what is being read is left at once when one comes.
 */
export class SignedInLooks {
  readonly #parts: SignedInParts;
  readonly #known = new Map<string, { readonly at: number; readonly look: SignedInLook }>();

  constructor(parts: SignedInParts) {
    this.#parts = parts;
  }

  async look(serial: string, app: AppName, { signal, anew, wanted }: SignedInQuestion): Promise<SignedInLook> {
    const key = `${serial} ${app}`;
    const now = this.#parts.clock.now().getTime();
    const known = this.#known.get(key);
    if (
      known !== undefined &&
      !anew &&
      now - known.at < (isGoodNews(known.look, wanted) ? FRESH_MS : BAD_NEWS_FRESH_MS)
    )
      return known.look;
    const look = await this.#read(serial, app, signal);
    if (!('skipped' in look)) this.#known.set(key, { at: now, look });
    return look;
  }

  /** What was known of a phone that went away may have changed when it is back. */
  forget(serial: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${serial} `)) this.#known.delete(key);
  }

  async #read(serial: string, app: AppName, signal: AbortSignal): Promise<SignedInLook> {
    if (await this.#isWanted(serial, CLEAR_AHEAD_MS)) return { skipped: 'The phone has a task to do now or soon.' };
    const limits = { signal, timeoutMs: BORROW_WITHIN_MS };
    try {
      return await this.#parts.borrow(serial, async (free) => await this.#readFree(serial, app, free), limits);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PhoneWanted) return { skipped: 'A task came that wanted the phone.' };
      if (error instanceof DeadlineError)
        return { skipped: `Reading the app took longer than ${READ_WITHIN_MS / 1000} s.` };
      if (!(error instanceof PostwrightError)) throw error;
      return error.errorName === 'STATE_CONFLICT' ? { skipped: error.message } : { trouble: error };
    }
  }

  async #readFree(serial: string, app: AppName, free: AbortSignal): Promise<SignedInLook> {
    const { db, clock, reader } = this.#parts;
    // Something may have come while the phone was waited for.
    if (await this.#isWanted(serial, CLEAR_AHEAD_MS)) throw new PhoneWanted();
    const watch = new AbortController();
    const watching = this.#watch(serial, watch);
    try {
      // Awaited to its very end: a lane that is given back must not be tapped on any more.
      const read = await reader.read(serial, app, AbortSignal.any([free, watch.signal]));
      await noteSignedIn(db, { serial, platform: app, names: read.all, at: clock.now() });
      if (read.current === null)
        return { trouble: new PostwrightError('ACCOUNT_NOT_SIGNED_IN', 'Nobody is signed in.') };
      return { signedIn: { current: read.current, all: read.all } };
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw error;
    } finally {
      watch.abort(new Error('The reading is over'));
      await watching;
    }
  }

  /** Aborts when a task falls due or the time is over. Ends when it is aborted. */
  async #watch(serial: string, watch: AbortController): Promise<void> {
    const endsAt = performance.now() + READ_WITHIN_MS;
    while (!watch.signal.aborted) {
      try {
        await pause(WATCH_EVERY_MS, watch.signal);
        if (await this.#isWanted(serial, 0)) watch.abort(new PhoneWanted());
        else if (performance.now() >= endsAt) watch.abort(new DeadlineError('reading the app', READ_WITHIN_MS));
      } catch {
        // Aborted, or the database is away, in which case no task can be claimed either.
      }
    }
  }

  async #isWanted(serial: string, withinMs: number): Promise<boolean> {
    const { db, clock } = this.#parts;
    const dueAt = await nextDueAt(db, serial);
    return dueAt !== undefined && dueAt.getTime() - clock.now().getTime() <= withinMs;
  }
}

function isGoodNews(look: SignedInLook, wanted: readonly string[]): boolean {
  if (!('signedIn' in look)) return false;
  const { all } = look.signedIn;
  return wanted.every((username) => all.some((signedIn) => isSameAccount(signedIn, username)));
}
