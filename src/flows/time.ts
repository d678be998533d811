import { pause } from '../kit/abort.ts';
import { workingMs } from '../kit/gate.ts';

/** How a flow waits: on a phone with a clock that goes on by itself, over a recording with none at all. */
export interface FlowTime {
  /** In milliseconds, from any beginning. */
  now(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const REAL_TIME: FlowTime = { now: workingMs, pause };

/** Time that passes by waiting only, and waiting that takes none: 40 s without an element are over at once. */
export class SkippedTime implements FlowTime {
  #ms = 0;

  now(): number {
    return this.#ms;
  }

  async pause(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#ms += ms;
  }
}
