/** How far a list is scrolled, in units. The layout tells it how far it can go. */
export class ScrollState {
  #offset = 0;
  #limit = 0;

  get offset(): number {
    return this.#offset;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Called by the layout: content beyond the viewport, in units. */
  setLimit(limit: number): void {
    this.#limit = Math.max(0, limit);
    this.#offset = Math.min(this.#offset, this.#limit);
  }

  /** Scrolls by `distance` units, down when positive. Answers whether anything moved. */
  by(distance: number): boolean {
    const before = this.#offset;
    this.#offset = Math.max(0, Math.min(this.#limit, before + distance));
    return this.#offset !== before;
  }

  toTop(): void {
    this.#offset = 0;
  }
}
