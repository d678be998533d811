import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { PostwrightError } from '../errors.ts';
import type { Bounds, UiNode, UiTree } from './screen.ts';

const NOWHERE: Bounds = { left: 0, top: 0, right: 0, bottom: 0 };
/** How much of an unreadable source an error message quotes. */
const QUOTED_LENGTH = 200;

/**
 * Reads the XML of `GET source`: one tag per node, named by its class, below one `hierarchy`.
 * @throws UIA2_UNAVAILABLE when it is not such XML.
 */
export function parseTree(xml: string): UiTree {
  const hierarchy = parseXml(xml);
  const children = childNodes(hierarchy);
  // The hierarchy's own size may leave the navigation bar out, its windows' do not.
  const widthPx = Math.max(sizeOf(hierarchy, 'width'), ...children.map(({ bounds }) => bounds.right));
  const heightPx = Math.max(sizeOf(hierarchy, 'height'), ...children.map(({ bounds }) => bounds.bottom));
  const bounds = { left: 0, top: 0, right: widthPx, bottom: heightPx };
  return { root: { ...nodeOf(hierarchy, children), bounds }, widthPx, heightPx, xml };
}

function parseXml(xml: string): Element {
  try {
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml').documentElement;
    if (root?.tagName === 'hierarchy') return root;
    throw new Error(`its root is ${root?.tagName ?? 'missing'}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The UI tree cannot be read (${reason}): ${xml.slice(0, QUOTED_LENGTH)}`;
    throw new PostwrightError('UIA2_UNAVAILABLE', message, { cause: error });
  }
}

function sizeOf(hierarchy: Element, name: 'width' | 'height'): number {
  return Number(hierarchy.getAttribute(name)) || 0;
}

function childNodes(element: Element): readonly UiNode[] {
  const nodes: UiNode[] = [];
  for (let child = element.firstChild; child !== null; child = child.nextSibling) {
    if (!isElement(child)) continue;
    nodes.push(nodeOf(child, childNodes(child)));
  }
  return nodes;
}

function isElement(node: { readonly nodeType: number }): node is Element {
  const ELEMENT_NODE = 1;
  return node.nodeType === ELEMENT_NODE;
}

function nodeOf(element: Element, children: readonly UiNode[]): UiNode {
  const text = (name: string): string => element.getAttribute(name) ?? '';
  const flag = (name: string): boolean => element.getAttribute(name) === 'true';
  return {
    className: text('class') || element.tagName,
    packageName: text('package'),
    text: text('text'),
    description: text('content-desc'),
    resourceId: text('resource-id'),
    bounds: element.getAttribute('displayed') === 'false' ? NOWHERE : boundsOf(text('bounds')),
    clickable: flag('clickable'),
    enabled: element.getAttribute('enabled') !== 'false',
    focused: flag('focused'),
    selected: flag('selected'),
    checked: flag('checked'),
    scrollable: flag('scrollable'),
    showingHint: flag('showing-hint'),
    children,
  };
}

/** `[left,top][right,bottom]`; nowhere for a node that has no place, such as a toast. */
function boundsOf(text: string): Bounds {
  const match = /^\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]$/.exec(text);
  if (match === null) return NOWHERE;
  const [left = 0, top = 0, right = 0, bottom = 0] = match.slice(1).map(Number);
  return { left, top, right, bottom };
}

/** The middle of a box, in whole pixels. */
export function centreOf({ left, top, right, bottom }: Bounds): { readonly x: number; readonly y: number } {
  return { x: Math.floor((left + right) / 2), y: Math.floor((top + bottom) / 2) };
}
