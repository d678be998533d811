/** So much of what was painted last is kept, for all phones of the process together. */
const KEPT_BYTES = 32 * 2 ** 20;

/** Pictures that were painted lately, by what they show. Whoever asks for one that is being painted gets the same. */
export class Pictures {
  readonly #kept = new Map<string, Buffer>();
  readonly #underWay = new Map<string, Promise<Buffer>>();
  #bytes = 0;

  async get(key: string, paint: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#kept.get(key);
    if (kept === undefined) return await (this.#underWay.get(key) ?? this.#paint(key, paint));
    // The one asked for last goes last.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  #paint(key: string, paint: () => Promise<Buffer>): Promise<Buffer> {
    const painting = paint()
      .then((picture) => this.#keep(key, picture))
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, painting);
    return painting;
  }

  #keep(key: string, picture: Buffer): Buffer {
    this.#kept.set(key, picture);
    this.#bytes += picture.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
    return picture;
  }
}
