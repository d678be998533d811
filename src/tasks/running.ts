import type { PostwrightError } from '../errors.ts';

interface RunningAttempt {
  readonly controller: AbortController;
  readonly settled: Promise<void>;
}

/** The attempts this process is carrying out now: the way to stop one and to know when the stop has taken effect. */
export class RunningAttempts {
  readonly #byTask = new Map<number, RunningAttempt>();

  /** Runs `work` as the attempt of a task; `stop` reaches it through the signal. */
  async track(taskId: number, outer: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    this.#byTask.set(taskId, { controller, settled });
    try {
      await work(AbortSignal.any([outer, controller.signal]));
    } finally {
      this.#byTask.delete(taskId);
      resolve();
    }
  }

  /**
   * Aborts the attempt of a task with `reason` and waits until its end is in the database.
   * @returns false when no attempt of the task runs here.
   */
  async stop(taskId: number, reason: PostwrightError): Promise<boolean> {
    const attempt = this.#byTask.get(taskId);
    if (attempt === undefined) return false;
    attempt.controller.abort(reason);
    await attempt.settled;
    return true;
  }

  has(taskId: number): boolean {
    return this.#byTask.has(taskId);
  }

  get count(): number {
    return this.#byTask.size;
  }
}
