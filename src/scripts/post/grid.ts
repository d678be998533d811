import { walk } from '../../flows/cover.ts';
import type { Bounds, UiNode, UiTree } from '../../screen/screen.ts';

export interface GridShape {
  /** Least and largest width of a cell, as a share of the screen's. */
  readonly width: readonly [min: number, max: number];
  /** Least and largest height of a cell, as a share of its width. */
  readonly height: readonly [min: number, max: number];
}

/** Posts of a profile: three columns, each upright. */
export const PROFILE_GRID: GridShape = { width: [0.28, 0.36], height: [0.9, 2] };
/** Media in a picker: three or four columns, each square. */
export const PICKER_GRID: GridShape = { width: [0.2, 0.36], height: [0.8, 1.4] };

/**
 * The cells of a grid by their shape, in reading order: TikTok labels neither them nor their container. Of nodes with
 * the same bounds the outermost is taken; cells that are cut off at the edge of the list are left out.
 */
export function gridCells(tree: UiTree, shape: GridShape): readonly UiNode[] {
  const byPlace = new Map<string, UiNode>();
  walk(tree.root, (node) => {
    const key = JSON.stringify(node.bounds);
    if (fits(node.bounds, tree.widthPx, shape) && !byPlace.has(key)) byPlace.set(key, node);
  });
  const cells = [...byPlace.values()];
  return largestFamily(cells).sort((a, b) => a.bounds.top - b.bounds.top || a.bounds.left - b.bounds.left);
}

function fits(bounds: Bounds, screenWidth: number, { width, height }: GridShape): boolean {
  const share = widthOf(bounds) / screenWidth;
  const ratio = heightOf(bounds) / Math.max(1, widthOf(bounds));
  return share >= width[0] && share <= width[1] && ratio >= height[0] && ratio <= height[1];
}

/** Dividing the screen's width leaves cells that differ by a few pixels. */
const SAME_WIDTH_PX = 6;

/** Other things may have the shape of a cell, but not as many of one width. */
function largestFamily(cells: readonly UiNode[]): UiNode[] {
  let largest: UiNode[] = [];
  for (const cell of cells) {
    const family = cells.filter((other) => Math.abs(widthOf(other.bounds) - widthOf(cell.bounds)) <= SAME_WIDTH_PX);
    if (family.length > largest.length) largest = family;
  }
  return largest;
}

function widthOf({ left, right }: Bounds): number {
  return right - left;
}

function heightOf({ top, bottom }: Bounds): number {
  return bottom - top;
}

/** All texts and descriptions of a node and those below it. */
export function textsOf(root: UiNode): readonly string[] {
  const texts: string[] = [];
  walk(root, (node) => {
    if (node.text !== '') texts.push(node.text);
    if (node.description !== '' && node.description !== node.text) texts.push(node.description);
  });
  return texts;
}
