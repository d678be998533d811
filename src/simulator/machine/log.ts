/** What happened on one phone, as `GET /phones/{serial}/log` shows it. */
import type { PhoneLog } from '../ports.ts';
import type { LogEntry } from '../rack-types.ts';

/** Enough for a whole publishing run with its polls; 500 phones keep within tens of megabytes. */
const KEPT_LINES = 2000;
/** A pushed shell line may be a megabyte long; a person reads the beginning. */
const KEPT_CHARACTERS = 2000;

type MutableEntry = { -readonly [Key in keyof LogEntry]: LogEntry[Key] };

export class Log implements PhoneLog {
  #entries: MutableEntry[] = [];
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
    if (this.#entries.length > KEPT_LINES * 2) this.#entries = this.#entries.slice(-KEPT_LINES);
    return entry;
  }
}
