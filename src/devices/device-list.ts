import type { DeviceState } from '../contract/device.ts';

/** One line of the ADB server's `devices -l` list. */
export interface ListedDevice {
  readonly serial: string;
  readonly state: DeviceState;
  /** The state in the server's own words; says more than `state` for `no permissions` and `other`. */
  readonly stateText: string;
  /** New at every reconnection of the phone; null when the server does not say. */
  readonly transportId: bigint | null;
  readonly model: string | null;
}

const NAMED_STATES: ReadonlySet<string> = new Set<DeviceState>([
  'device',
  'offline',
  'unauthorized',
  'authorizing',
  'connecting',
  'recovery',
]);

/**
 * A serial, or `(no serial number)`; the state, which may hold spaces; then what is known of the phone.
 * https://android.googlesource.com/platform/packages/modules/adb/+/refs/heads/main/transport.cpp (append_transport)
 */
const LINE = /^(\([^)]*\)|\S+)\s+(.+?)((?:\s+(?:\d+-[\d.]+|(?:usb|product|model|device|transport_id):\S+))*)\s*$/;

/** Reads the whole list. Lines that are no device are left out; of two lines with one serial, the usable one is kept. */
export function parseDeviceList(text: string): ReadonlyMap<string, ListedDevice> {
  const devices = new Map<string, ListedDevice>();
  for (const line of text.split('\n')) {
    const device = parseLine(line);
    if (device !== null && devices.get(device.serial)?.state !== 'device') devices.set(device.serial, device);
  }
  return devices;
}

function parseLine(line: string): ListedDevice | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, serial = '', stateText = '', details = ''] = match;
  const id = /\stransport_id:(\d+)/.exec(details)?.[1];
  return {
    serial,
    state: stateOf(stateText),
    stateText,
    transportId: id === undefined || id === '0' ? null : BigInt(id),
    model: /\smodel:(\S+)/.exec(details)?.[1] ?? null,
  };
}

function stateOf(text: string): DeviceState {
  if (text.startsWith('no permissions')) return 'no permissions';
  return NAMED_STATES.has(text) ? (text as DeviceState) : 'other';
}
