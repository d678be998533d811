import type { Limits } from '../../kit/abort.ts';
import type { Screen, UiTree } from '../../screen/screen.ts';
import type { FlowStep, StepEnd } from '../run.ts';
import type { Act, Bundle, Moment, RecordedStep } from './bundle.ts';
import { type ScreenWatcher, watchScreen } from './watched-screen.ts';

/** What runs other commands does nothing itself. */
const CONTAINERS: readonly string[] = ['runFlow', 'repeat'];

/**
 * Keeps what a flow saw and did: of each step the last tree before each touch, the last one of all, and a screenshot of
 * each. Trees in between, while it waited, are let go.
 */
export class FlowRecorder implements ScreenWatcher {
  /** To play the flow on. */
  readonly screen: Screen;
  readonly #phoneScreen: Screen;
  readonly #limits: Limits;
  readonly #moments: Moment[] = [];
  readonly #steps: { step: FlowStep; startedAt: number; end: StepEnd | null; endedAt: number }[] = [];
  /** Of the steps that are under way, outermost first. */
  readonly #open: number[] = [];
  #seen: UiTree | null = null;
  #looks = 0;

  constructor(screen: Screen, limits: Limits) {
    this.#phoneScreen = screen;
    this.#limits = limits;
    this.screen = watchScreen(screen, this);
  }

  looked(tree: UiTree): void {
    this.#seen = tree;
  }

  async acting(act: Act): Promise<void> {
    await this.#keepLook();
    this.#moments.push({ kind: 'act', step: this.#step, act });
  }

  /** The flow waits for it, so that what belongs to the step before is kept before the next begins. */
  async stepStarts(step: FlowStep): Promise<void> {
    await this.#keepLook();
    this.#open.splice(step.depth);
    this.#open.push(this.#steps.length);
    this.#steps.push({ step, startedAt: performance.now(), end: null, endedAt: 0 });
  }

  stepEnds(step: FlowStep, end: StepEnd): void {
    const entry = this.#steps[this.#open[step.depth] ?? -1];
    if (entry === undefined) return;
    entry.end = end;
    entry.endedAt = performance.now();
  }

  /** The last look of all, and everything before it. Call it when the flow has ended, however it did. */
  async finish(about: Omit<Bundle, 'steps' | 'moments'>): Promise<Bundle> {
    await this.#lookNow();
    return {
      ...about,
      steps: this.#steps.map(({ step, startedAt, end, endedAt }): RecordedStep => {
        const durationMs = Math.round((end === null ? performance.now() : endedAt) - startedAt);
        return { ...step, durationMs, outcome: end?.outcome ?? 'failed' };
      }),
      moments: this.#moments,
    };
  }

  get #step(): number {
    return this.#open.at(-1) ?? 0;
  }

  async #keepLook(): Promise<void> {
    if (this.#seen !== null) return await this.#keep(this.#seen);
    const { command = 'runFlow' } = this.#steps[this.#step]?.step ?? {};
    const hasLook = this.#moments.some((moment) => moment.kind === 'look' && moment.step === this.#step);
    const isBlind = !hasLook && this.#moments.length > 0 && !CONTAINERS.includes(command);
    if (isBlind) await this.#lookNow();
  }

  async #lookNow(): Promise<void> {
    try {
      await this.#keep(this.#seen ?? (await this.#phoneScreen.tree(this.#limits)));
    } catch {
      // What ended the flow may have taken the screen with it.
    }
  }

  async #keep(tree: UiTree): Promise<void> {
    this.#seen = null;
    const last = this.#moments.findLast((moment) => moment.kind === 'look');
    if (this.#moments.at(-1) === last && last?.xml === tree.xml && last.step === this.#step) return;
    this.#looks += 1;
    const command = this.#steps[this.#step]?.step.command ?? 'screen';
    const name = `${String(this.#looks).padStart(2, '0')}-${command}`;
    const png = await this.#phoneScreen.screenshot(this.#limits).catch(() => null);
    this.#moments.push({ kind: 'look', step: this.#step, name, xml: tree.xml, png });
  }
}
