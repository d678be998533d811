import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { type Limits, pause } from '../kit/abort.ts';
import { workingMs } from '../kit/gate.ts';
import { ScreenEvidence } from './evidence.ts';
import { longPressActions, swipeActions, tapActions } from './pointer.ts';
import type { Screen, Selector, SwipeOptions, UiNode, UiTree, WaitLimits } from './screen.ts';
import { select } from './selector.ts';
import { selectorWords } from './selector-words.ts';
import { setFieldText } from './text-field.ts';
import { centreOf, parseTree } from './tree.ts';
import { Uia2AnswerError } from './uia2-errors.ts';
import { HANGS_AFTER_MS, type Uia2Call, Uia2Session } from './uia2-session.ts';

const BACK_KEY = 4;
/** Between two looks at the screen: a tree takes a phone 50 to 300 ms to make. */
const POLL_MS = 150;
/** What one look may take however short the wait: big trees of slow phones take seconds. */
const SHORTEST_LOOK_MS = 3_000;
const KEYBOARD_POLL_MS = 100;

export interface OpenLimits extends Limits {
  /** A server that gives no tree for this long, where that much time was given, is started anew. */
  readonly hangsAfterMs?: number;
}

/**
 * Opens the screen of a phone: installs and starts the UiAutomator2 server when needed, and proves that it sees.
 * @throws UIA2_INSTALL_FAILED, UIA2_UNAVAILABLE, DEVICE_LOST.
 */
export async function openScreen(phone: Phone, { hangsAfterMs, ...limits }: OpenLimits): Promise<Screen> {
  const session = new Uia2Session(phone, hangsAfterMs ?? HANGS_AFTER_MS);
  try {
    await session.open(limits);
  } catch (error) {
    await session.close();
    throw error;
  }
  return new Uia2Screen(phone, session);
}

class Uia2Screen implements Screen {
  readonly phone: Phone;
  readonly #session: Uia2Session;
  /** The call before; the next one begins when it has settled. */
  #last: Promise<unknown> = Promise.resolve();
  /** What was read last: a screen that is waited for is mostly the same as a look before. */
  #read: UiTree | null = null;

  constructor(phone: Phone, session: Uia2Session) {
    this.phone = phone;
    this.#session = session;
  }

  tree(limits: Limits): Promise<UiTree> {
    return this.#inTurn(async () => {
      const xml = String(await this.#call({ method: 'GET', path: '/source', acts: false }, limits));
      if (this.#read?.xml !== xml) this.#read = parseTree(xml);
      return this.#read;
    });
  }

  tap(node: UiNode, limits: Limits): Promise<void> {
    return this.tapAt(centreOf(node.bounds), limits);
  }

  tapAt(point: { readonly x: number; readonly y: number }, limits: Limits): Promise<void> {
    return this.#inTurn(() => this.#act('/actions', tapActions(point), limits));
  }

  longPress(node: UiNode, limits: Limits): Promise<void> {
    return this.#inTurn(() => this.#act('/actions', longPressActions(centreOf(node.bounds)), limits));
  }

  swipe(options: SwipeOptions): Promise<void> {
    return this.#inTurn(() => this.#act('/actions', swipeActions(options), options));
  }

