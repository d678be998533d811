import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import { ScreenEvidence } from '../screen/evidence.ts';
import type { Screen, Selector, UiNode, UiTree } from '../screen/screen.ts';
import { KEYS } from './command.ts';
import { type Cover, CoverWatch, findCover, findOverlay, type SeenCover, visibleTexts } from './cover.ts';
import { type Dialog, findDialog, type OpenDialog } from './dialogs.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { AppFlows } from './library.ts';
import { describeSelectors, resolveTarget, type Target } from './selector.ts';
import type { Variables } from './template.ts';
import { type FlowTime, REAL_TIME } from './time.ts';

/** How long things on a phone are given. Tests and the rack's faster paces set shorter ones. */
export interface FlowPace {
  /** How long a command waits for what it needs. */
  readonly commandMs: number;
  /** How long an optional command does. */
  readonly optionalMs: number;
  /** How long an app may take from its start to the first screen of use. */
  readonly coldStartMs: number;
  /** Between two looks at the screen. */
  readonly pollMs: number;
  /** An element must stand still for this long before it is tapped: a tap in the middle of an animation goes astray (facts 5.5). */
  readonly settleMs: number;
  /** How long something unknown may cover the app before the flow gives up. */
  readonly coverMs: number;
  /** How long one call to the phone may take: above the 10 s that UiAutomator2 itself may wait (facts 2.8). */
  readonly callMs: number;
}

export const PHONE_PACE: FlowPace = {
  commandMs: 12_000,
  optionalMs: 3_000,
  coldStartMs: 40_000,
  pollMs: 250,
  settleMs: 300,
  coverMs: 5_000,
  callMs: 20_000,
};

/** More dialogs than this in a row are one that cannot be answered. */
const MOST_DIALOGS = 10;
const TEXTS_IN_MESSAGE = 8;

export interface LookoutOptions {
  readonly screen: Screen;
  readonly flows: AppFlows;
  /** The package the app has on this phone. */
  readonly appId: string;
  readonly signal: AbortSignal;
  readonly pace?: FlowPace;
  /** Texts of the post that is made: never taken for those of a dialog. */
  readonly ownTexts?: readonly string[];
  /** The clock on the wall when absent. */
  readonly time?: FlowTime;
  /** A dialog that is about to be answered, for whoever watches. */
  onDialog?(name: string): void;
}

export interface Found {
  readonly node: UiNode;
  /** The screen it was found on. */
  readonly tree: UiTree;
}

/** Looks for things on the screen of one app, and answers the dialogs that come between. */
export class Lookout {
  readonly screen: Screen;
  readonly flows: AppFlows;
  readonly appId: string;
  readonly signal: AbortSignal;
  readonly pace: FlowPace;
  readonly #ownTexts: Set<string>;
  readonly #time: FlowTime;
  readonly #onDialog: ((name: string) => void) | undefined;
  #appSeen = false;
  /** The dialog that is about to end the attempt, and since when it has been there. */
  #ending: { readonly dialog: Dialog; readonly since: number } | null = null;

  constructor({ screen, flows, appId, signal, pace = PHONE_PACE, ownTexts = [], time, onDialog }: LookoutOptions) {
    this.screen = screen;
    this.flows = flows;
    this.appId = appId;
    this.signal = signal;
    this.pace = pace;
    this.#ownTexts = new Set(ownTexts);
    this.#time = time ?? REAL_TIME;
    this.#onDialog = onDialog;
  }

  now(): number {
    return this.#time.now();
  }

  async pause(ms: number): Promise<void> {
    await this.#time.pause(ms, this.signal);
  }

  /** What each single call to the phone is given. */
  get limits(): Limits {
    return { signal: this.signal, timeoutMs: this.pace.callMs };
  }

  /** Another text that is the post's or its account's, known only later. */
  addOwnText(text: string): void {
    this.#ownTexts.add(text);
  }

  async tree(): Promise<UiTree> {
    return await this.screen.tree(this.limits);
  }

  resolve(target: Target, variables: Variables): readonly Selector[] {
    return resolveTarget(target, { variables, appId: this.appId });
  }

