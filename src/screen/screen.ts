import type { Phone } from '../devices/phone.ts';
import type { Limits } from '../kit/abort.ts';

export { openScreen } from './uia2-screen.ts';

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One node of the UI tree, as /source gives it (facts 2.7). */
export interface UiNode {
  readonly className: string;
  readonly packageName: string;
  readonly text: string;
  readonly description: string;
  readonly resourceId: string;
  readonly bounds: Bounds;
  readonly clickable: boolean;
  readonly enabled: boolean;
  readonly focused: boolean;
  readonly selected: boolean;
  readonly checked: boolean;
  readonly scrollable: boolean;
  /** The text is only the hint of an empty field. */
  readonly showingHint: boolean;
  readonly children: readonly UiNode[];
}

/** A picture of the screen's tree at one moment. */
export interface UiTree {
  readonly root: UiNode;
  readonly widthPx: number;
  readonly heightPx: number;
  /** As it came, for evidence. */
  readonly xml: string;
}

/**
 * What to look for. Every given condition must hold. Texts are regular expressions over the whole text,
 * case-insensitive; several mean any of them (language variants).
 */
export interface Selector {
  /** Matches the text or the content description. */
  readonly label?: readonly string[];
  readonly text?: readonly string[];
  readonly description?: readonly string[];
  /** `package:id/name`, or only the name. */
  readonly id?: string;
  /** Fully qualified, or only its last part. */
  readonly className?: string;
  readonly packageName?: string;
  readonly clickable?: boolean;
  readonly enabled?: boolean;
  readonly selected?: boolean;
  readonly below?: Selector;
  readonly above?: Selector;
  /** On the same line. */
  readonly leftOf?: Selector;
  /** On the same line. */
  readonly rightOf?: Selector;
  /** At any depth. */
  readonly childOf?: Selector;
  /** At any depth. */
  readonly containsChild?: Selector;
  /** Which of several matches, in reading order; 0 is the first. Negative counts from the end. */
  readonly index?: number;
}

export interface SwipeOptions extends Limits {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly durationMs: number;
}

export interface WaitLimits extends Limits {
  /** How long the match must have kept its place: a tap on what still moves misses it. 0 when absent. */
  readonly steadyForMs?: number;
}

/**
 * A phone's screen as something to ask and touch, through the UiAutomator2 server. One owner, one call at a time: the
 * next begins when the one before has settled. A server that died or hangs is started again, twice per call at most. A touch,
 * a key or a text whose answer was lost is never sent again: it ends in UIA2_UNAVAILABLE with `data.mayHaveActed`. All calls may
 * end in UIA2_UNAVAILABLE, DEVICE_TIMEOUT or DEVICE_LOST; after the last one the screen is dead.
 */
export interface Screen {
  readonly phone: Phone;
  tree(limits: Limits): Promise<UiTree>;
  /** Taps the middle of a node's visible bounds. */
  tap(node: UiNode, limits: Limits): Promise<void>;
  tapAt(point: { readonly x: number; readonly y: number }, limits: Limits): Promise<void>;
  longPress(node: UiNode, limits: Limits): Promise<void>;
  swipe(options: SwipeOptions): Promise<void>;
  /**
   * Sets the text of a field by accessibility: any Unicode, no keyboard. Replaces what was there.
   * @throws ELEMENT_NOT_FOUND when the field is gone; DEVICE_COMMAND_FAILED when it refuses, when the text is longer
   *   than 64 KiB as JSON, or when it ends in a written-out \n.
   */
  setText(node: UiNode, text: string, limits: Limits): Promise<void>;
  pressKey(keycode: number, limits: Limits): Promise<void>;
  back(limits: Limits): Promise<void>;
  hideKeyboard(limits: Limits): Promise<void>;
  screenshot(limits: Limits): Promise<Buffer>;
  /** The nodes a selector matches in a tree, in reading order. */
  select(tree: UiTree, selector: Selector): readonly UiNode[];
  /** Waits until the selector matches, polling the tree. @throws ELEMENT_NOT_FOUND, whose cause is a ScreenEvidence. */
  waitFor(selector: Selector, limits: WaitLimits): Promise<UiNode>;
  /** Waits until the selector matches nothing. @throws ELEMENT_NOT_FOUND. */
  waitUntilGone(selector: Selector, limits: Limits): Promise<void>;
  /** Ends instrumentation and connections. */
  close(): Promise<void>;
}
