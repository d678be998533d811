import type { StoredMaterial } from './material.ts';
import type { MaterialStore } from './store.ts';

/** What requests in the making have taken into the store. */
export class Deliveries {
  /** By SHA-256: how many of them count on it. */
  readonly #counts = new Map<string, number>();
  /** What is here for no other reason. */
  readonly #fresh = new Set<string>();

  hold(sha256: string, isNew: boolean): void {
    this.#counts.set(sha256, (this.#counts.get(sha256) ?? 0) + 1);
    if (isNew) this.#fresh.add(sha256);
  }

  /** @returns whether nobody has a reason to keep it any more. */
  release(sha256: string, isKept: boolean): boolean {
    const others = (this.#counts.get(sha256) ?? 1) - 1;
    if (others > 0) this.#counts.set(sha256, others);
    else this.#counts.delete(sha256);
    const isForsaken = others === 0 && !isKept && this.#fresh.has(sha256);
    if (isKept || isForsaken) this.#fresh.delete(sha256);
    return isForsaken;
  }
}

/**
 * The files that one request brings. What is refused must leave nothing behind, so they stay only when it says so:
 * either `keep` or `takeBack` ends it.
 */
export class Delivery {
  readonly #store: MaterialStore;
  readonly #deliveries: Deliveries;
  readonly #held = new Set<string>();

  constructor(store: MaterialStore, deliveries: Deliveries) {
    this.#store = store;
    this.#deliveries = deliveries;
  }

  /** @throws as MaterialStore.admit */
  async admit(source: string): Promise<StoredMaterial> {
    return await this.#store.admit(source, this);
  }

  /** Called while nobody else can put the file into the store or take it out. */
  hold(sha256: string, isNew: boolean): void {
    if (this.#held.has(sha256)) return;
    this.#held.add(sha256);
    this.#deliveries.hold(sha256, isNew);
  }

  /** Tasks were made of the files, or the library has them. */
  keep(): void {
    for (const sha256 of this.#held) this.#deliveries.release(sha256, true);
    this.#held.clear();
  }

  /** Whatever of it is needed by others, or was there before, stays. */
  async takeBack(): Promise<void> {
    for (const sha256 of this.#held) {
      this.#held.delete(sha256);
      await this.#store.forsake(sha256, () => this.#deliveries.release(sha256, false));
    }
  }
}
