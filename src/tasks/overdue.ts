import { uptime } from 'node:os';

import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import { holdOverdue, saveServed, servedAt } from '../storage/held.ts';
import { dueAfterAll } from '../storage/put-back.ts';
import { TASK_STATUS } from './states.ts';

export interface OverdueParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  /** What is overdue by more than this waits for a decision; 0 never asks. */
  readonly overdueMs: number;
  /**
   * Seconds that go on while the machine sleeps, whatever its clock is set to: a clock that is put forward makes nothing
   * overdue. libuv reads CLOCK_BOOTTIME or /proc/uptime.
   */
  readonly uptimeS?: () => number;
}

/** How finely it is known until when a phone was looked after: minutes are what the setting counts. */
const SAVE_EVERY_S = 10;

/**
 * Finds tasks whose time passed long ago because nobody looked after their phone: no server ran, the phone was away or
 * was held back. They wait for a decision, since a morning's post must not appear at midnight. A task that is late because others
 * of its phone came first is not overdue: its turn comes.
 */
export class Overdue {
  readonly #parts: OverdueParts;
  readonly #uptimeS: () => number;
  /** By serial, when a lane last looked after the phone, and when that was last written down. */
  readonly #served = new Map<string, number>();
  readonly #saved = new Map<string, number>();

  constructor(parts: OverdueParts) {
    this.#parts = parts;
    this.#uptimeS = parts.uptimeS ?? uptime;
  }

  /** Before a lane claims a task. */
  async beforeClaim(serial: string): Promise<void> {
    const { db, clock, overdueMs } = this.#parts;
    const now = clock.now();
    await this.#catchUp(serial, now);
    if (overdueMs > 0 && (await this.#awayMs(serial, now)) > overdueMs) {
      await this.#hold(serial, now);
      this.#saved.set(serial, this.#uptimeS());
    } else if (this.#uptimeS() - (this.#saved.get(serial) ?? Number.NEGATIVE_INFINITY) > SAVE_EVERY_S) {
      await saveServed(db, serial, now);
      this.#saved.set(serial, this.#uptimeS());
    }
    this.served(serial);
  }

  /** After a lane has done something on a phone: that took time, and was no absence. */
  served(serial: string): void {
    this.#served.set(serial, this.#uptimeS());
  }

  /** How long nobody looked after the phone: the shorter of what this process knows and what is written down. */
  async #awayMs(serial: string, now: Date): Promise<number> {
    const { db, overdueMs } = this.#parts;
    const served = this.#served.get(serial);
    const known = served === undefined ? Number.POSITIVE_INFINITY : (this.#uptimeS() - served) * 1000;
    if (known <= overdueMs) return known;
    const written = await servedAt(db, serial);
    return written === null ? 0 : Math.min(known, now.getTime() - written.getTime());
  }

  async #catchUp(serial: string, now: Date): Promise<void> {
    const { db, log } = this.#parts;
    const tasks = await dueAfterAll(db, serial, now);
    if (tasks > 0) log.warn({ serial, tasks }, 'the clock was put back; tasks that were due are due still');
  }

  async #hold(serial: string, now: Date): Promise<void> {
    const { db, bus, log, overdueMs } = this.#parts;
    const held = await holdOverdue(db, serial, { now, dueBefore: new Date(now.getTime() - overdueMs) });
    if (held.length === 0) return;
    log.warn({ serial, tasks: held.length }, 'tasks of a phone are overdue and wait for a decision');
    for (const taskId of held) bus.publish('task.changed', { taskId, serial, status: TASK_STATUS.pending });
  }
}
