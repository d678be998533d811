import { createHash } from 'node:crypto';

/** Draws that depend on the seed and on what they are for, never on when they are made: a replay draws the same. */
export class Dice {
  readonly #seed: string;
  #count = 0;

  constructor(...seed: readonly (string | number)[]) {
    this.#seed = seed.join('/');
  }

  /** For one purpose, so that a further draw elsewhere changes nothing here. */
  for(...purpose: readonly (string | number)[]): Dice {
    return new Dice(this.#seed, ...purpose);
  }

  /** In [0, 1). */
  next(): number {
    this.#count += 1;
    const digest = createHash('sha256').update(`${this.#seed}#${this.#count}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.next() * 100 < share;
  }

  one<T>(list: readonly T[]): T {
    const found = list[this.between(0, list.length - 1)];
    if (found === undefined) throw new Error('Nothing to draw from');
    return found;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    for (let last = left.length - 1; last > 0; last -= 1) {
      const other = this.between(0, last);
      [left[last], left[other]] = [left[other] as T, left[last] as T];
    }
    return left;
  }
}
