/** What happened on one phone, as `GET /phones/{serial}/log` shows it. */
import type { PhoneLog } from '../ports.ts';
import type { LogEntry } from '../rack-types.ts';

/** Enough for several publishing runs with their polls; 500 phones that are all that busy stay within 300 MB. */
const KEPT_LINES = 2000;
/** Old lines go by that many at once. */
const DROPPED_LINES = 500;
/** A pushed shell line may be a megabyte long; a person reads the beginning. */
const KEPT_CHARACTERS = 2000;

type MutableEntry = { -readonly [Key in keyof LogEntry]: LogEntry[Key] };

export class Log implements PhoneLog {
  readonly #entries: MutableEntry[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add({ kind, what, durationMs }: { kind: LogEntry['kind']; what: string; durationMs?: number }): void {
    this.#push(kind, what).durationMs = durationMs ?? null;
  }

  /** Writes a line now and, when the returned function is called, how long it took. */
  begin(kind: LogEntry['kind'], what: string): () => void {
    const startedAt = performance.now();
    const entry = this.#push(kind, what);
    return () => {
      entry.durationMs = Math.round(performance.now() - startedAt);
    };
  }

  entries(): readonly LogEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  #push(kind: LogEntry['kind'], what: string): MutableEntry {
    const entry = { at: this.#now().toISOString(), kind, what: what.slice(0, KEPT_CHARACTERS), durationMs: null };
    this.#entries.push(entry);
    if (this.#entries.length >= KEPT_LINES + DROPPED_LINES) this.#entries.splice(0, DROPPED_LINES);
    return entry;
  }
}
