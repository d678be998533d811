import { listedNodes, type UiNode } from '../ui/node.ts';
import { Uia2Error } from './errors.ts';
import { type PhoneUi, visibleNode } from './phone-ui.ts';
import type { Construction } from './selector-parser.ts';
import { selectNodes } from './ui-selector.ts';

/** UiScrollable's own limit of swipes. */
const MAX_SEARCH_SWIPES = 30;
/** Part of a list's height that one scroll moves. */
const SCROLL_PART = 0.8;

/** Scrolls a node's list by a part of its height, down when positive. Answers whether anything moved. */
export function scrollNode(ui: PhoneUi, node: UiNode, part: number): boolean {
  const { scroll } = node.view;
  const visible = node.visible;
  if (scroll === undefined || visible === null) return false;
  return scroll.by(((visible.bottom - visible.top) * part) / ui.windows.geometry.scale);
}

/** `new UiScrollable(list).scrollIntoView(selector)` and its two short forms. */
export function scrollIntoView(ui: PhoneUi, expression: Construction): UiNode | null {
  const [listSelector] = expression.args;
  const wanted = expression.calls.map(targetOf).find((target) => target !== null);
  if (typeof listSelector !== 'object' || wanted === undefined || wanted === null) {
    throw new Uia2Error(
      'invalid selector',
      'Could not parse expression: UiScrollable needs a UiSelector and scrollIntoView',
    );
  }
  const find = (selector: Construction): UiNode | null =>
    selectNodes(selector, ui.windows.seenTree(), ui.windows.focusedField)[0] ?? null;
  const list = find(listSelector);
  if (list === null) return null;
  list.view.scroll?.toTop();
  for (let swipe = 0; swipe <= MAX_SEARCH_SWIPES; swipe++) {
    const found = find(wanted);
    const current = visibleNode(ui, list.identity);
    if (found !== null || current === null) return found;
    if (!scrollNode(ui, current, SCROLL_PART)) return null;
  }
  return null;
}

function targetOf(call: { name: string; args: readonly unknown[] }): Construction | null {
  const [argument] = call.args;
  if (call.name === 'scrollIntoView' && typeof argument === 'object') return argument as Construction;
  const criterion = { scrollTextIntoView: 'text', scrollDescriptionIntoView: 'description' }[call.name];
  if (criterion === undefined || typeof argument !== 'string') return null;
  return { type: 'UiSelector', args: [], calls: [{ name: criterion, args: [argument] }] };
}

/** The list a gesture without an origin works on. */
export function firstScrollable(ui: PhoneUi): UiNode | null {
  for (const node of listedNodes(ui.windows.seenTree())) if (node.view.scroll !== undefined) return node;
  return null;
}
