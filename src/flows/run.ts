import { PostwrightError } from '../errors.ts';
import { type Command, type CommandName, type CommandOf, type Condition, type Flow, KEYS } from './command.ts';
import { focusedField } from './cover.ts';
import { pointIn, pointOn, swipeAcross } from './gesture.ts';
import { launchApp } from './launch.ts';
import { locate } from './locate.ts';
import type { Lookout } from './lookout.ts';
import { defaultsOf } from './read-command.ts';
import type { Target } from './selector.ts';
import { readPercent, setSlider } from './slider.ts';
import { COPIED_TEXT, expandText, type Template, type Variables } from './template.ts';

/** One command about to be carried out, for whoever watches. */
export interface FlowStep {
  readonly file: string;
  readonly line: number;
  readonly command: CommandName;
  readonly label: string | null;
  /** How many commands it is inside of: those that run flows and repeat. */
  readonly depth: number;
}

/** How a command ended; `left out` is an optional one that did not find what it needed. */
export type StepEnd =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'left out' | 'failed'; readonly error: unknown };

export interface FlowOptions {
  readonly lookout: Lookout;
  /** Values for the variables of the flow's header. They are data: nothing in them is ever read as a pattern or a command. */
  readonly variables?: Readonly<Record<string, string>>;
  onStep?(step: FlowStep): void;
  onStepEnd?(step: FlowStep, end: StepEnd): void;
  /** What must be done before a command is carried out; when it fails, the flow ends with its error. */
  beforeStep?(step: FlowStep): Promise<void>;
  /** Takes what takeScreenshot took; a PNG. */
  onScreenshot?(name: string, png: Uint8Array): Promise<void>;
}

export interface FlowResult {
  /** What the last copyTextFrom read; empty when there was none. */
  readonly copiedText: string;
  /** What was read by each copyTextFrom with `as`, by that name; the last one of a name counts. */
  readonly values: ReadonlyMap<string, string>;
}

/** What a flow and those it calls have read so far. */
interface Reading {
  text: string;
  readonly values: Map<string, string>;
}

/**
 * Carries out a flow on the screen of a lookout.
 * @throws FLOW_INVALID when a variable is missing or unknown; ELEMENT_NOT_FOUND, UNKNOWN_DIALOG and what else stops a
 * command, naming the file, the line and what was looked for; the signal's reason when it fires.
 */
export async function runFlow(flow: Flow, options: FlowOptions): Promise<FlowResult> {
  const given = new Map(Object.entries(options.variables ?? {}));
  for (const name of given.keys())
    if (!flow.env.has(name)) throw new PostwrightError('FLOW_INVALID', `${flow.file}: it has no variable "${name}"`);
  for (const [name, value] of flow.env)
    if (value === null && !given.has(name))
      throw new PostwrightError('FLOW_INVALID', `${flow.file}: "${name}" was not given`);
  const copied: Reading = { text: '', values: new Map() };
  const variables = new Map([...defaultsOf(flow), ...given]);
  await new Performance(options, variables, { copied, depth: 0 }).all(flow.commands);
  return { copiedText: copied.text, values: copied.values };
}

interface Situation {
  readonly copied: Reading;
  readonly depth: number;
}

type Actors = { readonly [N in CommandName]: (command: CommandOf<N>) => Promise<void> };

/** One flow being carried out, with its variables. A called flow gets a performance of its own. */
class Performance {
  readonly #options: FlowOptions;
  readonly #lookout: Lookout;
  readonly #given: Variables;
  readonly #copied: Reading;
  readonly #depth: number;

  constructor(options: FlowOptions, given: Variables, { copied, depth }: Situation) {
    this.#depth = depth;
    this.#options = options;
    this.#lookout = options.lookout;
    this.#given = given;
    this.#copied = copied;
  }

  async all(commands: readonly Command[]): Promise<void> {
    for (const command of commands) await this.#perform(command);
  }

