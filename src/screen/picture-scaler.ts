import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PostwrightError } from '../errors.ts';
import type { ScaleAnswer, ScaleOrder } from './picture-worker.ts';

/** Ten times what the largest screen takes on a busy machine. */
const SCALE_TIMEOUT_MS = 10_000;
/** The thread ends when nobody has looked for as long. */
const IDLE_MS = 30_000;
/** It rests this much of the time it has worked, so that pictures take about half a core and no more. */
const REST_SHARE = 1;
const MAX_REST_MS = 250;

/** Of the sources it is picture-worker.ts, of the package picture-worker.js. */
const WORKER = new URL(`./picture-worker${extname(import.meta.url)}`, import.meta.url);

interface Waiting {
  readonly order: ScaleOrder;
  readonly done: (answer: ScaleAnswer | null) => void;
}

/** Makes pictures smaller in a thread of its own, one after the other: what serves tasks and calls never waits for it. */
export class PictureScaler {
  readonly #queue: Waiting[] = [];
  #worker: Worker | null = null;
  #isBusy = false;
  #lastId = 0;
  #idle: NodeJS.Timeout | undefined;
  #isOver = false;
  /** How many pictures were made smaller since the start. */
  scaled = 0;

  /** @returns a JPEG of at most that width. @throws DEVICE_COMMAND_FAILED when it is no picture; SERVER_STOPPED. */
  async scale(png: Uint8Array, widthPx: number): Promise<Buffer> {
    if (this.#isOver) throw new PostwrightError('SERVER_STOPPED');
    this.#lastId += 1;
    const order = { id: this.#lastId, png, widthPx };
    const answer = await new Promise<ScaleAnswer | null>((done) => {
      this.#queue.push({ order, done });
      this.#next();
    });
    if (answer?.jpeg == null)
      throw new PostwrightError('DEVICE_COMMAND_FAILED', 'The picture of the screen cannot be read');
    return Buffer.from(answer.jpeg);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#idle);
    for (const { done } of this.#queue.splice(0)) done(null);
    await this.#end();
  }

  #next(): void {
    const next = this.#isBusy ? undefined : this.#queue.shift();
    if (next === undefined) return;
    this.#isBusy = true;
    clearTimeout(this.#idle);
    const begunAt = performance.now();
    const free = (): void => {
      const restMs = Math.min((performance.now() - begunAt) * REST_SHARE, MAX_REST_MS);
      setTimeout(() => {
        this.#isBusy = false;
        if (this.#queue.length === 0) this.#endWhenIdle();
        this.#next();
      }, restMs).unref();
    };
    void this.#ask(next).finally(free);
  }

  async #ask({ order, done }: Waiting): Promise<void> {
    const worker = this.#open();
    const { promise, resolve } = Promise.withResolvers<ScaleAnswer | null>();
    const timer = setTimeout(() => resolve(null), SCALE_TIMEOUT_MS);
    const fail = (): void => resolve(null);
    worker.once('message', resolve).once('error', fail).once('exit', fail);
    worker.postMessage(order);
    try {
      const answer = await promise;
      // A thread that failed, or is still at it, is of no more use.
      if (answer === null) await this.#end();
      else this.scaled += 1;
      done(answer);
    } finally {
      clearTimeout(timer);
      worker.off('message', resolve).off('error', fail).off('exit', fail);
    }
  }

  #open(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(WORKER, { stdout: true, stderr: true });
    worker.on('error', () => {});
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS);
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
