import type { Selector, UiTree } from './screen.ts';

export interface ScreenEvidenceOptions {
  /** What was looked for, in words. */
  readonly words?: string;
  /** Any of them would have done. */
  readonly selectors?: readonly Selector[];
}

/** What the screen showed when something was not found: the cause of an ELEMENT_NOT_FOUND or UNKNOWN_DIALOG. */
export class ScreenEvidence extends Error {
  readonly #tree: UiTree;
  readonly #selectors: readonly Selector[];
  readonly #seenAt = performance.now();
  readonly #words: string | null;

  constructor(tree: UiTree, { words, selectors = [] }: ScreenEvidenceOptions = {}) {
    super('The UI tree at that moment');
    this.name = 'ScreenEvidence';
    this.#tree = tree;
    this.#selectors = selectors;
    this.#words = words ?? null;
  }

  /** The last tree that was read; its `xml` is worth keeping. No property, so that logs of the error stay short. */
  get tree(): UiTree {
    return this.#tree;
  }

  get words(): string | null {
    return this.#words;
  }

  get selectors(): readonly Selector[] {
    return this.#selectors;
  }

  get ageMs(): number {
    return performance.now() - this.#seenAt;
  }
}

/** The evidence somewhere down the causes of an error, null when there is none. */
export function evidenceOf(error: unknown): ScreenEvidence | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ScreenEvidence) return cause;
  }
  return null;
}
