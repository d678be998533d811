import type { UiNode, UiTree } from '../screen/screen.ts';

/** What stands between a flow and its app. */
export type Cover =
  /** The app is in front, with nothing of Android's over it. */
  | { readonly kind: 'none' }
  /** The home screen: the app has gone. */
  | { readonly kind: 'home'; readonly packageName: string }
  /** Another package's window. */
  | { readonly kind: 'foreign'; readonly packageName: string }
  /** A window of the app that is smaller than the screen, or built as Android builds dialogs. */
  | { readonly kind: 'modal'; readonly title: string };

const HOME_PACKAGE = /launcher|\.home(?:screen)?(?:\.|$)|trebuchet|quickstep/i;
/** The parts of android.app.AlertDialog. */
const ALERT_IDS = new Set([
  'android:id/alertTitle',
  'android:id/parentPanel',
  'android:id/contentPanel',
  'android:id/buttonPanel',
  'android:id/button1',
]);
/** A window that leaves more than this of the screen free is a dialog; status and navigation bar take less. */
const LARGEST_DIALOG_SHARE = 0.8;

/** Says what covers an app, by the tree of the active window (facts 2.7). */
export function findCover(tree: UiTree, appId: string): Cover {
  const top = firstOfPackage(tree.root);
  if (top === null) return { kind: 'none' };
  if (top.packageName !== appId) {
    const kind = HOME_PACKAGE.test(top.packageName) ? 'home' : 'foreign';
    return { kind, packageName: top.packageName };
  }
  const isDialog = shareOfScreen(top, tree) < LARGEST_DIALOG_SHARE || hasAlertPart(tree.root);
  return isDialog ? { kind: 'modal', title: visibleTexts(tree, 1)[0] ?? '' } : { kind: 'none' };
}

/** Up to `limit` texts of the screen in reading order, for messages. */
export function visibleTexts(tree: UiTree, limit: number): readonly string[] {
  const texts = new Set<string>();
  walk(tree.root, (node) => {
    const text = (node.text || node.description).trim();
    if (text !== '' && texts.size < limit) texts.add(text.length > 40 ? `${text.slice(0, 39)}…` : text);
  });
  return [...texts];
}

/** Calls `visit` for a node and all below it, outermost first. */
export function walk(node: UiNode, visit: (node: UiNode) => void): void {
  visit(node);
  for (const child of node.children) walk(child, visit);
}

function firstOfPackage(node: UiNode): UiNode | null {
  if (node.packageName !== '') return node;
  for (const child of node.children) {
    const found = firstOfPackage(child);
    if (found !== null) return found;
  }
  return null;
}

function hasAlertPart(root: UiNode): boolean {
  let found = false;
  walk(root, (node) => {
    found ||= ALERT_IDS.has(node.resourceId);
  });
  return found;
}

function shareOfScreen({ bounds }: UiNode, tree: UiTree): number {
  return ((bounds.right - bounds.left) * (bounds.bottom - bounds.top)) / Math.max(1, tree.widthPx * tree.heightPx);
}

/**
 * What would take a tap on the middle of a node in its place: something clickable that is drawn after it, such as a
 * list of suggestions or a sheet in the app's own window. Null when the tap would reach it.
 */
export function findOverlay(tree: UiTree, target: UiNode): UiNode | null {
  const x = (target.bounds.left + target.bounds.right) / 2;
  const y = (target.bounds.top + target.bounds.bottom) / 2;
  let isPast = false;
  let overlay: UiNode | null = null;
  const visit = (node: UiNode): void => {
    if (node === target) {
      isPast = true;
      return;
    }
    if (isPast && node.clickable && holds(node, x, y)) overlay = node;
    for (const child of node.children) visit(child);
  };
  visit(tree.root);
  return overlay;
}

function holds({ bounds }: UiNode, x: number, y: number): boolean {
  return bounds.left <= x && x < bounds.right && bounds.top <= y && y < bounds.bottom;
}

const TEXT_FIELD = /EditText$|AutoCompleteTextView$/;

export function isTextField(node: UiNode): boolean {
  return TEXT_FIELD.test(node.className);
}

export interface SeenCover {
  readonly cover: Cover;
  /** It has been the same for as long as the pace bears with it. */
  readonly isLasting: boolean;
}

/** Remembers since when the same thing has covered the app. */
export class CoverWatch {
  readonly #patienceMs: number;
  #last = '';
  #since = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** @param now in milliseconds. */
  seen(cover: Cover, now: number): SeenCover {
    const word = JSON.stringify(cover);
    if (word !== this.#last) {
      this.#last = word;
      this.#since = now;
    }
    return { cover, isLasting: now - this.#since >= this.#patienceMs };
  }
}

export function focusedField(tree: UiTree): UiNode | null {
  let field: UiNode | null = null;
  walk(tree.root, (node) => {
    if (node.focused && isTextField(node)) field = node;
  });
  return field;
}
