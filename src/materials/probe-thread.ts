import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { ProbeAnswer, ProbeOrder } from './probe-worker.ts';

/** Of the thread's JavaScript; MediaInfoLib's own memory ends at the 2 GiB that its WebAssembly declares. */
const HEAP_MB = 64;
/** An instance for an ordinary file holds 35 MB, and several wait to be collected. */
const MAX_HELD_BYTES = 256 * 1024 ** 2;

/** Of the sources it is probe-worker.ts, of the package probe-worker.js. */
const WORKER = new URL(`./probe-worker${extname(import.meta.url)}`, import.meta.url);

/** A thread that reads one file at a time. While it waits for the next one, it does not keep the process alive. */
export class ProbeThread {
  readonly #worker = new Worker(WORKER, {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    stdout: true,
    stderr: true,
  });
  #answer: (answer: ProbeAnswer | undefined) => void = () => {};
  #isFit = true;
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    this.#worker.on('message', (answer: ProbeAnswer) => this.#answer(answer));
    for (const end of ['error', 'exit'] as const) this.#worker.on(end, () => this.#answer(undefined));
  }

  /** Whether it may be asked again. */
  get isFit(): boolean {
    return this.#isFit;
  }

  /** @returns undefined when the file made it fail, or took too long. */
  async ask(order: ProbeOrder, timeoutMs: number): Promise<ProbeAnswer | undefined> {
    clearTimeout(this.#idle);
    const { promise, resolve } = Promise.withResolvers<ProbeAnswer | undefined>();
    this.#answer = resolve;
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    this.#worker.ref();
    this.#worker.postMessage(order);
    const answer = await promise;
    this.#worker.unref();
    clearTimeout(timer);
    this.#isFit = answer !== undefined && answer.heldBytes < MAX_HELD_BYTES;
    return answer;
  }

  /** Ends it when it is not asked again within this time. @param onEnd told first. */
  endWhenIdle(idleMs: number, onEnd: () => void): void {
    this.#answer = onEnd;
    this.#idle = setTimeout(() => void this.end(), idleMs).unref();
  }

  async end(): Promise<void> {
    this.#answer(undefined);
    await this.#worker.terminate();
  }
}
