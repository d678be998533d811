import { PostwrightError } from '../../errors.ts';
import type { Bounds, Screen, UiNode, UiTree } from '../../screen/screen.ts';
import { select } from '../../screen/selector.ts';
import { centreOf, parseTree } from '../../screen/tree.ts';
import type { FlowStep } from '../run.ts';
import type { Act, Bundle, Look, Moment } from './bundle.ts';

/** The flow goes on beyond what was recorded. */
export class RecordingEnds extends Error {
  constructor() {
    super('The recording ends here');
    this.name = 'RecordingEnds';
  }
}

/** The flow would do something else than was done: what the phone would have shown then is not known. */
export class OtherAct extends Error {
  constructor(now: Act, then: Act) {
    super(`it would ${actWords(now)}; in the recording it did ${actWords(then)}`);
    this.name = 'OtherAct';
  }
}

/** Where a tap at a point of the screen was meant to go may shift by so much. */
const NEAR_PX = 24;

/**
 * A screen that shows what was recorded. Between two touches its looks follow each other as often as they are asked
 * for, and the last one stays; a touch leads on if it is the one that was recorded.
 */
export class ReplayScreen implements Screen {
  readonly phone: Screen['phone'];
  readonly #bundle: Bundle;
  readonly #trees = new Map<Look, UiTree>();
  #at = 0;
  #shown: Look | null = null;

