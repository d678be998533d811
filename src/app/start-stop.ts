import { PostwrightError } from '../errors.ts';

/**
 * The order of a start, remembered, so that the stop is its mirror. A stop that comes in the middle of a start undoes
 * what is there so far; what is still being opened is closed as soon as it is open.
 */
export class StartStop {
  readonly #undo: (() => Promise<unknown>)[] = [];
  readonly #stopped = new AbortController();
  #stopping: Promise<void> | undefined;
  #starting: Promise<unknown> = Promise.resolve();

  /** Fires when the stop begins: whatever start takes long gives up. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  /** Waits for something that opens, and remembers how to close it. @throws SERVER_STOPPED when the stop came first. */
  async opened<T>(opening: Promise<T>, close: (opened: T) => Promise<unknown>): Promise<T> {
    this.#starting = opening.catch(() => {});
    const opened = await opening;
    this.onStop(async () => await close(opened));
    this.signal.throwIfAborted();
    return opened;
  }

  /** Not at all when the stop came first: it may be over, and nobody would stop the part any more. */
  async start(part: { start(): Promise<unknown>; stop(): Promise<unknown> }): Promise<void> {
    this.signal.throwIfAborted();
    await this.opened(part.start(), async () => await part.stop());
  }

  /** Something to do at the stop, before all that was remembered earlier. */
  onStop(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  /** Undoes everything, the last first. One part that does not close cleanly does not keep the others open. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#stopped.abort(new PostwrightError('SERVER_STOPPED'));
    await this.#starting;
    const errors: unknown[] = [];
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Something did not stop cleanly');
  }
}
