import type { Replaced } from '../contract/device-use.ts';
import type { HoldName } from '../contract/status.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Holds } from '../queue/holds.ts';
import type { WakeUp } from '../queue/queue.ts';
import type { Db, Tx } from '../storage/database.ts';
import { clearRetired, listRetired, type RetiredRow, replaceDevice, setRetired } from '../storage/retire.ts';

export interface RetirementParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly holds: Holds;
  readonly queue: { enqueue(tx: Tx, job: WakeUp): Promise<unknown> };
}

export interface ReplaceWish {
  readonly by: string;
  readonly reason: string;
  readonly withCurrent: boolean;
}

const HOLD: HoldName = 'retired';
/** contract/task-states.ts calls it so. */
const PENDING = 0;

/** Phones that are out of use: nothing begins on them, and what was done on them stays. */
export class Retirements {
  readonly #parts: RetirementParts;
  readonly #retired = new Set<string>();

  constructor(parts: RetirementParts) {
    this.#parts = parts;
  }

  /** What was out of use when the last server ended still is. Before the lanes. */
  async start(): Promise<void> {
    for (const row of await listRetired(this.#parts.db)) this.#hold(row);
  }

  async retire(serial: string, reason: string): Promise<void> {
    const { db, bus, clock } = this.#parts;
    const at = clock.now();
    const row = { serial, at, reason, replacedBy: null };
    // Held at once: nothing may begin while it is written.
    await this.#heldWhile(row, async () => {
      await setRetired(db, row, { serial, at, event: 'retired', message: reason });
    });
    bus.publish('device.updated', { serial });
  }

  /** It is in use again, whatever took its place meanwhile. */
  async restore(serial: string): Promise<void> {
    if (!this.#retired.has(serial)) return;
    const { db, bus, clock } = this.#parts;
    await clearRetired(db, { serial, at: clock.now(), event: 'restored', message: 'It is in use again.' });
    this.#letGo(serial);
    bus.publish('device.updated', { serial });
  }

  /** Another phone takes the place of one. @throws NOT_FOUND, STATE_CONFLICT */
  async replace(serial: string, { by, reason, withCurrent }: ReplaceWish): Promise<Replaced> {
    if (serial === by) throw new PostwrightError('STATE_CONFLICT', 'A phone cannot take its own place.');
    const { db, bus, clock, queue } = this.#parts;
    const row = { serial, at: clock.now(), reason, replacedBy: by };
    const moved = await this.#heldWhile(row, async () => {
      return await db.transaction().execute(async (tx) => {
        const done = await replaceDevice(tx, { ...row, withCurrent });
        const [first] = done.tasks;
        // One is enough to make its lane look at all of them.
        if (first !== undefined)
          await queue.enqueue(tx, { serial: by, taskId: first.id, ...first, startAfter: first.scheduled_at });
        return done;
      });
    });
    for (const { id } of moved.tasks) bus.publish('task.changed', { taskId: id, serial: by, status: PENDING });
    for (const one of [serial, by]) bus.publish('device.updated', { serial: one });
    const { accounts, left, unknown } = moved;
    return {
      serial,
      replaced_by: by,
      moved_tasks: moved.tasks.length,
      moved_accounts: accounts,
      left_tasks: left,
      unknown_tasks: unknown,
    };
  }

  async #heldWhile<T>(row: RetiredRow, write: () => Promise<T>): Promise<T> {
    const before = this.#retired.has(row.serial);
    this.#hold(row);
    try {
      return await write();
    } catch (error) {
      if (!before) this.#letGo(row.serial);
      throw error;
    }
  }

  #hold({ serial, reason, replacedBy }: RetiredRow): void {
    this.#retired.add(serial);
    const instead = replacedBy === null ? '' : `; ${replacedBy} took its place`;
    this.#parts.holds.set(HOLD, `It is out of use${instead}: ${reason}`, serial);
  }

  #letGo(serial: string): void {
    this.#retired.delete(serial);
    this.#parts.holds.lift(HOLD, serial);
  }
}
