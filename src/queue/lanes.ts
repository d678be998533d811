import { TASK_STATUS } from '../contract/task-states.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import { type Limits, pause } from '../kit/abort.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import { watchClock } from '../kit/clock-watch.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from './holds.ts';
import { Lane, type LaneWork } from './lane.ts';
import type { JobQueue } from './queue.ts';

export interface LanesParts extends LaneWork {
  readonly queue: JobQueue;
  readonly bus: EventBus;
  readonly holds: Holds;
  readonly log: Log;
  /** After the last thing done on a phone: time to close what was kept open between its tasks. */
  onLaneClosed(serial: string): Promise<void>;
}

const LISTEN_BACKOFF = { baseMs: 1_000, maxMs: 15_000 } as const;

/** The lanes of the phones that are online here. They open and close with the fact `device.changed`. */
export class Lanes {
  readonly #parts: LanesParts;
  readonly #lanes = new Map<string, Lane>();
  /** What is left of lanes that were closed, by serial: a phone's next lane waits for its previous one. */
  readonly #endings = new Map<string, Promise<void>>();
  /** Ends the attempts to listen, by lane. */
  readonly #listening = new Map<
    Lane,
    { readonly stop: AbortController; readonly done: Promise<() => Promise<void>> }
  >();
  readonly #unsubscribe: (() => void)[] = [];
  #stopping: Promise<void> | undefined;

  constructor(parts: LanesParts) {
    this.#parts = parts;
  }

  /** Before the first `device.changed` is told. */
  start(): void {
    if (this.#unsubscribe.length > 0) return;
    const { bus, holds } = this.#parts;
    this.#unsubscribe.push(
      bus.on('device.changed', ({ serial, state }) => (state === 'device' ? this.#open(serial) : this.#lose(serial))),
      bus.on('task.changed', ({ serial, taskId, status }) => this.#note(serial, taskId, status)),
      holds.onLifted((serial) => this.wake(serial)),
      watchClock(() => this.wake(null)),
    );
  }

  /** Takes no further task; gives those in hand `graceMs` to finish and ends the rest with SERVER_STOPPED. */
  stop(graceMs: number): Promise<void> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  /**
   * Runs `work` on a phone while no task runs on it.
   * @param limits how long to wait for the phone; the signal that `work` gets also fires when the phone goes away.
   * @throws STATE_CONFLICT when the phone is not online, or does not become free in time (naming the task it is busy with).
   */
  async borrow<T>(serial: string, work: (signal: AbortSignal) => Promise<T>, limits: Limits): Promise<T> {
    const lane = this.#lanes.get(serial);
    if (lane === undefined) throw new PostwrightError('STATE_CONFLICT', `${serial} is not online.`);
    return await lane.borrow(work, limits);
  }

  /** The task that runs on a phone now; undefined when none does. */
  runningTask(serial: string): number | undefined {
    return this.#lanes.get(serial)?.runningTaskId;
  }

  #open(serial: string): void {
    if (this.#lanes.has(serial) || this.#stopping !== undefined) return;
    const lane = new Lane(serial, this.#parts, this.#parts);
    this.#lanes.set(serial, lane);
    lane.start(this.#endings.get(serial) ?? Promise.resolve());
    const stop = new AbortController();
    this.#listening.set(lane, { stop, done: this.#listen(lane, stop.signal) });
  }

  /** Makes the lane of a phone look for something to do now; all lanes for null. */
  wake(serial: string | null): void {
    for (const lane of this.#lanes.values()) if (serial === null || lane.serial === serial) lane.wake();
  }

  #lose(serial: string): void {
    const lane = this.#lanes.get(serial);
    if (lane === undefined) return;
    this.#lanes.delete(serial);
    this.#end(lane, lane.closeNow(new PostwrightError('DEVICE_LOST', `${serial} went away.`)));
  }

  #end(lane: Lane, closed: Promise<void>): void {
    const { serial } = lane;
    const ending = this.#wrapUp(lane, closed).finally(() => {
      if (this.#endings.get(serial) === ending) this.#endings.delete(serial);
    });
    this.#endings.set(serial, ending);
  }

  async #wrapUp(lane: Lane, closed: Promise<void>): Promise<void> {
    const { log, onLaneClosed } = this.#parts;
    try {
      await closed;
      await this.#stopListening(lane);
      await onLaneClosed(lane.serial);
    } catch (error) {
      log.warn({ err: error, serial: lane.serial }, 'a lane did not close cleanly');
    }
  }

  async #stop(graceMs: number): Promise<void> {
    for (const off of this.#unsubscribe.splice(0)) off();
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    for (const lane of lanes) this.#end(lane, lane.close());
    const timer = setTimeout(() => {
      for (const lane of lanes) void lane.closeNow(new PostwrightError('SERVER_STOPPED'));
    }, graceMs);
    await Promise.all(this.#endings.values());
    clearTimeout(timer);
  }

  /** Retried until it works: without it, a lane would only look by its clock. */
  async #listen(lane: Lane, signal: AbortSignal): Promise<() => Promise<void>> {
    const { queue, log } = this.#parts;
    for (let failures = 1; ; failures += 1) {
      try {
        return await queue.listen(lane.serial, () => lane.wake());
      } catch (error) {
        log.warn({ err: error, serial: lane.serial }, 'a lane cannot listen to its queue yet');
        const stopped = await pause(exponentialBackoffMs(failures, LISTEN_BACKOFF), signal).then(
          () => false,
          () => true,
        );
        if (stopped) return async () => {};
      }
    }
  }

  async #stopListening(lane: Lane): Promise<void> {
    const listening = this.#listening.get(lane);
    this.#listening.delete(lane);
    listening?.stop.abort();
    const stopListening = await listening?.done;
    await stopListening?.();
  }

  #note(serial: string, taskId: number, status: number): void {
    const lane = this.#lanes.get(serial);
    if (lane === undefined) return;
    if (status === TASK_STATUS.running) lane.runningTaskId = taskId;
    else if (lane.runningTaskId === taskId) lane.runningTaskId = undefined;
  }
}
