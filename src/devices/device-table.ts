import type { DeviceState } from '../contract/device.ts';
import { PostwrightError } from '../errors.ts';
import type { AdbAddress } from './adb-address.ts';
import { AdbPhone } from './adb-phone.ts';
import type { ListedDevice } from './device-list.ts';
import type { Phone } from './phone.ts';

/** A phone the ADB server has listed since the start; one that is in no list now is `absent`. */
export interface TrackedDevice {
  readonly serial: string;
  readonly state: DeviceState;
  /** The state in the server's own words. */
  readonly stateText: string;
  readonly model: string | null;
  /** When it came into this state. */
  readonly changedAt: Date;
}

/** One stay of a phone at the ADB server. */
interface Connection {
  readonly transportId: bigint;
  readonly gone: AbortController;
  phone: Phone | null;
}

export interface DeviceTableOptions {
  readonly address: AdbAddress;
  /** Called after the table has changed, once for each phone that came into another state or reconnected. */
  onChange(device: TrackedDevice): void;
}

/** The phones and their present connections, kept by the server's whole list. */
export class DeviceTable {
  readonly #options: DeviceTableOptions;
  readonly #devices = new Map<string, TrackedDevice>();
  readonly #connections = new Map<string, Connection>();

  constructor(options: DeviceTableOptions) {
    this.#options = options;
  }

  /** By serial. */
  list(): readonly TrackedDevice[] {
    return [...this.#devices.values()].sort((a, b) => (a.serial < b.serial ? -1 : 1));
  }

  get(serial: string): TrackedDevice | null {
    return this.#devices.get(serial) ?? null;
  }

  /** @throws DEVICE_UNAUTHORIZED, DEVICE_LOST when the phone cannot be used now. */
  phone(serial: string): Phone {
    const connection = this.#connections.get(serial);
    if (connection === undefined) throw this.#unusable(serial);
    const { transportId, gone } = connection;
    connection.phone ??= new AdbPhone({ address: this.#options.address, serial, transportId, gone: gone.signal });
    return connection.phone;
  }

  /** Takes over the whole list. Handles of connections that are no longer usable end before any change is told. */
  apply(listed: ReadonlyMap<string, ListedDevice>): void {
    const changed: TrackedDevice[] = [];
    for (const serial of new Set([...this.#devices.keys(), ...listed.keys()])) {
      const next = listed.get(serial);
      const reconnected = this.#updateConnection(serial, next);
      const before = this.#devices.get(serial);
      const state = next?.state ?? 'absent';
      const stateText = next?.stateText ?? 'absent';
      const same = before?.state === state && before.stateText === stateText && !reconnected;
      const model = next?.model ?? before?.model ?? null;
      const device = { serial, state, stateText, model, changedAt: same ? before.changedAt : new Date() };
      this.#devices.set(serial, device);
      if (!same) changed.push(device);
    }
    for (const device of changed) this.#options.onChange(device);
  }

  /** @returns whether one usable connection took the place of another. */
  #updateConnection(serial: string, next: ListedDevice | undefined): boolean {
    const before = this.#connections.get(serial);
    const transportId = next?.state === 'device' ? next.transportId : null;
    if (before !== undefined && before.transportId === transportId) return false;
    if (transportId === null) this.#connections.delete(serial);
    else this.#connections.set(serial, { transportId, gone: new AbortController(), phone: null });
    before?.gone.abort(new PostwrightError('DEVICE_LOST', `${serial} went away from ADB`));
    return before !== undefined && transportId !== null;
  }

  #unusable(serial: string): PostwrightError {
    const device = this.#devices.get(serial);
    if (device?.state === 'unauthorized') {
      return new PostwrightError('DEVICE_UNAUTHORIZED', `${serial} has not authorised this computer`);
    }
    const isAbsent = device === undefined || device.state === 'absent';
    const why = isAbsent ? 'is not connected' : `cannot be used: ADB calls it "${device.stateText}"`;
    return new PostwrightError('DEVICE_LOST', `${serial} ${why}`);
  }
}