  constructor(bundle: Bundle) {
    this.#bundle = bundle;
    this.phone = replayPhone(bundle, (act) => this.#act(act));
  }

  /** The look that was shown last. */
  get shown(): Look | null {
    return this.#shown;
  }

  /** Leads on to the looks of this step, where the recording has it before the next touch. */
  stepStarts(step: FlowStep): void {
    const { moments, steps } = this.#bundle;
    for (let at = this.#at; moments[at]?.kind === 'look'; at += 1) {
      const recorded = steps[moments[at]?.step ?? -1];
      if (recorded === undefined || recorded.command !== step.command || !isSameFile(recorded.file, step.file))
        continue;
      this.#at = at;
      return;
    }
  }

  async tree(): Promise<UiTree> {
    const { moments } = this.#bundle;
    const now = moments[this.#at];
    if (now?.kind === 'look') {
      this.#shown = now;
      if (moments[this.#at + 1]?.kind === 'look') this.#at += 1;
    } else if (now === undefined) throw new RecordingEnds();
    if (this.#shown === null) throw new RecordingEnds();
    return this.#parsed(this.#shown);
  }

  /** A wait looks at the same screen many times. */
  #parsed(look: Look): UiTree {
    const tree = this.#trees.get(look) ?? parseTree(look.xml);
    this.#trees.set(look, tree);
    return tree;
  }

  async tap(node: UiNode): Promise<void> {
    this.#act({ kind: 'tap', ...centreOf(node.bounds) }, node.bounds);
  }

  async tapAt({ x, y }: { readonly x: number; readonly y: number }): Promise<void> {
    this.#act({ kind: 'tap', x, y });
  }

  async longPress(node: UiNode): Promise<void> {
    this.#act({ kind: 'long press', ...centreOf(node.bounds) }, node.bounds);
  }

  async swipe({ from, to }: Parameters<Screen['swipe']>[0]): Promise<void> {
    this.#act({ kind: 'swipe', from, to });
  }

  async setText(node: UiNode, text: string): Promise<void> {
    this.#act({ kind: 'text', ...centreOf(node.bounds), text }, node.bounds);
  }

  async pressKey(code: number): Promise<void> {
    this.#act({ kind: 'key', code });
  }

  async back(): Promise<void> {
    this.#act({ kind: 'back' });
  }

  async hideKeyboard(): Promise<void> {
    this.#act({ kind: 'hide keyboard' });
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(this.#shown?.png ?? []);
  }

  select(tree: UiTree, selector: Parameters<Screen['select']>[1]): readonly UiNode[] {
    return select(tree, selector);
  }

  async waitFor(): Promise<UiNode> {
    throw new PostwrightError('SCRIPT_FAILED', 'A recording is looked at, not waited for.');
  }

  async waitUntilGone(): Promise<void> {
    throw new PostwrightError('SCRIPT_FAILED', 'A recording is looked at, not waited for.');
  }

  async close(): Promise<void> {}

  #act(act: Act, within?: Bounds): void {
    const { moments } = this.#bundle;
    const next = moments.findIndex((moment, at) => at >= this.#at && moment.kind === 'act');
    const recorded = moments[next];
    if (recorded?.kind !== 'act') throw new RecordingEnds();
    if (!isSameAct(act, recorded.act, within)) throw new OtherAct(act, recorded.act);
    this.#at = next + 1;
    this.#shown ??= lookBefore(moments, next);
  }
}

function lookBefore(moments: readonly Moment[], at: number): Look | null {
  return moments.slice(0, at).findLast((moment): moment is Look => moment.kind === 'look') ?? null;
}

/** `tiktok/start.yaml`, `/data/flows/tiktok/start@mine.yaml`: the same flow, whoever wrote it and for whichever phone. */
function isSameFile(a: string, b: string): boolean {
  const flow = (file: string): string =>
    file
      .split(/[\\/]/)
      .slice(-2)
      .join('/')
      .replace(/(?:@[^/]*)?\.yaml$/, '');
  return flow(a) === flow(b);
}

function isSameAct(now: Act, then: Act, within?: Bounds): boolean {
  if (now.kind !== then.kind) return false;
  if ('text' in now && 'text' in then && now.text !== then.text) return false;
  if ('code' in now && 'code' in then) return now.code === then.code;
  if ('what' in now && 'what' in then) return packageOf(now.what) === packageOf(then.what);
  if (!('x' in now && 'x' in then)) return true;
  if (within !== undefined) return holds(within, then);
  return Math.abs(now.x - then.x) <= NEAR_PX && Math.abs(now.y - then.y) <= NEAR_PX;
}

function holds({ left, top, right, bottom }: Bounds, { x, y }: { readonly x: number; readonly y: number }): boolean {
  return left <= x && x < right && top <= y && y < bottom;
}

function packageOf(what: string): string {
  return what.split('/')[0] ?? what;
}

function actWords(act: Act): string {
  switch (act.kind) {
    case 'tap':
    case 'long press':
      return `${act.kind} at ${act.x}, ${act.y}`;
    case 'text':
      return `write ${JSON.stringify(act.text)} at ${act.x}, ${act.y}`;
    case 'swipe':
      return `swipe from ${act.from.x}, ${act.from.y} to ${act.to.x}, ${act.to.y}`;
    case 'key':
      return `press key ${act.code}`;
    case 'back':
      return 'press Back';
    case 'hide keyboard':
      return 'hide the keyboard';
    case 'stop app':
    case 'start activity':
      return `${act.kind} ${act.what}`;
  }
}

/** What flows ask of a phone beyond its screen, answered without one. */
function replayPhone({ packageName }: Bundle, act: (act: Act) => void): Screen['phone'] {
  const own: Partial<Screen['phone']> = {
    serial: 'the recording',
    gone: new AbortController().signal,
    // `launchApp` asks for the launcher activity.
    shell: async () => ({ stdout: `${packageName}/.Recorded\n`, stderr: '', exitCode: 0 }),
    forceStop: async (what) => act({ kind: 'stop app', what }),
    startActivity: async ({ component, packageName: to, dataUri, action }) =>
      act({ kind: 'start activity', what: component ?? to ?? dataUri ?? action }),
  };
  return new Proxy(own as Screen['phone'], {
    get: (target, key) => {
      if (key in target) return Reflect.get(target, key);
      throw new PostwrightError('SCRIPT_FAILED', `A recording has no phone that could be asked for ${String(key)}.`);
    },
  });
}
