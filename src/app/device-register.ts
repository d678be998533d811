import type { DeviceTracker } from '../devices/tracker.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import { saveDevice, setAllDevicesAbsent, setDeviceAbsent } from '../storage/devices.ts';

const FACTS_TIMEOUT_MS = 15_000;

export interface DeviceRegisterParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly tracker: DeviceTracker;
  readonly clock: Clock;
  readonly log: Log;
  /** Fires when the server ends. */
  readonly shutdown: AbortSignal;
}

/** Keeps the rows of the phones as ADB tells their coming and going, so that a phone that is away is still known. */
export class DeviceRegister {
  readonly #parts: DeviceRegisterParts;
  /** One phone's changes are written in the order they were told. */
  readonly #writing = new Map<string, Promise<void>>();
  #unsubscribe: (() => void) | undefined;

  constructor(parts: DeviceRegisterParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await setAllDevicesAbsent(this.#parts.db);
    this.#unsubscribe ??= this.#parts.bus.on('device.changed', ({ serial, state }) => this.#inOrder(serial, state));
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await Promise.all(this.#writing.values());
  }

  #inOrder(serial: string, state: string): void {
    const before = this.#writing.get(serial) ?? Promise.resolve();
    const written = before
      .then(async () => await this.#write(serial, state))
      .catch((error: unknown) =>
        this.#parts.log.warn({ err: error, serial, state }, 'the state of a phone could not be written'),
      )
      .finally(() => {
        if (this.#writing.get(serial) === written) this.#writing.delete(serial);
      });
    this.#writing.set(serial, written);
  }

  async #write(serial: string, state: string): Promise<void> {
    const { db, clock } = this.#parts;
    if (state === 'absent') {
      await setDeviceAbsent(db, serial);
      return;
    }
    // Known at once, described as soon as it has answered: a phone that is slow to answer can be given tasks already.
    const seen = { serial, state, model: null, androidVersion: null, sdk: null, seenAt: clock.now() };
    await saveDevice(db, seen);
    if (state === 'device') await this.#describe(serial);
  }

  async #describe(serial: string): Promise<void> {
    const { db, clock, tracker, shutdown, log } = this.#parts;
    try {
      const facts = await tracker.phone(serial).facts({ signal: shutdown, timeoutMs: FACTS_TIMEOUT_MS });
      const { model, androidVersion, sdk } = facts;
      await saveDevice(db, { serial, state: 'device', model, androidVersion, sdk, seenAt: clock.now() });
    } catch (error) {
      if (!shutdown.aborted) log.warn({ err: error, serial }, 'a phone could not be described');
    }
  }
}