  get #variables(): Variables {
    return new Map([...this.#given, [COPIED_TEXT, this.#copied.text]]);
  }

  async #perform(command: Command): Promise<void> {
    const { at, name, label, optional } = command;
    this.#lookout.signal.throwIfAborted();
    const step: FlowStep = { file: at.file, line: at.line, command: name, label, depth: this.#depth };
    this.#options.onStep?.(step);
    await this.#options.beforeStep?.(step);
    this.#lookout.signal.throwIfAborted();
    const act = this.#actors[name] as (command: Command) => Promise<void>;
    try {
      await act(command);
      this.#options.onStepEnd?.(step, { outcome: 'done' });
    } catch (error) {
      this.#lookout.signal.throwIfAborted();
      const isLeftOut = optional && isNotThere(error);
      this.#options.onStepEnd?.(step, { outcome: isLeftOut ? 'left out' : 'failed', error });
      if (!isLeftOut) throw locate(error, command);
    }
  }

  async #inside(commands: readonly Command[], variables: Variables): Promise<void> {
    const situation = { copied: this.#copied, depth: this.#depth + 1 };
    await new Performance(this.#options, variables, situation).all(commands);
  }

  readonly #actors: Actors = {
    assertNotVisible: async (command) =>
      await this.#lookout.waitUntilGone(this.#select(command.target), this.#timeoutMs(command)),
    assertVisible: async (command) => {
      await this.#lookout.find(this.#select(command.target), this.#timeoutMs(command));
    },
    back: async () => await this.#lookout.screen.back(this.#lookout.limits),
    copyTextFrom: async (command) => {
      const { node } = await this.#lookout.find(this.#select(command.target), this.#timeoutMs(command));
      this.#copied.text = node.showingHint ? '' : node.text || node.description;
      if (command.as !== null) this.#copied.values.set(command.as, this.#copied.text);
    },
    eraseText: async (command) => await this.#type('', command),
    extendedWaitUntil: async ({ visible, notVisible, timeoutMs }) => {
      if (visible !== null) await this.#lookout.find(this.#select(visible), timeoutMs);
      if (notVisible !== null) await this.#lookout.waitUntilGone(this.#select(notVisible), timeoutMs);
    },
    hideKeyboard: async () => await this.#lookout.screen.hideKeyboard(this.#lookout.limits),
    inputText: async (command) => await this.#type(this.#text(command.text), command),
    launchApp: async ({ appId, stopFirst }) => {
      const packageName = appId === null ? this.#lookout.appId : this.#text(appId);
      const { phone } = this.#lookout.screen;
      if (stopFirst) await phone.forceStop(packageName, this.#lookout.limits);
      await launchApp(phone, packageName, this.#lookout.limits);
    },
    longPressOn: async (command) => {
      const { node } = await this.#lookout.findStill(this.#select(command.target), this.#timeoutMs(command));
      await this.#lookout.screen.longPress(node, this.#lookout.limits);
    },
    openLink: async ({ link, appId }) => {
      const packageName = appId === null ? this.#lookout.appId : this.#text(appId);
      const { screen, limits } = this.#lookout;
      const action = 'android.intent.action.VIEW';
      await screen.phone.startActivity({ ...limits, action, dataUri: this.#text(link), packageName });
    },
    pressKey: async ({ key }) => await this.#lookout.screen.pressKey(KEYS[key], this.#lookout.limits),
    repeat: async (command) => await this.#repeat(command),
    runFlow: async (command) => await this.#runFlow(command),
    scroll: async () => await this.#swipe('UP', SCROLL_MS),
    scrollUntilVisible: async (command) => await this.#scrollUntilVisible(command),
    setSlider: async (command) => {
      const { at, max, target, value } = command;
      const percent = readPercent(this.#text(value), at);
      await setSlider(this.#lookout, {
        selectors: this.#select(target),
        percent,
        max,
        timeoutMs: this.#timeoutMs(command),
      });
    },
    stopApp: async ({ appId }) => {
      const packageName = appId === null ? this.#lookout.appId : this.#text(appId);
      await this.#lookout.screen.phone.forceStop(packageName, this.#lookout.limits);
    },
    swipe: async ({ path, durationMs }) => {
      if ('direction' in path) return await this.#swipe(path.direction, durationMs);
      const tree = await this.#lookout.tree();
      await this.#lookout.screen.swipe({
        ...this.#lookout.limits,
        from: pointOn(tree, path.start),
        to: pointOn(tree, path.end),
        durationMs,
      });
    },
    takeScreenshot: async ({ path }) => {
      const png = await this.#lookout.screen.screenshot(this.#lookout.limits);
      await this.#options.onScreenshot?.(this.#text(path), png);
    },
    tapOn: async (command) => await this.#tap(command),
    waitForAnimationToEnd: async ({ timeoutMs }) => await this.#waitForAnimation(timeoutMs),
  };

  async #tap(command: CommandOf<'tapOn'>): Promise<void> {
    const { screen, limits } = this.#lookout;
    for (let tap = 0; tap < command.times; tap += 1) {
      if (tap > 0) await this.#lookout.pause(command.delayMs);
      if (command.target === null) {
        if (command.point !== null) await screen.tapAt(pointOn(await this.#lookout.tree(), command.point), limits);
        continue;
      }
      const { node } = await this.#lookout.findStill(this.#select(command.target), this.#timeoutMs(command));
      if (command.point === null) await screen.tap(node, limits);
      else await screen.tapAt(pointIn(node.bounds, command.point), limits);
    }
  }

  async #type(text: string, command: Command): Promise<void> {
    const { screen, limits, pace } = this.#lookout;
    const deadline = this.#lookout.now() + this.#timeoutMs(command);
    for (;;) {
      const field = focusedField(await this.#lookout.tree());
      if (field !== null) return await screen.setText(field, text, limits);
      if (this.#lookout.now() >= deadline)
        throw new PostwrightError('ELEMENT_NOT_FOUND', 'No text field has the focus.');
      await this.#lookout.pause(pace.pollMs);
    }
  }

  async #repeat({ times, while: condition, commands }: CommandOf<'repeat'>): Promise<void> {
    for (let round = 0; times === null || round < times; round += 1) {
      if (!(await this.#holds(condition))) return;
      await this.#inside(commands, this.#given);
    }
  }

  async #runFlow({ commands, when, env, defaults }: CommandOf<'runFlow'>): Promise<void> {
    if (!(await this.#holds(when))) return;
    const given = [...env].map(([name, template]) => [name, this.#text(template)] as const);
    await this.#inside(commands, new Map([...defaults, ...this.#given, ...given]));
  }

  /** One look, without waiting: what may take time is waited for by the command before. */
  async #holds(condition: Condition | null): Promise<boolean> {
    if (condition === null) return true;
    if (condition.isTrue !== null && ['', 'false', '0'].includes(this.#text(condition.isTrue))) return false;
    if (condition.visible === null && condition.notVisible === null) return true;
    const tree = await this.#lookout.tree();
    if (condition.visible !== null && this.#lookout.firstIn(tree, this.#select(condition.visible)) === null)
      return false;
    return condition.notVisible === null || this.#lookout.firstIn(tree, this.#select(condition.notVisible)) === null;
  }

  async #scrollUntilVisible({ element, direction, timeoutMs }: CommandOf<'scrollUntilVisible'>): Promise<void> {
    const selectors = this.#select(element);
    const deadline = this.#lookout.now() + timeoutMs;
    const finger = { DOWN: 'UP', UP: 'DOWN', LEFT: 'RIGHT', RIGHT: 'LEFT' } as const;
    for (let before = ''; ; ) {
      const tree = await this.#lookout.tree();
      if (this.#lookout.firstIn(tree, selectors) !== null) return;
      const isAtEnd = tree.xml === before;
      if (isAtEnd || this.#lookout.now() >= deadline) {
        await this.#lookout.find(selectors, 0);
        return;
      }
      before = tree.xml;
      await this.#swipe(finger[direction], SCROLL_MS);
      await this.#lookout.pause(this.#lookout.pace.settleMs);
    }
  }

  async #swipe(direction: Parameters<typeof swipeAcross>[1], durationMs: number): Promise<void> {
    const { screen, limits } = this.#lookout;
    await screen.swipe({ ...limits, ...swipeAcross(await this.#lookout.tree(), direction), durationMs });
  }

  /** A screen that goes on moving for the whole time is taken as it is, as in Maestro. */
  async #waitForAnimation(timeoutMs: number): Promise<void> {
    const deadline = this.#lookout.now() + timeoutMs;
    for (let before = ''; this.#lookout.now() < deadline; ) {
      const { xml } = await this.#lookout.tree();
      if (xml === before) return;
      before = xml;
      await this.#lookout.pause(this.#lookout.pace.settleMs);
    }
  }

  #select(target: Target): ReturnType<Lookout['resolve']> {
    return this.#lookout.resolve(target, this.#variables);
  }

  #text(template: Template): string {
    return expandText(template, this.#variables);
  }

  #timeoutMs(command: Command): number {
    return command.optional ? this.#lookout.pace.optionalMs : this.#lookout.pace.commandMs;
  }
}

/** Slow enough not to fling the list. */
const SCROLL_MS = 600;

/** What is covered is not there either; whoever needs the screen next says what covers it. */
function isNotThere(error: unknown): boolean {
  return (
    error instanceof PostwrightError &&
    (error.errorName === 'ELEMENT_NOT_FOUND' || error.errorName === 'UNKNOWN_DIALOG')
  );
}
