import { contains, type UiNode } from './node.ts';

/**
 * Who takes a touch at a point, as ViewGroup.dispatchTouchEvent decides: children from the top of the drawing order down,
 * each asked before its parent; a view that does nothing with touches lets them through to what lies under it.
 */
export function touchTarget(node: UiNode, x: number, y: number, takes: (node: UiNode) => boolean): UiNode | null {
  if (node.visible === null || !contains(node.visible, x, y)) return null;
  for (const child of node.children.toReversed()) {
    const target = touchTarget(child, x, y, takes);
    if (target !== null) return target;
  }
  return takes(node) ? node : null;
}

/** A disabled view swallows the touch all the same. */
export function takesTap(node: UiNode): boolean {
  return node.view.clickable === true || node.view.field !== undefined || node.view.slider !== undefined;
}

export function takesLongTap(node: UiNode): boolean {
  return node.view.longClickable === true || takesTap(node);
}

export function takesScroll(node: UiNode): boolean {
  const { scroll, slider, onSwipe } = node.view;
  return scroll !== undefined || slider !== undefined || onSwipe !== undefined;
}