  setText(node: UiNode, text: string, limits: Limits): Promise<void> {
    return this.#inTurn(() =>
      setFieldText(node, text, {
        call: (call) => this.#session.call(call, limits),
        tap: () => this.#act('/actions', tapActions(centreOf(node.bounds)), limits),
      }),
    );
  }

  pressKey(keycode: number, limits: Limits): Promise<void> {
    return this.#inTurn(() => this.#act('/appium/device/press_keycode', { keycode }, limits));
  }

  back(limits: Limits): Promise<void> {
    return this.pressKey(BACK_KEY, limits);
  }

  /** BACK would leave the screen if no keyboard were shown, so the phone is asked first. */
  async hideKeyboard(limits: Limits): Promise<void> {
    if (!(await this.#isKeyboardShown(limits))) return;
    await this.back(limits);
    const until = workingMs() + limits.timeoutMs;
    while (await this.#isKeyboardShown(limits)) {
      if (workingMs() > until) {
        throw new PostwrightError('DEVICE_TIMEOUT', `The keyboard of ${this.phone.serial} did not go away`);
      }
      await pause(KEYBOARD_POLL_MS, limits.signal);
    }
  }

  /** Not through the server, so that there is a picture when the server has failed. */
  screenshot(limits: Limits): Promise<Buffer> {
    return this.phone.screenshot(limits);
  }

  select(tree: UiTree, selector: Selector): readonly UiNode[] {
    return select(tree, selector);
  }

  async waitFor(selector: Selector, limits: WaitLimits): Promise<UiNode> {
    const steadyForMs = limits.steadyForMs ?? 0;
    let sameSince = 0;
    let before: UiNode | undefined;
    const found = await this.#watch(limits, (tree) => {
      const [node] = select(tree, selector);
      if (node === undefined || before === undefined || !isSamePlace(node, before)) sameSince = workingMs();
      before = node;
      return node !== undefined && workingMs() - sameSince >= steadyForMs ? node : null;
    });
    if (found.value !== null) return found.value;
    throw notFound(selector, `${this.phone.serial} did not show`, { ...limits, tree: found.last });
  }

  async waitUntilGone(selector: Selector, limits: Limits): Promise<void> {
    const gone = await this.#watch(limits, (tree) => (select(tree, selector).length === 0 ? true : null));
    if (gone.value !== null) return;
    throw notFound(selector, `${this.phone.serial} went on showing`, { ...limits, tree: gone.last });
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#session.close());
  }

  /** Looks at the tree until `look` finds something or the time is over. */
  async #watch<T>(limits: Limits, look: (tree: UiTree) => T | null): Promise<{ value: T | null; last: UiTree }> {
    const until = workingMs() + limits.timeoutMs;
    for (let last: UiTree | null = null; ; ) {
      const timeoutMs = Math.max(until - workingMs(), SHORTEST_LOOK_MS);
      const tree: UiTree | null = await this.tree({ ...limits, timeoutMs }).catch((error) => {
        // The time ran out in the middle of a look: what was seen before counts.
        if (last !== null && isTimeout(error)) return null;
        throw error;
      });
      last = tree ?? last;
      if (last === null) throw new Error('A tree that is null');
      const value = tree === null ? null : look(tree);
      if (value !== null || tree === null || workingMs() + POLL_MS > until) return { value, last };
      await pause(POLL_MS, limits.signal);
    }
  }

  async #isKeyboardShown(limits: Limits): Promise<boolean> {
    const { stdout } = await this.phone.shell(['dumpsys', 'input_method'], limits);
    return /\bmInputShown=true\b/.test(stdout);
  }

  async #act(path: string, body: object, limits: Limits): Promise<void> {
    await this.#call({ method: 'POST', path, body, acts: true }, limits);
  }

  async #call(call: Uia2Call, limits: Limits): Promise<unknown> {
    try {
      return await this.#session.call(call, limits);
    } catch (error) {
      if (!(error instanceof Uia2AnswerError)) throw error;
      const message = `${this.phone.serial}: ${call.method} ${call.path}: ${error.error}: ${error.message}`;
      throw new PostwrightError('UIA2_UNAVAILABLE', message, { cause: error });
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function isSamePlace(a: UiNode, b: UiNode): boolean {
  const [one, other] = [a.bounds, b.bounds];
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}

function isTimeout(error: unknown): boolean {
  return error instanceof PostwrightError && error.errorName === 'DEVICE_TIMEOUT';
}

function notFound(
  selector: Selector,
  message: string,
  { timeoutMs, tree }: Limits & { readonly tree: UiTree },
): PostwrightError {
  const words = selectorWords(selector);
  return new PostwrightError('ELEMENT_NOT_FOUND', `${message} ${words} within ${Math.round(timeoutMs)} ms`, {
    cause: new ScreenEvidence(tree, { words, selectors: [selector] }),
  });
}