  /** The first node that any of the selectors matches in this tree. */
  firstIn(tree: UiTree, selectors: readonly Selector[]): UiNode | null {
    for (const selector of selectors) {
      const [node] = this.screen.select(tree, selector);
      if (node !== undefined) return node;
    }
    return null;
  }

  /**
   * Waits until one of the selectors matches, answering dialogs meanwhile.
   * @throws ELEMENT_NOT_FOUND when the time is over; UNKNOWN_DIALOG when something covers the app that nobody knows;
   * APP_CRASHED when the app has gone; whatever `dialogs.yaml` says for a dialog that ends the attempt.
   */
  async find(selectors: readonly Selector[], timeoutMs: number): Promise<Found> {
    return await this.#seek((tree) => this.firstIn(tree, selectors), { selectors, timeoutMs });
  }

  /** Like `find`, and waits until the element stands still and a tap on it would reach it. */
  async findStill(selectors: readonly Selector[], timeoutMs: number): Promise<Found> {
    const deadline = this.now() + timeoutMs;
    const reachable = (tree: UiTree): UiNode | null => {
      const node = this.firstIn(tree, selectors);
      return node !== null && findOverlay(tree, node) === null ? node : null;
    };
    for (;;) {
      const leftMs = Math.max(0, deadline - this.now());
      const before = await this.#seek(reachable, { selectors, timeoutMs: leftMs });
      await this.pause(this.pace.settleMs);
      const tree = await this.tree();
      const node = reachable(tree);
      if (node !== null && haveSameBounds(node, before.node)) return { node, tree };
      if (leftMs === 0) throw notFound(`${describeSelectors(selectors)} does not come to rest`, { tree, selectors });
    }
  }

