import type { Bounds, Selector, UiTree } from './screen.ts';
import { select } from './selector.ts';
import { selectorWords } from './selector-words.ts';

/** An element that fits a selector, or all of its conditions but one. */
export interface NearElement {
  readonly bounds: Bounds;
  /** The condition it does not meet, in words; null where it meets all. */
  readonly misses: string | null;
}

/** More than a person would look at. */
const MOST = 12;

/**
 * What in a tree comes closest to what was looked for: all that fits, or else what fits but for one condition. A selector
 * of one condition has no neighbours.
 */
export function nearestIn(tree: UiTree, selectors: readonly Selector[]): readonly NearElement[] {
  const fitting = selectors
    .flatMap((selector) => select(tree, selector))
    .map(({ bounds }) => ({ bounds, misses: null }));
  return (fitting.length > 0 ? fitting : selectors.flatMap((selector) => almost(tree, selector))).slice(0, MOST);
}

function almost(tree: UiTree, selector: Selector): readonly NearElement[] {
  const names = Object.keys(selector) as (keyof Selector)[];
  if (names.filter((name) => !FRAME.has(name)).length < 2) return [];
  return names.flatMap((name) => {
    const { [name]: left, ...others } = selector;
    const misses = selectorWords({ [name]: left });
    return select(tree, others).map(({ bounds }) => ({ bounds, misses }));
  });
}

/** What says only where to look, or which of several: alone it fits half the screen. */
const FRAME: ReadonlySet<keyof Selector> = new Set(['packageName', 'index', 'clickable', 'enabled', 'selected']);
