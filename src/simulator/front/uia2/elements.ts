import type { UiNode } from '../ui/node.ts';
import { Uia2Error } from './errors.ts';
import { type PhoneUi, visibleNode } from './phone-ui.ts';

/** The W3C name of an element reference. */
export const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';
/** The server remembers as many elements, the least used one goes first. */
const CACHE_SIZE = 500;

export interface ElementReference {
  readonly ELEMENT: string;
  readonly [ELEMENT_KEY]: string;
}

/** The elements a client has been given. They point to nodes of one window: when that has gone, they are stale. */
export class ElementCache {
  readonly #ui: PhoneUi;
  /** Element id to node identity; oldest use first. */
  readonly #cached = new Map<string, string>();
  readonly #numbers = new Map<string, number>();
  #lastNumber = 0;

  constructor(ui: PhoneUi) {
    this.#ui = ui;
  }

  reference(node: UiNode): ElementReference {
    const id = this.#idOf(node);
    this.#cached.delete(id);
    this.#cached.set(id, node.identity);
    if (this.#cached.size > CACHE_SIZE) this.#evict();
    return { ELEMENT: id, [ELEMENT_KEY]: id };
  }

  /**
   * @throws Uia2Error `no such element` for an id that was never given out or is forgotten, `stale element reference`
   *   when its node is not on the screen any more.
   */
  node(id: string): UiNode {
    const identity = this.#cached.get(id);
    if (identity === undefined) {
      const message = `The element identified by '${id}' is not present in the cache or has expired. Try to find it again`;
      throw new Uia2Error('no such element', message);
    }
    this.#cached.delete(id);
    this.#cached.set(id, identity);
    const node = visibleNode(this.#ui, identity);
    if (node === null) {
      throw new Uia2Error('stale element reference', `The element '${id}' does not exist in DOM anymore`);
    }
    return node;
  }

  #evict(): void {
    const [oldest] = this.#cached;
    if (oldest === undefined) return;
    this.#cached.delete(oldest[0]);
    this.#numbers.delete(oldest[1]);
  }

  /** Made of a window number and a node number, like accessibility's own ids. */
  #idOf(node: UiNode): string {
    let number = this.#numbers.get(node.identity);
    if (number === undefined) {
      number = ++this.#lastNumber;
      this.#numbers.set(node.identity, number);
    }
    const window = /^w(\d+)/.exec(node.identity)?.[1] ?? '0';
    const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');
    return `00000000-0000-${hex(Number(window) & 0xffff, 4)}-ffff-ffff${hex(number, 8)}`;
  }
}
