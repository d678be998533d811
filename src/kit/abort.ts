import { setTimeout as sleepMs } from 'node:timers/promises';
import { workingMs } from './gate.ts';

/** A wait that outlived its deadline. The caller translates it into the error its room names, with evidence. */
export class DeadlineError extends Error {
  readonly afterMs: number;

  constructor(what: string, afterMs: number) {
    super(`${what} took longer than ${Math.round(afterMs)} ms`);
    this.name = 'DeadlineError';
    this.afterMs = afterMs;
  }
}

/** What a piece of work needs to know about when to give up: a signal, and how long it may take at most. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A deadline that stood still for a while is looked at again after at least this long. */
const LOOK_AGAIN_MS = 20;

/**
 * Runs `work` with a signal that fires when the outer signal does or the deadline passes, and settles then even if
 * `work` never does: a promise that hangs (Tango's, after a peer reset) must not hang its caller. The deadline stands
 * still while a gate makes the work wait.
 * @throws DeadlineError when the deadline passes; the outer signal's reason when that fires first.
 */
export async function withDeadline<T>(
  what: string,
  limits: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  limits.signal.throwIfAborted();
  const own = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown): void => {
    own.abort(reason);
    reject(reason);
  };
  const until = workingMs() + limits.timeoutMs;
  const look = (): void => {
    const leftMs = until - workingMs();
    if (leftMs < 1) end(new DeadlineError(what, limits.timeoutMs));
    else timer = setTimeout(look, Math.max(leftMs, LOOK_AGAIN_MS));
  };
  let timer = setTimeout(look, limits.timeoutMs);
  const onOuterAbort = (): void => end(limits.signal.reason);
  limits.signal.addEventListener('abort', onOuterAbort, { once: true });
  ended.catch(() => {});
  try {
    const running = work(own.signal);
    running.catch(() => {});
    return await Promise.race([running, ended]);
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener('abort', onOuterAbort);
  }
}

/** Waits `ms` milliseconds. @throws the signal's reason when it fires first. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  try {
    await sleepMs(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
