import { styleText } from 'node:util';
import { type FlowStep, type FlowWatcher, RecordingEnds, type StepEnd } from '../flow-tools.ts';
import { CROSS, TICK } from './marks.ts';
import type { Terminal } from './terminal.ts';

/** What runs other commands is told when it begins; what it runs stands below it. */
const CONTAINERS: readonly string[] = ['runFlow', 'repeat'];
const TICK_MS = 200;

/** The steps of a flow as they end, and the one that is under way with its time. */
export class StepList implements FlowWatcher {
  readonly #terminal: Terminal;
  readonly #showsTime: boolean;
  #current: { readonly step: FlowStep; readonly startedAt: number } | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** @param showsTime false where no time passes. */
  constructor(terminal: Terminal, showsTime = true) {
    this.#terminal = terminal;
    this.#showsTime = showsTime;
  }

  onStep(step: FlowStep): void {
    if (CONTAINERS.includes(step.command)) this.#terminal.print(`${this.#time(null)}  ${words(step)}`);
    this.#current = { step, startedAt: performance.now() };
    this.#timer ??= setInterval(() => this.#showCurrent(), TICK_MS);
    this.#showCurrent();
  }

  onStepEnd(step: FlowStep, end: StepEnd): void {
    const current = this.#current;
    this.#current = null;
    if (CONTAINERS.includes(step.command) || isEnd(end)) return;
    const mark = end.outcome === 'done' ? TICK : end.outcome === 'failed' ? CROSS : styleText('dim', '–');
    const ms = current === null ? null : performance.now() - current.startedAt;
    this.#terminal.print(`${this.#time(ms)}${mark} ${words(step)}`);
  }

  onDialog(name: string): void {
    this.#terminal.print(`${this.#time(null)}! the dialog "${name}" is answered`);
  }

  /** Nothing more comes. */
  done(): void {
    clearInterval(this.#timer);
    this.#current = null;
    this.#terminal.printPassing('');
  }

  #showCurrent(): void {
    if (this.#current === null) return;
    const { step, startedAt } = this.#current;
    this.#terminal.printPassing(`${this.#time(performance.now() - startedAt)}… ${words(step)}`);
  }

  #time(ms: number | null): string {
    if (!this.#showsTime) return '';
    return `${ms === null ? '' : `${(ms / 1000).toFixed(1)} s`}`.padStart(7).concat(' ');
  }
}

/** A recording that ends is no failure of the step. */
function isEnd(end: StepEnd): boolean {
  return end.outcome !== 'done' && end.error instanceof RecordingEnds;
}

function words({ file, line, command, label, depth }: FlowStep): string {
  return `${'  '.repeat(depth)}${file}:${line} ${command}${label === null ? '' : ` (${label})`}`;
}
