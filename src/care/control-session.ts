import { randomUUID } from 'node:crypto';
import type { ControlKind } from './control.ts';

/** What was done, in the order in which it is told. */
const WORDS: Readonly<Record<ControlKind, readonly [one: string, many: string]>> = {
  tap: ['tap', 'taps'],
  swipe: ['swipe', 'swipes'],
  text: ['text', 'texts'],
  key: ['key', 'keys'],
};
const MS_PER_SECOND = 1_000;
const S_PER_MINUTE = 60;

/** One person's having a phone in hand, from the wish to the handing back. */
export class ControlSession {
  readonly serial: string;
  readonly by: string | null;
  readonly token: string = randomUUID();
  readonly since: Date;
  readonly #end = new AbortController();
  readonly #counts = new Map<ControlKind, number>();
  readonly #begunAtMs = performance.now();
  /** Why it ended. */
  reason = 'The phone went away.';
  /** By performance.now(); null until it has begun. */
  expiresAtMs: number | null = null;
  lastActAtMs = performance.now();
  /** When nothing of it is left. */
  ended: Promise<void> = Promise.resolve();
  /** What is done with it, one thing after the other. */
  last: Promise<unknown> = Promise.resolve();

  constructor(serial: string, { by, since }: { readonly by: string | null; readonly since: Date }) {
    this.serial = serial;
    this.by = by;
    this.since = since;
  }

  /** Fires when it ends. */
  get over(): AbortSignal {
    return this.#end.signal;
  }

  /** Whether somebody has said why it ends. */
  wasEnded = false;

  end(reason: string): void {
    if (this.over.aborted) return;
    this.reason = reason;
    this.wasEnded = true;
    this.close();
  }

  /** For whatever reason stands. */
  close(): void {
    this.#end.abort(new Error(this.reason));
  }

  count(kind: ControlKind): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** How it ended and what was done: numbers, and never what was written. */
  story(): string {
    const done = Object.entries(WORDS).flatMap(([kind, [one, many]]) => {
      const count = this.#counts.get(kind as ControlKind) ?? 0;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
    });
    return `${this.reason} It was in hand for ${this.#lasted()}: ${done.length === 0 ? 'nothing was done' : done.join(', ')}.`;
  }

  #lasted(): string {
    const seconds = Math.round((performance.now() - this.#begunAtMs) / MS_PER_SECOND);
    const minutes = Math.floor(seconds / S_PER_MINUTE);
    return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % S_PER_MINUTE} s`;
  }
}
