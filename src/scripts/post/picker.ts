import { PostwrightError } from '../../errors.ts';
import { walk } from '../../flows/cover.ts';
import { pause } from '../../kit/abort.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { AppScreen } from './app-screen.ts';
import { gridCells, PICKER_GRID, textsOf } from './grid.ts';

/** A cell of a media picker. */
interface PickerCell {
  readonly node: UiNode;
  /** What selects it: its circle, or the whole cell. */
  readonly handle: UiNode;
  readonly isSelected: boolean;
}

export interface PickerOptions {
  /** Cells by shape where the app labels none. */
  readonly cells?: (tree: UiTree) => readonly UiNode[];
  readonly isSelected?: (cell: UiNode) => boolean;
}

/** How far one swipe moves the grid: little enough that the last selected cell stays on the screen. */
const SWIPE_FROM = 0.7;
const SWIPE_TO = 0.4;
const SWIPE_MS = 700;

/**
 * Selects the newest `count` files of a picker that shows the newest first, one by one in reading order, and checks
 * after each tap that the app counted it.
 */
export async function selectFirst(app: AppScreen, count: number, options: PickerOptions = {}): Promise<void> {
  for (let selected = await countAtStart(app, options); selected < count; selected += 1) {
    const cell = await nextCell(app, selected, options);
    await app.screen.tap(cell.handle, app.limits);
    await waitForCount(app, { ...options, count: selected + 1, tapped: cell.node });
  }
}

/** Instagram begins with the newest file selected, which is the one in its preview; nothing else may be. */
async function countAtStart(app: AppScreen, options: PickerOptions): Promise<0 | 1> {
  const [first, ...others] = pickerCells(await stillGrid(app, options), options);
  if (others.some((cell) => cell.isSelected))
    throw new PostwrightError('ELEMENT_NOT_FOUND', 'The picker begins with other files than the newest selected.');
  return first?.isSelected === true ? 1 : 0;
}

/** The grid once its cells are there and stand still. */
async function stillGrid(app: AppScreen, options: PickerOptions): Promise<UiTree> {
  const deadline = Date.now() + app.pace.commandMs;
  for (let before = ''; ; ) {
    const tree = await app.tree();
    const cells = pickerCells(tree, options);
    if (cells.length > 0 && tree.xml === before) return tree;
    if (Date.now() >= deadline) throw new PostwrightError('ELEMENT_NOT_FOUND', 'The picker shows no files.');
    if (cells.length > 0 || !(await app.lookout.answerDialog(tree))) await pause(app.pace.settleMs, app.signal);
    before = tree.xml;
  }
}

/** The cell after the last selected one, scrolled to when it is below the edge. */
async function nextCell(app: AppScreen, selected: number, options: PickerOptions): Promise<PickerCell> {
  const deadline = Date.now() + app.pace.commandMs;
  for (;;) {
    const tree = await stillGrid(app, options);
    const cells = pickerCells(tree, options);
    const last = cells.findLastIndex((cell) => cell.isSelected);
    const next = selected === 0 || last >= 0 ? cells[last + 1] : undefined;
    if (next !== undefined) return next;
    if (Date.now() >= deadline)
      throw new PostwrightError('ELEMENT_NOT_FOUND', `The picker shows no file number ${selected + 1}.`);
    const x = tree.widthPx / 2;
    await app.screen.swipe({
      ...app.limits,
      from: { x, y: tree.heightPx * SWIPE_FROM },
      to: { x, y: tree.heightPx * SWIPE_TO },
      durationMs: SWIPE_MS,
    });
  }
}

interface Tapped extends PickerOptions {
  readonly count: number;
  readonly tapped: UiNode;
}

/** Waits until the app shows that it took a tap: by its count, or by the cell at that place. */
async function waitForCount(app: AppScreen, { count, tapped, ...options }: Tapped): Promise<void> {
  const place = JSON.stringify(tapped.bounds);
  const deadline = Date.now() + app.pace.commandMs;
  for (;;) {
    const tree = await app.tree();
    const isMarked = pickerCells(tree, options).some(
      ({ node, isSelected }) => isSelected && JSON.stringify(node.bounds) === place,
    );
    if (isMarked || selectedCount(app, tree, options) >= count) return;
    if (Date.now() >= deadline)
      throw new PostwrightError('ELEMENT_NOT_FOUND', `The picker did not count file number ${count} as selected.`);
    await pause(app.pace.pollMs, app.signal);
  }
}

/** "Next (3)" says it outright; otherwise the marked cells on the screen are counted, of which none has scrolled away. */
function selectedCount(app: AppScreen, tree: UiTree, options: PickerOptions): number {
  const label = app.see(tree, 'pickerNext');
  const [, number] = /\((\d+)\)/.exec(label?.text || label?.description || '') ?? [];
  if (number !== undefined) return Number(number);
  const numbers = pickerCells(tree, options).filter((cell) => cell.isSelected);
  const badges = numbers.flatMap((cell) =>
    textsOf(cell.node).flatMap((text) => (BADGE.test(text) ? [Number(text)] : [])),
  );
  return Math.max(numbers.length, ...badges);
}

/** The number a picker puts on a selected cell; a duration has a colon. */
const BADGE = /^\d{1,2}$/;

function pickerCells(tree: UiTree, { cells = byShape, isSelected = hasBadge }: PickerOptions): readonly PickerCell[] {
  return cells(tree).map((node) => ({ node, handle: circleOf(node), isSelected: isSelected(node) }));
}

function byShape(tree: UiTree): readonly UiNode[] {
  return gridCells(tree, PICKER_GRID);
}

function hasBadge(cell: UiNode): boolean {
  let found = false;
  walk(cell, (node) => {
    found ||= node.selected || node.checked || BADGE.test(node.text.trim());
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
