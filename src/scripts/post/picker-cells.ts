import { walk } from '../../flows/cover.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import { gridCells, PICKER_GRID, textsOf } from './grid.ts';

/** A cell of a media picker. */
export interface PickerCell {
  readonly node: UiNode;
  /** What selects it: its circle, or the whole cell. */
  readonly handle: UiNode;
  readonly isSelected: boolean;
  /** Its place in the selection, from 1; null when the picker shows none. */
  readonly number: number | null;
}

/** How the cells of an app's picker are told. */
export interface PickerLook {
  /** Cells by shape where the app labels none. */
  readonly cells?: (tree: UiTree) => readonly UiNode[];
  readonly isSelected?: (cell: UiNode) => boolean;
}

/** In reading order. */
export function pickerCells(
  tree: UiTree,
  { cells = byShape, isSelected = isMarked }: PickerLook,
): readonly PickerCell[] {
  return cells(tree).map((node) => ({
    node,
    handle: circleOf(node),
    isSelected: isSelected(node),
    number: badgeOf(node),
  }));
}

function byShape(tree: UiTree): readonly UiNode[] {
  return gridCells(tree, PICKER_GRID);
}

/** The number a picker puts on a selected cell; a duration has a colon. */
const BADGE = /^\d{1,2}$/;

function badgeOf(cell: UiNode): number | null {
  const badge = textsOf(cell).find((text) => BADGE.test(text.trim()));
  return badge === undefined ? null : Number(badge);
}

function isMarked(cell: UiNode): boolean {
  let found = badgeOf(cell) !== null;
  walk(cell, (node) => {
    found ||= node.selected || node.checked;
  });
  return found;
}

/** The circle in a cell's corner: the smallest clickable thing in it. Tapping the picture itself would open it. */
function circleOf(cell: UiNode): UiNode {
  let smallest: UiNode | null = null;
  let smallestArea = areaOf(cell) / 2;
  walk(cell, (node) => {
    if (node !== cell && node.clickable && areaOf(node) < smallestArea) {
      smallest = node;
      smallestArea = areaOf(node);
    }
  });
  return smallest ?? cell;
}

function areaOf({ bounds }: UiNode): number {
  return (bounds.right - bounds.left) * (bounds.bottom - bounds.top);
}
