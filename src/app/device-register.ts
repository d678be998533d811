import type { DeviceTracker } from '../devices/tracker.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import { pause } from '../kit/abort.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { isDatabaseAway } from '../storage/away.ts';
import type { Db } from '../storage/database.ts';
import { listDevices, type SeenDevice, saveDevice, setAllDevicesAbsent, setDeviceAbsent } from '../storage/devices.ts';

const FACTS_TIMEOUT_MS = 15_000;
/** A server that starts calls all phones absent, also those that are at another one. */
const COMPARE_EVERY_MS = 5_000;
const AWAY_BACKOFF = { baseMs: 250, maxMs: 5_000 } as const;

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
  /** What is still to be written, the latest state of each phone; and by whom. */
  readonly #pending = new Map<string, string>();
  readonly #writing = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #unsubscribe: (() => void) | undefined;
  #comparer: NodeJS.Timeout | undefined;

  constructor(parts: DeviceRegisterParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await setAllDevicesAbsent(this.#parts.db);
    this.#unsubscribe ??= this.#parts.bus.on('device.changed', ({ serial, state }) => this.#note(serial, state));
    this.#comparer ??= setInterval(() => void this.#compare(), COMPARE_EVERY_MS).unref();
  }

  /** Writes what is still to be written, if the database is there. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    clearInterval(this.#comparer);
    this.#stop.abort(new PostwrightError('SERVER_STOPPED'));
    await Promise.all(this.#writing.values());
  }

  #note(serial: string, state: string): void {
    this.#pending.set(serial, state);
    if (this.#writing.has(serial)) return;
    this.#writing.set(
      serial,
      this.#writePending(serial).finally(() => this.#writing.delete(serial)),
    );
  }

  /** What is here is written anew where the row says otherwise. */
  async #compare(): Promise<void> {
    const { db, tracker, log } = this.#parts;
    try {
      const written = new Map((await listDevices(db)).map(({ serial, state }) => [serial, state]));
      if (this.#stop.signal.aborted) return;
      for (const { serial, state } of tracker.list())
        if (state !== 'absent' && written.get(serial) !== state && !this.#writing.has(serial))
          this.#note(serial, state);
    } catch (error) {
      log.debug({ err: error }, 'the states of phones could not be compared with what is written of them');
    }
  }

  /** One after the other, and again and again while the database is away; what is no longer so need not be written. */
  async #writePending(serial: string): Promise<void> {
    const { log } = this.#parts;
    let failures = 0;
    for (let state = this.#pending.get(serial); state !== undefined; state = this.#pending.get(serial)) {
      try {
        await this.#write(serial, state);
        failures = 0;
      } catch (error) {
        log.warn({ err: error, serial, state }, 'the state of a phone could not be written');
        failures += 1;
        if (isDatabaseAway(error) && (await this.#mayTryAgain(failures))) continue;
      }
      if (this.#pending.get(serial) === state) this.#pending.delete(serial);
    }
  }

  async #mayTryAgain(failures: number): Promise<boolean> {
    const signal = AbortSignal.any([this.#parts.shutdown, this.#stop.signal]);
    return await pause(exponentialBackoffMs(failures, AWAY_BACKOFF), signal).then(
      () => true,
      () => false,
    );
  }

  async #write(serial: string, state: string): Promise<void> {
    const { db, bus, clock } = this.#parts;
    if (state === 'absent') {
      await setDeviceAbsent(db, serial);
      bus.publish('device.updated', { serial });
      return;
    }
    // Known at once, described as soon as it has answered: a phone that is slow to answer can be given tasks already.
    const seen = { serial, state, model: null, androidVersion: null, sdk: null, seenAt: clock.now() };
    await this.#save(seen);
    if (state === 'device') await this.#describe(serial);
  }

  async #save(seen: SeenDevice): Promise<void> {
    await saveDevice(this.#parts.db, seen);
    this.#parts.bus.publish('device.updated', { serial: seen.serial });
  }

  async #describe(serial: string): Promise<void> {
    const { clock, tracker, shutdown, log } = this.#parts;
    try {
      const facts = await tracker.phone(serial).facts({ signal: shutdown, timeoutMs: FACTS_TIMEOUT_MS });
      const { model, androidVersion, sdk } = facts;
      await this.#save({ serial, state: 'device', model, androidVersion, sdk, seenAt: clock.now() });
    } catch (error) {
      if (!shutdown.aborted) log.warn({ err: error, serial }, 'a phone could not be described');
    }
  }
}
