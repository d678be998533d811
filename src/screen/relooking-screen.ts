import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { Screen, Selector, SwipeOptions, UiNode, UiTree, WaitLimits } from './screen.ts';

/** A server that dies in every touch is no accident any more. */
const MOST_REPEATS = 2;

/**
 * A screen for work that may be repeated. A touch whose answer was lost is not known to have happened: the screen is
 * looked at again, and where it is exactly what it was before, the touch is made again; where it has changed, the touch
 * has done that, and whoever goes on sees what there is. A text is set again whatever has become of it.
 */
export class RelookingScreen implements Screen {
  readonly #inner: Screen;
  readonly #mayRepeat: () => boolean;
  /** The tree that was given out last: what a touch is decided by. */
  #seen: string | null = null;

  /** @param mayRepeat asked whenever an answer was lost; false in the step whose touch publishes. */
  constructor(inner: Screen, mayRepeat: () => boolean) {
    this.#inner = inner;
    this.#mayRepeat = mayRepeat;
  }

  get phone(): Screen['phone'] {
    return this.#inner.phone;
  }

  async tree(limits: Limits): Promise<UiTree> {
    const tree = await this.#inner.tree(limits);
    this.#seen = tree.xml;
    return tree;
  }

  async tap(node: UiNode, limits: Limits): Promise<void> {
    await this.#touch(limits, async () => await this.#inner.tap(node, limits));
  }

  async tapAt(point: { readonly x: number; readonly y: number }, limits: Limits): Promise<void> {
    await this.#touch(limits, async () => await this.#inner.tapAt(point, limits));
  }

  async longPress(node: UiNode, limits: Limits): Promise<void> {
    await this.#touch(limits, async () => await this.#inner.longPress(node, limits));
  }

  async swipe(options: SwipeOptions): Promise<void> {
    await this.#touch(options, async () => await this.#inner.swipe(options));
  }

  async pressKey(keycode: number, limits: Limits): Promise<void> {
    await this.#touch(limits, async () => await this.#inner.pressKey(keycode, limits));
  }

  async back(limits: Limits): Promise<void> {
    await this.#touch(limits, async () => await this.#inner.back(limits));
  }

  async setText(node: UiNode, text: string, limits: Limits): Promise<void> {
    await this.#repeated(async () => await this.#inner.setText(node, text, limits));
  }

  /** It asks first whether there is one to hide. */
  async hideKeyboard(limits: Limits): Promise<void> {
    await this.#repeated(async () => await this.#inner.hideKeyboard(limits));
  }

  screenshot(limits: Limits): Promise<Buffer> {
    return this.#inner.screenshot(limits);
  }

  select(tree: UiTree, selector: Selector): readonly UiNode[] {
    return this.#inner.select(tree, selector);
  }

  async waitFor(selector: Selector, limits: WaitLimits): Promise<UiNode> {
    this.#seen = null;
    return await this.#inner.waitFor(selector, limits);
  }

  async waitUntilGone(selector: Selector, limits: Limits): Promise<void> {
    this.#seen = null;
    await this.#inner.waitUntilGone(selector, limits);
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  async #touch(limits: Limits, act: () => Promise<void>): Promise<void> {
    const before = this.#seen;
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await act();
      } catch (error) {
        if (!this.#isDoubt(error) || repeats === MOST_REPEATS) throw error;
        const { xml } = await this.#inner.tree(limits);
        if (xml !== before) return;
      }
    }
  }

  async #repeated(act: () => Promise<void>): Promise<void> {
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await act();
      } catch (error) {
        if (!this.#isDoubt(error) || repeats === MOST_REPEATS) throw error;
      }
    }
  }

  #isDoubt(error: unknown): boolean {
    return error instanceof PostwrightError && error.data?.mayHaveActed === true && this.#mayRepeat();
  }
}
