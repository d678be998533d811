import {
  Adb,
  AdbBanner,
  type AdbFeature,
  type AdbServerClient,
  type AdbSocket,
  type AdbTransport,
} from '@yume-chan/adb';
import { PostwrightError } from '../errors.ts';
import { type Limits, withDeadline } from '../kit/abort.ts';
import { passGate } from '../kit/gate.ts';
import type { AdbAddress } from './adb-address.ts';
import { AdbConnector } from './adb-connector.ts';
import { isGoneSoon } from './gone.ts';
import { translatePhoneError } from './phone-errors.ts';

export interface LinkOptions {
  readonly address: AdbAddress;
  readonly serial: string;
  readonly transportId: bigint;
  /** Fires with a DEVICE_LOST when ADB loses this transport. */
  readonly gone: AbortSignal;
}

/** A value whose connection stays open until it is released. */
export interface Held<T> {
  readonly value: T;
  release(): void;
}

/** The size Tango collects writes up to; what an ADB server takes in one go. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;
const TRANSPORT_ID_BYTES = 8;

/** One transport of one phone: every operation gets its own connections, and they end with it. */
export class PhoneLink {
  readonly serial: string;
  readonly gone: AbortSignal;
  readonly #address: AdbAddress;
  readonly #transportId: bigint;
  #features: readonly AdbFeature[] | null = null;
  /** By performance.now(). */
  #answeredAtMs: number | null = null;

  constructor({ address, serial, transportId, gone }: LinkOptions) {
    this.#address = address;
    this.serial = serial;
    this.#transportId = transportId;
    this.gone = gone;
  }

  /** How long ago the phone itself last answered anything over this transport; null before it ever did. */
  get answerAgeMs(): number | null {
    return this.#answeredAtMs === null ? null : performance.now() - this.#answeredAtMs;
  }

  /** Of whoever hears from the phone in the middle of an operation. */
  answered(): void {
    this.#answeredAtMs = performance.now();
  }

  /** Runs one operation and closes what it opened. Errors are of the table, or the caller's own abort reason. */
  async run<T>(what: string, limits: Limits, work: (adb: Adb) => Promise<T>): Promise<T> {
    const held = await this.hold(what, limits, work);
    held.release();
    return held.value;
  }

  /** As `run`, but what it opened stays open until released or until the phone goes. Only opening it has a deadline. */
  async hold<T>(what: string, limits: Limits, open: (adb: Adb) => Promise<T>): Promise<Held<T>> {
    const connector = new AdbConnector(this.#address);
    const end = (): void => connector.destroy(this.gone.reason);
    this.gone.addEventListener('abort', end, { once: true });
    const release = (): void => {
      this.gone.removeEventListener('abort', end);
      connector.destroy(new Error(`${what} is over`));
    };
    try {
      const signal = AbortSignal.any([limits.signal, this.gone]);
      const value = await withDeadline(what, { signal, timeoutMs: limits.timeoutMs }, (inner) => {
        inner.addEventListener('abort', () => connector.destroy(inner.reason), { once: true });
        return this.#adb(connector, inner).then(open);
      });
      this.answered();
      return { value, release };
    } catch (error) {
      release();
      throw await this.#explain(error, what, limits.signal);
    }
  }

  /** Runs several operations under one deadline. */
  async within<T>(what: string, limits: Limits, work: (limits: Limits) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(what, limits, (signal) => work({ signal, timeoutMs: limits.timeoutMs }));
    } catch (error) {
      throw limits.signal.aborted ? limits.signal.reason : translatePhoneError(error, what, this.serial);
    }
  }

  async #explain(error: unknown, what: string, caller: AbortSignal): Promise<unknown> {
    if (caller.aborted) return caller.reason;
    const translated = translatePhoneError(error, what, this.serial);
    const isGone = translated === error ? this.gone.aborted : await isGoneSoon(this.gone);
    return isGone ? this.gone.reason : translated;
  }

  async #adb(connector: AdbConnector, signal: AbortSignal): Promise<Adb> {
    const { client } = connector;
    this.#features ??= (await client.getDeviceFeatures({ transportId: this.#transportId })).features;
    const connect = (service: string): Promise<AdbSocket> => this.#service(client, service, signal);
    return new Adb(transportOver(this.serial, this.#features, connect));
  }

  /**
   * As Tango's `createDeviceConnection`, but the gate is asked between choosing the phone and naming the service: nothing
   * reaches the phone before the service is named, and then it is on its way in the same turn. The phone is chosen by its
   * name: a server that was started anew counts from 1 again, and this transport's number may be another phone's.
   */
  async #service(client: AdbServerClient, service: string, signal: AbortSignal): Promise<AdbSocket> {
    const stream = await client.createConnection(`host:tport:serial:${this.serial}`);
    try {
      const id = Buffer.from(await stream.readExactly(TRANSPORT_ID_BYTES)).readBigUInt64LE();
      if (id !== this.#transportId) throw new PostwrightError('DEVICE_LOST', `${this.serial} was connected anew`);
      await passGate(signal);
      await stream.writeString(service);
      await stream.readOkay();
    } catch (error) {
      await stream.dispose();
      throw error;
    }
    const { readable, writable, closed, close } = stream.release();
    return { service, readable, writable, closed: Promise.resolve(closed), close };
  }
}

/** Tango's own server transport keeps every socket it ever opened and watches for the disconnect; ours does neither. */
function transportOver(
  serial: string,
  features: readonly AdbFeature[],
  connect: AdbTransport['connect'],
): AdbTransport {
  return {
    serial,
    maxPayloadSize: MAX_PAYLOAD_BYTES,
    banner: new AdbBanner('device', undefined, undefined, undefined, features),
    disconnected: new Promise(() => {}),
    clientFeatures: features,
    connect,
    addReverseTunnel: () => Promise.reject(new Error('Reverse tunnels are not in use')),
    removeReverseTunnel: () => {},
    clearReverseTunnels: () => {},
    close: () => {},
  };
}
