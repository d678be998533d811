import type { Box } from './layout.ts';
import { shownText } from './layout.ts';
import { sliderText } from './slider.ts';
import type { View } from './view.ts';

/** Pixels, right and bottom exclusive, as Android's Rect. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A view on the screen, as touch, accessibility and the renderer see it. */
export interface UiNode {
  /** The same for the same view of the same screen across redraws. */
  readonly identity: string;
  readonly view: View;
  readonly packageName: string;
  readonly parent: UiNode | null;
  readonly children: readonly UiNode[];
  /** Position among the parent's visible children; -1 when not visible. */
  readonly index: number;
  /** Where it lies, clipped or not. */
  readonly bounds: Rect;
  /** The part inside the window and every scrolling ancestor; null when nothing is left. */
  readonly visible: Rect | null;
}

interface NodeOptions {
  readonly identity: string;
  readonly packageName: string;
  /** Pixels per unit. */
  readonly scale: number;
  /** The window, in pixels. */
  readonly clip: Rect;
}

/** Turns a laid-out box into nodes with pixel bounds. */
export function toNodes(box: Box, options: NodeOptions): UiNode {
  return build(box, { ...options, parent: null, index: 0 });
}

interface Place extends NodeOptions {
  readonly parent: UiNode | null;
  readonly index: number;
}

function build(box: Box, place: Place): UiNode {
  const bounds = scaled(box, place.scale);
  const visible = intersection(bounds, place.clip);
  const children: UiNode[] = [];
  const node: UiNode = {
    identity: place.identity,
    view: box.view,
    packageName: place.packageName,
    parent: place.parent,
    children,
    index: place.index,
    bounds,
    visible,
  };
  const clip = box.view.scroll !== undefined && visible !== null ? visible : place.clip;
  let position = 0;
  for (const [order, child] of box.children.entries()) {
    const identity = `${place.identity}/${child.view.key ?? order}`;
    const listed = !child.view.decorative && intersection(scaled(child, place.scale), clip) !== null;
    children.push(build(child, { ...place, identity, clip, parent: node, index: listed ? position : -1 }));
    if (listed) position += 1;
  }
  return node;
}

function scaled(box: Box, scale: number): Rect {
  return {
    left: Math.round(box.x * scale),
    top: Math.round(box.y * scale),
    right: Math.round((box.x + box.width) * scale),
    bottom: Math.round((box.y + box.height) * scale),
  };
}

function intersection(a: Rect, b: Rect): Rect | null {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.right, b.right);
  const bottom = Math.min(a.bottom, b.bottom);
  return right > left && bottom > top ? { left, top, right, bottom } : null;
}

export function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom;
}

/** The children an accessibility service is told of. */
export function listedChildren(node: UiNode): readonly UiNode[] {
  return node.children.filter((child) => child.visible !== null && !child.view.decorative);
}

/** A node and all below it that accessibility can see, in document order. */
export function* listedNodes(node: UiNode): Generator<UiNode> {
  yield node;
  for (const child of listedChildren(node)) yield* listedNodes(child);
}

/** The text accessibility reads: what was entered, the hint of an empty field, the value of a slider. */
export function nodeText(node: UiNode): string {
  return node.view.slider === undefined ? shownText(node.view) : sliderText(node.view.slider);
}
