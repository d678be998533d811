import { type ErrorName, PostwrightError } from '../../errors.ts';
import type { AppFlows } from '../../flows/library.ts';
import { type Found, Lookout } from '../../flows/lookout.ts';
import { compilePattern } from '../../flows/pattern.ts';
import { runFlow } from '../../flows/run.ts';
import { type Limits, pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { Screen, UiNode, UiTree } from '../../screen/screen.ts';
import type { AttemptLedger } from '../script.ts';
import type { ElementName, FlowName } from './names.ts';
import type { PostPace } from './pace.ts';

export interface AppScreenOptions {
  readonly screen: Screen;
  readonly flows: AppFlows;
  /** The package the app has on this phone. */
  readonly appId: string;
  readonly signal: AbortSignal;
  readonly pace: PostPace;
  /** Caption and title of the post that is made. */
  readonly ownTexts: readonly string[];
  /** Where screenshots go that a flow takes; nowhere when absent. */
  readonly ledger?: AttemptLedger;
}

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/** One app on one phone's screen, by the names that its folder of flows gives to things. */
export class AppScreen {
  readonly lookout: Lookout;
  readonly pace: PostPace;
  readonly #ownTexts: readonly string[];
  readonly #ledger: AttemptLedger | undefined;

  constructor(options: AppScreenOptions) {
    this.lookout = new Lookout(options);
    this.pace = options.pace;
    this.#ownTexts = options.ownTexts;
    this.#ledger = options.ledger;
  }

  get screen(): Screen {
    return this.lookout.screen;
  }

  get appId(): string {
    return this.lookout.appId;
  }

  get signal(): AbortSignal {
    return this.lookout.signal;
  }

  get limits(): Limits {
    return this.lookout.limits;
  }

  async tree(): Promise<UiTree> {
    return await this.lookout.tree();
  }

  async run(flow: FlowName, variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const onScreenshot = async (name: string, png: Uint8Array): Promise<void> => {
      await this.#ledger?.keep(png, { kind: 'screenshot', name });
    };
    await runFlow(this.lookout.flows.flow(flow), { lookout: this.lookout, variables, onScreenshot });
  }

  /** Runs a flow that may not succeed. @returns whether it did. */
  async tryRun(flow: FlowName): Promise<boolean> {
    try {
      await this.run(flow);
      return true;
    } catch (error) {
      if (isPassing(error)) return false;
      throw error;
    }
  }

  /** The element in this tree, or null. */
  see(tree: UiTree, element: ElementName): UiNode | null {
    return this.lookout.firstIn(tree, this.#selectors(element));
  }

  /** Whether a text is one of the post's own. */
  isOwn(text: string): boolean {
    return this.#ownTexts.includes(text);
  }

  /** Whether the element is there as something the app says, not as a text of the post. */
  seesOther(tree: UiTree, element: ElementName): boolean {
    const nodes = this.#selectors(element).flatMap((selector) => this.screen.select(tree, selector));
    return nodes.some((node) => !this.isOwn(node.text));
  }

  /** All that the first alternative with any match matches, in reading order. */
  seeAll(tree: UiTree, element: ElementName): readonly UiNode[] {
    for (const selector of this.#selectors(element)) {
      const nodes = this.screen.select(tree, selector);
      if (nodes.length > 0) return nodes;
    }
    return [];
  }

  /** Whether a text is one that the element goes by. */
  matches(element: ElementName, text: string): boolean {
    const patterns = this.#selectors(element).flatMap((selector) => selector.label ?? []);
    return patterns.map(compilePattern).some((pattern) => pattern instanceof RegExp && pattern.test(text));
  }

  async wait(element: ElementName, timeoutMs: number = this.pace.commandMs): Promise<Found> {
    return await this.lookout.find(this.#selectors(element), timeoutMs);
  }

  /** Waits while the element is there, at most for a time. */
  async waitWhile(element: ElementName, timeoutMs: number): Promise<void> {
    const deadline = workingMs() + timeoutMs;
    while (this.see(await this.tree(), element) !== null && workingMs() < deadline)
      await pause(this.pace.pollMs, this.signal);
  }

  /** Waits until the element is there and stands still. */
  async waitStill(element: ElementName, timeoutMs: number = this.pace.commandMs): Promise<Found> {
    return await this.lookout.findStill(this.#selectors(element), timeoutMs);
  }

  async tap(element: ElementName): Promise<void> {
    const { node } = await this.waitStill(element);
    await this.screen.tap(node, this.limits);
  }

  #selectors(element: ElementName): ReturnType<Lookout['resolve']> {
    return this.lookout.resolve(this.lookout.flows.element(element), NO_VARIABLES);
  }
}

const PASSING: readonly ErrorName[] = ['ELEMENT_NOT_FOUND', 'UNKNOWN_DIALOG'];

/** Something was not where it was expected: another way, or another look, may do. */
export function isPassing(error: unknown): error is PostwrightError {
  return error instanceof PostwrightError && PASSING.includes(error.errorName);
}
