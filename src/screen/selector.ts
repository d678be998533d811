import { PostwrightError } from '../errors.ts';
import type { Bounds, Selector, UiNode, UiTree } from './screen.ts';

/** Top edges no further apart than this, 4 dp on most phones, make one line of text to the eye. */
const LINE_TOLERANCE_PX = 12;
/** Rounding lets neighbours overlap by this much. */
const EDGE_TOLERANCE_PX = 2;

type Test = (node: UiNode) => boolean;

/**
 * The nodes a selector matches, in reading order: line by line, in each from left to right, and as in the tree where
 * that is equal. Nodes without area or off the screen never match.
 * @throws FLOW_INVALID when a text is no regular expression.
 */
export function select(tree: UiTree, selector: Selector): readonly UiNode[] {
  return new Search(tree).select(selector);
}

class Search {
  readonly #visible: readonly UiNode[];
  /** Ancestors of each node, nearest first. */
  readonly #parents = new Map<UiNode, UiNode>();

  constructor(tree: UiTree) {
    const visible: UiNode[] = [];
    const walk = (parent: UiNode): void => {
      for (const node of parent.children) {
        this.#parents.set(node, parent);
        if (isOnScreen(node.bounds, tree)) visible.push(node);
        walk(node);
      }
    };
    walk(tree.root);
    this.#visible = visible;
  }

  select(selector: Selector): readonly UiNode[] {
    const tests = [...ownTests(selector), ...this.#relationTests(selector)];
    const matches = inReadingOrder(this.#visible.filter((node) => tests.every((test) => test(node))));
    if (selector.index === undefined) return matches;
    const chosen = matches.at(selector.index);
    return chosen === undefined ? [] : [chosen];
  }

  #relationTests(selector: Selector): readonly Test[] {
    const { childOf, containsChild } = selector;
    return [
      ...this.#besideTests(selector),
      ...(childOf === undefined ? [] : [this.#isBelowOneOf(this.select(childOf))]),
      ...(containsChild === undefined ? [] : [this.#isAboveOneOf(this.select(containsChild))]),
    ];
  }

  #besideTests(selector: Selector): readonly Test[] {
    return (['below', 'above', 'leftOf', 'rightOf'] as const).flatMap((relation) => {
      const anchor = selector[relation];
      if (anchor === undefined) return [];
      const anchors = this.select(anchor);
      return [
        (node: UiNode) => anchors.some((other) => other !== node && RELATIONS[relation](node.bounds, other.bounds)),
      ];
    });
  }

  /** Any depth: the text of a button is rarely its direct child. */
  #isBelowOneOf(anchors: readonly UiNode[]): Test {
    return (node) => anchors.some((anchor) => this.#isWithin(node, anchor));
  }

  #isAboveOneOf(anchors: readonly UiNode[]): Test {
    return (node) => anchors.some((anchor) => this.#isWithin(anchor, node));
  }

  #isWithin(node: UiNode, ancestor: UiNode): boolean {
    for (let above = this.#parents.get(node); above !== undefined; above = this.#parents.get(above)) {
      if (above === ancestor) return true;
    }
    return false;
  }
}

function inReadingOrder(nodes: readonly UiNode[]): readonly UiNode[] {
  const lines: UiNode[][] = [];
  for (const node of nodes.toSorted((a, b) => a.bounds.top - b.bounds.top)) {
    const line = lines.at(-1);
    const lineTop = line?.[0]?.bounds.top;
    if (line !== undefined && lineTop !== undefined && node.bounds.top - lineTop <= LINE_TOLERANCE_PX) line.push(node);
    else lines.push([node]);
  }
  return lines.flatMap((line) => line.sort((a, b) => a.bounds.left - b.bounds.left));
}

/** Beside means on the same line; below and above mean anywhere there. */
const RELATIONS = {
  below: (node: Bounds, anchor: Bounds) => node.top >= anchor.bottom - EDGE_TOLERANCE_PX,
  above: (node: Bounds, anchor: Bounds) => node.bottom <= anchor.top + EDGE_TOLERANCE_PX,
  leftOf: (node: Bounds, anchor: Bounds) => node.right <= anchor.left + EDGE_TOLERANCE_PX && sameLine(node, anchor),
  rightOf: (node: Bounds, anchor: Bounds) => node.left >= anchor.right - EDGE_TOLERANCE_PX && sameLine(node, anchor),
};

function sameLine(a: Bounds, b: Bounds): boolean {
  return a.top < b.bottom && b.top < a.bottom;
}

function isOnScreen({ left, top, right, bottom }: Bounds, { widthPx, heightPx }: UiTree): boolean {
  return right > left && bottom > top && right > 0 && bottom > 0 && left < widthPx && top < heightPx;
}

function ownTests(selector: Selector): readonly Test[] {
  const { label, text, description, id, className, packageName } = selector;
  const tests: Test[] = [];
  if (label !== undefined) {
    const matches = anyOf(label);
    tests.push((node) => matches(node.text) || matches(node.description));
  }
  if (text !== undefined) tests.push(on((node) => node.text, anyOf(text)));
  if (description !== undefined) tests.push(on((node) => node.description, anyOf(description)));
  // An id may be given without its package, a class without its own.
  if (id !== undefined) tests.push((node) => node.resourceId === id || node.resourceId.endsWith(`:id/${id}`));
  if (className !== undefined) {
    tests.push((node) => node.className === className || node.className.endsWith(`.${className}`));
  }
  if (packageName !== undefined) tests.push((node) => node.packageName === packageName);
  for (const name of ['clickable', 'enabled', 'selected'] as const) {
    if (selector[name] !== undefined) tests.push((node) => node[name] === selector[name]);
  }
  return tests;
}

function on(read: (node: UiNode) => string, matches: (text: string) => boolean): Test {
  return (node) => matches(read(node));
}

/** Matches the whole text; blanks around it do not count, since some apps pad theirs. Nothing matches no text. */
function anyOf(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map(wholeText);
  return (text) => text !== '' && expressions.some((whole) => whole.test(text) || whole.test(text.trim()));
}

function wholeText(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'is');
  } catch (error) {
    throw new PostwrightError('FLOW_INVALID', `"${pattern}" is not a regular expression`, { cause: error });
  }
}
