import type { DeviceEventName } from '../contract/device-health.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import { type DeviceEvent, insertDeviceEvents, pruneDeviceEvents } from '../storage/device-history.ts';

export interface HistoryParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
}

/** What happens at once (a hub that drops) is written in one go. */
const GATHER_MS = 50;
const AGAIN_MS = 1_000;
/** What is kept in memory while the database is away; beyond it the oldest is lost. */
const MOST_UNWRITTEN = 5_000;
const MOST_OF_A_PHONE = 200;
const KEEP_MS = 30 * 24 * 60 * 60_000;
const PRUNE_EVERY_MS = 60 * 60_000;

/** Writes down what happened to phones. Nothing waits for it, and nothing is decided by it. */
export class DeviceHistory {
  readonly #parts: HistoryParts;
  #unwritten: DeviceEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #pruner: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#pruner ??= setInterval(() => void this.#prune(), PRUNE_EVERY_MS);
    void this.#prune();
  }

  /** Writes what is unwritten, if it can. */
  async stop(): Promise<void> {
    clearInterval(this.#pruner);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write();
    await this.#writing;
    clearTimeout(this.#timer);
  }

  note(serial: string, event: DeviceEventName, message: string): void {
    this.#unwritten.push({ serial, event, message, at: this.#parts.clock.now() });
    this.#writeIn(GATHER_MS);
  }

  #writeIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, ms);
  }

  #write(): void {
    this.#writing = this.#writing.then(async () => {
      const events = this.#unwritten;
      this.#unwritten = [];
      try {
        await insertDeviceEvents(this.#parts.db, events);
        for (const serial of new Set(events.map((event) => event.serial)))
          this.#parts.bus.publish('device.updated', { serial });
      } catch (error) {
        this.#parts.log.debug({ err: error }, 'the history of phones cannot be written yet');
        this.#unwritten = [...events, ...this.#unwritten].slice(-MOST_UNWRITTEN);
        this.#writeIn(AGAIN_MS);
      }
    });
  }

  async #prune(): Promise<void> {
    const { db, clock, log } = this.#parts;
    const before = new Date(clock.now().getTime() - KEEP_MS);
    await pruneDeviceEvents(db, { mostOfAPhone: MOST_OF_A_PHONE, before }).catch((error: unknown) =>
      log.warn({ err: error }, 'the history of phones could not be shortened'),
    );
  }
}
