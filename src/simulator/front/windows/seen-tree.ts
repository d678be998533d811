import type { UiNode } from '../ui/node.ts';

/**
 * What accessibility tells of the screen. As a rule that is what is there; with a stale cache it goes on telling the screen
 * before, for as long as a minute, while touches reach what is really there (facts 5.5).
 */
export class SeenTree {
  #stale: UiNode | null = null;
  #remembered: UiNode | null = null;
  #thawed: (() => void) | null = null;

  /** The screen before; null while accessibility tells the truth. */
  get stale(): UiNode | null {
    return this.#stale;
  }

  /** What is to be told on when the cache goes stale before the next look. */
  remember(tree: UiNode): void {
    this.#remembered = tree;
  }

  /** @param thawed is called when it tells the truth again. */
  freeze(tree: UiNode, thawed: () => void): void {
    const before = this.#remembered ?? tree;
    this.thaw();
    this.#stale = before;
    this.#thawed = thawed;
  }

  thaw(): void {
    const thawed = this.#thawed;
    this.#stale = null;
    this.#remembered = null;
    this.#thawed = null;
    thawed?.();
  }
}
