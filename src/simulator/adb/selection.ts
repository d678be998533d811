/** Which phone a request means, and what a server answers when that is not clear. */
import type { Transport, Transports } from './transports.ts';

/** All phones of the rack hang on USB, so `local` (TCP or emulator) never finds one. */
type Cable = 'any' | 'usb' | 'local';

export type Selector =
  | { readonly by: 'serial'; readonly serial: string }
  | { readonly by: 'id'; readonly id: number }
  | { readonly by: 'cable'; readonly cable: Cable };

type Selected =
  | { readonly transport: Transport; readonly error: null }
  | { readonly transport: null; readonly error: string; readonly ambiguous: boolean };

const NONE: Readonly<Record<Cable, string>> = {
  any: 'no devices/emulators found',
  usb: 'no devices found',
  local: 'no emulators found',
};
const SEVERAL: Readonly<Record<Cable, string>> = {
  any: 'more than one device/emulator',
  usb: 'more than one device',
  local: 'more than one emulator',
};
const UNUSABLE: Readonly<Record<Exclude<Transport['state'], 'device'>, string>> = {
  offline: 'device offline',
  unauthorized:
    "device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\nTry 'adb kill-server' if that seems wrong.\nOtherwise check for a confirmation dialog on your device.",
};

/** The phone that `selector` names; with `anyState` also one that cannot be used now. */
export function select(transports: Transports, selector: Selector, anyState = false): Selected {
  const found = find(transports, selector);
  if (found.error !== null) return found;
  const { state } = found.transport;
  if (anyState || state === 'device') return found;
  return { transport: null, error: UNUSABLE[state], ambiguous: false };
}

function find(transports: Transports, selector: Selector): Selected {
  if (selector.by === 'cable') {
    const candidates = selector.cable === 'local' ? [] : transports.list();
    const [only] = candidates;
    if (candidates.length > 1) return { transport: null, error: SEVERAL[selector.cable], ambiguous: true };
    return only ? { transport: only, error: null } : missing(NONE[selector.cable]);
  }
  const transport = selector.by === 'serial' ? transports.bySerial(selector.serial) : transports.byId(selector.id);
  if (transport) return { transport, error: null };
  return missing(
    selector.by === 'serial' ? `device '${selector.serial}' not found` : `no device with transport id '${selector.id}'`,
  );
}

function missing(error: string): Selected {
  return { transport: null, error, ambiguous: false };
}

/** A request about one phone, taken apart: `host-serial:S:X`, `host-transport-id:N:X`, `host-usb:X`, `host-local:X`, `host:X`. */
export function parseHostRequest(request: string): { selector: Selector | null; service: string } | null {
  const plain = /^host:(.*)$/s.exec(request);
  if (plain) return { selector: null, service: plain[1] as string };
  const byId = /^host-transport-id:(\d+):(.*)$/s.exec(request);
  if (byId) return { selector: { by: 'id', id: Number(byId[1]) }, service: byId[2] as string };
  const byCable = /^host-(usb|local):(.*)$/s.exec(request);
  if (byCable) return { selector: { by: 'cable', cable: byCable[1] as Cable }, service: byCable[2] as string };
  // A serial may be `address:port`, or carry a prefix with a colon of its own (`usb:1-4`, `model:Pixel_8`).
  const bySerial = /^host-serial:((?:(?:tcp|udp|usb|product|model|device|vendor):)?[^:]+(?::\d+(?=:))?):(.*)$/s.exec(
    request,
  );
  if (bySerial) return { selector: { by: 'serial', serial: bySerial[1] as string }, service: bySerial[2] as string };
  return null;
}

/** The phone that a transport switch (`transport:S`, `transport-id:N`, `transport-any`, `tport:…`) names. */
export function parseTransportSwitch(service: string): { selector: Selector; withId: boolean } | null {
  const tport = /^tport:(?:serial:(.+)|(any|usb|local))$/.exec(service);
  if (tport) return { selector: tport[1] ? { by: 'serial', serial: tport[1] } : cable(tport[2]), withId: true };
  const id = /^transport-id:(\d+)$/.exec(service);
  if (id) return { selector: { by: 'id', id: Number(id[1]) }, withId: false };
  const plain = /^transport(?::(.+)|-(any|usb|local))$/.exec(service);
  if (plain) return { selector: plain[1] ? { by: 'serial', serial: plain[1] } : cable(plain[2]), withId: false };
  return null;
}

function cable(word: string | undefined): Selector {
  return { by: 'cable', cable: (word ?? 'any') as Cable };
}
