/** Why no task may begin: on one phone, or on all of them. */
export interface Hold {
  /** Who holds: `disk`, `quarantine`. One of a name on a phone, and one of a name on all. */
  readonly name: string;
  /** A sentence for those who wait. */
  readonly reason: string;
  /** Null for all phones. */
  readonly serial: string | null;
  readonly since: Date;
}

/**
 * Reasons why no task may begin. A lane asks before it claims one; what runs already goes on. Kept in this process:
 * whoever sets a hold that must survive a restart keeps it elsewhere, and sets it again before the lanes start.
 */
export class Holds {
  readonly #holds = new Map<string, Hold>();
  readonly #listeners = new Set<(serial: string | null) => void>();

  /** Holds a phone back, or all of them; one of the same name gets the new reason and keeps its beginning. */
  set(name: string, reason: string, serial: string | null = null): void {
    const key = keyOf(name, serial);
    const since = this.#holds.get(key)?.since ?? new Date();
    this.#holds.set(key, { name, reason, serial, since });
  }

  /** Takes one hold away, and tells those who listen. One that is not there is fine. */
  lift(name: string, serial: string | null = null): void {
    if (!this.#holds.delete(keyOf(name, serial))) return;
    for (const listener of this.#listeners) listener(serial);
  }

  /** Why no task may begin on this phone; null when one may. What is wrong with the phone itself goes first. */
  reasonFor(serial: string): string | null {
    return this.on(serial)?.reason ?? null;
  }

  /** The same with who holds, and since when. */
  on(serial: string): Hold | null {
    return this.#first(serial) ?? this.#first(null) ?? null;
  }

  /** Whether the phone itself is held back, so that nothing else should be done on it either. */
  isOnPhone(serial: string): boolean {
    return this.#first(serial) !== undefined;
  }

  /** In the order they were set. */
  list(): readonly Hold[] {
    return [...this.#holds.values()];
  }

  /** Calls `listener` with the phone that was held back, or null for all. @returns how to stop listening. */
  onLifted(listener: (serial: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #first(serial: string | null): Hold | undefined {
    return this.list().find((hold) => hold.serial === serial);
  }
}

function keyOf(name: string, serial: string | null): string {
  return JSON.stringify([name, serial]);
}
