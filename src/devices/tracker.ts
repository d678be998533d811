import type { EventBus } from '../events/bus.ts';
import { type Limits, pause, withDeadline } from '../kit/abort.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Log } from '../kit/log.ts';
import { formatAdbAddress, parseAdbAddress } from './adb-address.ts';
import { AdbConnector } from './adb-connector.ts';
import { AdbServer } from './adb-server.ts';
import { parseDeviceList } from './device-list.ts';
import { DeviceTable, type TrackedDevice } from './device-table.ts';
import type { Phone } from './phone.ts';

export type { TrackedDevice } from './device-table.ts';

export interface TrackerOptions {
  /** Address of the ADB server, `host:port`. */
  readonly adb: string;
  readonly events: EventBus;
  readonly log: Log;
  /** How often the server is asked for a sign of life. */
  readonly heartbeatMs?: number;
  /** How long the server may take to answer before it counts as gone. */
  readonly answerWithinMs?: number;
}

interface Run {
  readonly end: AbortController;
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
}

const HEARTBEAT_MS = 5_000;
/** A busy server answers in milliseconds; a second of pause in this process must not count as its death. */
const ANSWER_WITHIN_MS = 10_000;
/** A phone's return must be seen within two seconds, so the wait between tries stays under one. */
const RECONNECT = { baseMs: 100, maxMs: 800 };

/**
 * Keeps the list of phones as the ADB server tells it and hands out their handles. Every change is a `device.changed`.
 * When the server goes away all phones are absent, until it is back. Starts no server of its own.
 */
export class DeviceTracker {
  readonly #server: AdbServer;
  readonly #table: DeviceTable;
  readonly #log: Log;
  readonly #heartbeatMs: number;
  readonly #answerWithinMs: number;
  #run: Run | null = null;

  /** @throws CONFIG_INVALID when the address is none. */
  constructor({ adb, events, log, heartbeatMs, answerWithinMs }: TrackerOptions) {
    const address = parseAdbAddress(adb);
    this.#server = new AdbServer(address);
    this.#log = log;
    this.#heartbeatMs = heartbeatMs ?? HEARTBEAT_MS;
    this.#answerWithinMs = answerWithinMs ?? ANSWER_WITHIN_MS;
    this.#table = new DeviceTable({
      address,
      onChange: ({ serial, state, stateText }) => {
        log.info({ serial, state: stateText }, 'device changed');
        events.publish('device.changed', { serial, state });
      },
    });
  }

  /** When the ADB server last answered anything; null before it ever did. */
  get lastAnswerAt(): Date | null {
    return this.#server.lastAnswerAt;
  }

  /** The server's protocol version, such as 41; null before it ever answered. */
  get adbVersion(): number | null {
    return this.#server.version;
  }

  /**
   * Begins to follow the list, until `stop` or the signal.
   * @returns when the first list is there, or the first try to get one has failed; further tries go on behind it.
   */
  start(signal: AbortSignal): Promise<void> {
    if (this.#run !== null) return this.#run.started;
    const end = new AbortController();
    const { promise: started, resolve } = Promise.withResolvers<void>();
    const onAbort = (): void => void this.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    const ended = this.#follow(end.signal, resolve).finally(() => signal.removeEventListener('abort', onAbort));
    this.#run = { end, started, ended };
    if (signal.aborted) onAbort();
    return started;
  }

  /** Ends following; all phones become absent. May be called twice. */
  async stop(): Promise<void> {
    const run = this.#run;
    run?.end.abort(new Error('The tracker was stopped'));
    await run?.ended;
    if (this.#run === run) this.#run = null;
  }

  /** Every phone seen since the start, by serial. */
  list(): readonly TrackedDevice[] {
    return this.#table.list();
  }

  get(serial: string): TrackedDevice | null {
    return this.#table.get(serial);
  }

  /**
   * The handle for the phone's present connection; the same one as long as that lasts.
   * @throws DEVICE_UNAUTHORIZED, DEVICE_LOST when the phone cannot be used now.
   */
  phone(serial: string): Phone {
    return this.#table.phone(serial);
  }

  /** A round trip to the ADB server. @returns its version. @throws ADB_UNAVAILABLE naming the address. */
  ping(limits: Limits): Promise<number> {
    return this.#server.ping(limits);
  }

  /** Makes the ADB server drop its connection to one phone and look for it anew. @throws ADB_UNAVAILABLE */
  reconnect(serial: string, limits: Limits): Promise<void> {
    return this.#server.reconnect(serial, limits);
  }

  async #follow(signal: AbortSignal, onTried: () => void): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const connector = new AdbConnector(this.#server.address);
      try {
        await this.#track(connector, signal, () => {
          failures = 0;
          onTried();
        });
      } catch (error) {
        if (!signal.aborted && failures === 0) this.#logLost(error);
      } finally {
        connector.destroy(new Error('Following the list is over'));
        this.#table.apply(new Map());
      }
      failures += 1;
      onTried();
      await pause(exponentialBackoffMs(failures, RECONNECT), signal).catch(() => {});
    }
    onTried();
  }

  #logLost(error: unknown): void {
    const adb = formatAdbAddress(this.#server.address);
    this.#log.warn({ adb, error: this.#server.unavailable(error).message }, 'no connection to the ADB server');
  }

  /** Follows the list over one connection until that breaks, which ends in an error. */
  async #track(connector: AdbConnector, signal: AbortSignal, onList: () => void): Promise<never> {
    const over = new AbortController();
    const onAbort = (): void => connector.destroy(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const limits = { signal, timeoutMs: this.#answerWithinMs };
      const { stream, list } = await withDeadline('host:track-devices-l', limits, async () => {
        await this.#server.askVersion(connector.client);
        const opened = await connector.client.createConnection('host:track-devices-l');
        return { stream: opened, list: await opened.readString() };
      });
      this.#table.apply(parseDeviceList(list));
      onList();
      void this.#beat(connector, over.signal);
      for (;;) {
        this.#table.apply(parseDeviceList(await stream.readString()));
        this.#server.answered();
      }
    } finally {
      over.abort(new Error('Following the list is over'));
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** A server that hangs keeps its connections open: only a question shows it. */
  async #beat(connector: AdbConnector, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await pause(this.#heartbeatMs, signal);
        await this.ping({ signal, timeoutMs: this.#answerWithinMs });
      }
    } catch (error) {
      if (!signal.aborted) connector.destroy(this.#server.unavailable(error));
    }
  }
}
