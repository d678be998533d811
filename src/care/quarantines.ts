import type { HoldName } from '../contract/status.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Holds } from '../queue/holds.ts';
import type { Db } from '../storage/database.ts';
import { clearQuarantine, listQuarantines, type QuarantineRow, setQuarantine } from '../storage/quarantine.ts';

export type Quarantine = QuarantineRow;

export interface QuarantineParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly holds: Holds;
  /** A phone is held back by this now, or not any more. */
  onChange(serial: string): void;
}

const HOLD: HoldName = 'quarantine';

/** Phones that are given nothing to do until they have proved themselves, or until somebody lets them out. */
export class Quarantines {
  readonly #parts: QuarantineParts;
  readonly #bySerial = new Map<string, Quarantine>();

  constructor(parts: QuarantineParts) {
    this.#parts = parts;
  }

  /** What was in quarantine when the last server ended still is. */
  async start(): Promise<void> {
    for (const row of await listQuarantines(this.#parts.db)) this.#hold(row);
  }

  get(serial: string): Quarantine | null {
    return this.#bySerial.get(serial) ?? null;
  }

  all(): readonly Quarantine[] {
    return [...this.#bySerial.values()];
  }

  /** One that an operator has ordered is not taken over by Postwright, which would let the phone out by itself. */
  async put(serial: string, reason: string, by: Quarantine['by']): Promise<void> {
    if (by === 'postwright' && this.get(serial) !== null) return;
    const row = { serial, at: this.#parts.clock.now(), reason, by };
    const before = this.get(serial);
    // Held at once: nothing may begin while it is written.
    this.#hold(row);
    this.#parts.onChange(serial);
    const message = by === 'operator' ? `By an operator: ${reason}` : reason;
    try {
      await setQuarantine(this.#parts.db, row, { serial, at: row.at, event: 'quarantined', message });
    } catch (error) {
      if (before === null) this.#letGo(serial);
      else this.#hold(before);
      throw error;
    }
    this.#parts.bus.publish('device.updated', { serial });
  }

  /** @returns whether it was in quarantine. */
  async release(serial: string, why: string): Promise<boolean> {
    if (this.get(serial) === null) return false;
    const at = this.#parts.clock.now();
    await clearQuarantine(this.#parts.db, { serial, at, event: 'released', message: why });
    this.#letGo(serial);
    this.#parts.bus.publish('device.updated', { serial });
    return true;
  }

  #letGo(serial: string): void {
    this.#bySerial.delete(serial);
    this.#parts.onChange(serial);
    this.#parts.holds.lift(HOLD, serial);
  }

  #hold(row: Quarantine): void {
    this.#bySerial.set(row.serial, row);
    const whose = row.by === 'operator' ? 'An operator has put it into quarantine' : 'It is in quarantine';
    this.#parts.holds.set(HOLD, `${whose}: ${row.reason}`, row.serial);
  }
}
