import type { UiTree } from './screen.ts';

/** What the screen showed when something was not found: the cause of an ELEMENT_NOT_FOUND. */
export class ScreenEvidence extends Error {
  readonly #tree: UiTree;

  constructor(tree: UiTree) {
    super('The UI tree at that moment');
    this.name = 'ScreenEvidence';
    this.#tree = tree;
  }

  /** The last tree that was read; its `xml` is worth keeping. No property, so that logs of the error stay short. */
  get tree(): UiTree {
    return this.#tree;
  }
}

/** The evidence somewhere down the causes of an error, null when there is none. */
export function evidenceOf(error: unknown): ScreenEvidence | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ScreenEvidence) return cause;
  }
  return null;
}
