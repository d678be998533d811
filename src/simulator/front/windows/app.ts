import type { Intent, StartActivityResult } from '../../ports.ts';
import type { Screen } from './screen.ts';

/** One installed application: its process, its back stack, its answers to intents. */
export abstract class App {
  abstract readonly packageName: string;
  abstract readonly label: string;
  readonly #stack: Screen[] = [];
  /** Counts processes: work begun by one that has died since does nothing. */
  #generation = 0;
  #running = false;

  /** Activities that other applications may start for this intent, best first. */
  abstract resolve(intent: Intent): readonly string[];
  /** Every activity the manifest declares: class name to whether others may start it. */
  abstract activities(): ReadonlyMap<string, boolean>;
  /** Opens what the activity shows for the intent. */
  abstract open(className: string, intent: Intent): StartActivityResult;

  /** What a share sheet calls one of the activities. */
  activityLabel(_className: string): string {
    return this.label;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  get generation(): number {
    return this.#generation;
  }

  get screens(): readonly Screen[] {
    return this.#stack;
  }

  get top(): Screen | null {
    return this.#stack.at(-1) ?? null;
  }

  start(): void {
    this.#running = true;
  }

  /** The process ends: every screen goes, and all that was under way. What is on disk stays. */
  kill(): void {
    this.#running = false;
    this.#generation += 1;
    this.#stack.length = 0;
  }

  push(screen: Screen): void {
    this.#stack.push(screen);
  }

  /** Closes `screen` and everything above it; nothing when it is gone already. */
  close(screen: Screen): void {
    const at = this.#stack.indexOf(screen);
    if (at >= 0) this.#stack.length = at;
  }

  /** Closes what lies above `screen`. */
  closeAbove(screen: Screen): void {
    const at = this.#stack.indexOf(screen);
    if (at >= 0) this.#stack.length = at + 1;
  }

  /** Closes everything and shows these, last on top. */
  reset(...screens: Screen[]): void {
    this.#stack.length = 0;
    this.#stack.push(...screens);
  }
}