  async #seek(match: (tree: UiTree) => UiNode | null, { selectors, timeoutMs }: Search): Promise<Found> {
    let deadline = this.now() + timeoutMs;
    let dialogsLeft = MOST_DIALOGS;
    const watch = new CoverWatch(this.pace.coverMs);
    for (;;) {
      const tree = await this.tree();
      const node = match(tree);
      if (node !== null) return { node, tree };
      if (await this.answerDialog(tree)) {
        dialogsLeft -= 1;
        if (dialogsLeft === 0)
          throw this.#unknownDialog('A dialog comes back however it is answered', { tree, selectors });
        deadline = Math.max(deadline, this.now() + timeoutMs);
        continue;
      }
      const isLate = this.now() >= deadline;
      this.#refuseCover(watch.seen(this.#cover(tree), this.now()), isLate, { tree, selectors });
      if (isLate) throw this.#missing(tree, { selectors, timeoutMs });
      await this.pause(this.pace.pollMs);
    }
  }

  #missing(tree: UiTree, { selectors, timeoutMs }: Search): PostwrightError {
    const words = describeSelectors(selectors);
    const isThere = this.firstIn(tree, selectors) !== null;
    return isThere
      ? this.#unknownDialog(`Something lies over ${words}`, { tree, selectors })
      : notFound(`No ${words} within ${Math.round(timeoutMs)} ms`, { tree, selectors });
  }

  /** Waits until none of the selectors matches. @throws ELEMENT_NOT_FOUND */
  async waitUntilGone(selectors: readonly Selector[], timeoutMs: number): Promise<void> {
    const deadline = this.now() + timeoutMs;
    for (;;) {
      const tree = await this.tree();
      if (this.firstIn(tree, selectors) === null) return;
      if (this.now() >= deadline) {
        const sentence = `${describeSelectors(selectors)} did not go away within ${Math.round(timeoutMs)} ms`;
        throw notFound(sentence, { tree, selectors });
      }
      await this.pause(this.pace.pollMs);
    }
  }

  /**
   * Answers the dialog that is up, if `dialogs.yaml` knows one.
   * @returns whether there was one.
   * @throws what the dialog says when it ends the attempt.
   */
  async answerDialog(tree: UiTree): Promise<boolean> {
    const open = this.#openDialog(tree);
    if (open === null || !this.#isToBeAnswered(open)) return false;
    const { dialog, button } = open;
    this.#onDialog?.(dialog.name);
    if (button !== null) await this.#tapDialog(dialog, button);
    else if (dialog.press !== null) await this.screen.pressKey(KEYS[dialog.press], this.limits);
    if (dialog.fail !== null)
      throw new PostwrightError(dialog.fail, `The app shows "${dialog.name}". ${onScreen(tree)}`);
    await this.#waitForChange(dialog);
    return true;
  }

  /** What ends an attempt without a tap is believed only when it stays: a stranger's caption in passing may read like it. */
  #isToBeAnswered({ dialog, button }: OpenDialog): boolean {
    if (dialog.fail === null || button !== null || dialog.press !== null) return true;
    if (this.#ending?.dialog !== dialog) this.#ending = { dialog, since: this.now() };
    return this.now() - this.#ending.since >= this.pace.coverMs;
  }

  /** A dialog slides in: its button is tapped where it comes to rest. */
  async #tapDialog(dialog: Dialog, seen: UiNode): Promise<void> {
    await this.pause(this.pace.settleMs);
    const now = this.#openDialog(await this.tree());
    if (now?.dialog !== dialog) return;
    await this.screen.tap(now.button ?? seen, this.limits);
  }

  /** A second tap while a dialog slides away would hit what is behind it. */
  async #waitForChange(dialog: Dialog): Promise<void> {
    const deadline = this.now() + this.pace.optionalMs;
    while (this.now() < deadline && this.#openDialog(await this.tree())?.dialog === dialog)
      await this.pause(this.pace.pollMs);
  }

  #openDialog(tree: UiTree): OpenDialog | null {
    const { screen, appId, flows } = this;
    const search = { dialogs: flows.dialogs, ownTexts: this.#ownTexts, appId, variables: new Map() };
    const open = findDialog(screen, tree, search);
    if (open?.dialog !== this.#ending?.dialog) this.#ending = null;
    return open;
  }

  #unknownDialog(sentence: string, looked: Looked): PostwrightError {
    const { tree } = looked;
    const data = { fingerprint: fingerprintOf(tree, this.#ownTexts) };
    return new PostwrightError('UNKNOWN_DIALOG', `${sentence}. ${onScreen(tree)}`, { data, cause: evidence(looked) });
  }

  #cover(tree: UiTree): Cover {
    const cover = findCover(tree, this.appId);
    if (cover.kind === 'none') this.#appSeen = true;
    return cover;
  }

  #refuseCover({ cover, isLasting }: SeenCover, isLate: boolean, looked: Looked): void {
    if (cover.kind === 'none') return;
    // Right after its start an app may take long to come to the front.
    if (cover.kind === 'home') {
      if (isLate || (isLasting && this.#appSeen))
        throw new PostwrightError('APP_CRASHED', `${this.appId} is not in front; the home screen is.`, {
          cause: evidence(looked),
        });
      return;
    }
    if (!isLasting && !isLate) return;
    const what = cover.kind === 'modal' ? `A dialog "${cover.title}"` : `A window of ${cover.packageName}`;
    throw this.#unknownDialog(`${what} covers ${this.appId}, and the flows do not know it`, looked);
  }
}

interface Search {
  readonly selectors: readonly Selector[];
  readonly timeoutMs: number;
}

/** A look at the screen that did not find what it looked for. */
interface Looked {
  readonly tree: UiTree;
  readonly selectors: readonly Selector[];
}

function notFound(sentence: string, looked: Looked): PostwrightError {
  return new PostwrightError('ELEMENT_NOT_FOUND', `${sentence}. ${onScreen(looked.tree)}`, { cause: evidence(looked) });
}

function evidence({ tree, selectors }: Looked): ScreenEvidence {
  return new ScreenEvidence(tree, { words: describeSelectors(selectors), selectors });
}

function haveSameBounds({ bounds: a }: UiNode, { bounds: b }: UiNode): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

function onScreen(tree: UiTree): string {
  const texts = visibleTexts(tree, TEXTS_IN_MESSAGE);
  return texts.length === 0
    ? 'The screen shows no text.'
    : `The screen shows: ${texts.map((text) => `"${text}"`).join(', ')}.`;
}
