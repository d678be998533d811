/** The requests that the ADB server answers itself, without a phone or about one. */
import { ForwardError } from './forwards.ts';
import { parseHostRequest, type Selector, select } from './selection.ts';
import type { AdbServer } from './server.ts';
import { counted, failure, OKAY } from './smart-socket.ts';
import type { ClientStream } from './stream.ts';
import type { Transport } from './transports.ts';

/** 41: what platform-tools have said since release 28. A client that reads another number kills the server. */
const SERVER_VERSION = '0029';

/** What this server can do; it lists of a phone's features only those (facts 1.2, 1.4). */
const SERVER_FEATURES: readonly string[] = [
  'shell_v2',
  'cmd',
  'stat_v2',
  'ls_v2',
  'fixed_push_mkdir',
  'fixed_push_symlink_timestamp',
  'apex',
  'abb',
  'abb_exec',
  'remount_shell',
  'push_sync',
  'sendrecv_v2',
];

interface HostCall {
  readonly server: AdbServer;
  readonly stream: ClientStream;
  /** Without the `host…:` before it. */
  readonly service: string;
  /** Which phone is meant: named in the request, chosen earlier on this connection, or any. */
  readonly selector: Selector;
}

type Answer = string | Promise<string>;

/** Whole requests, and requests by what they begin with. Each gives all that the server writes before it closes. */
const ANSWERS: Readonly<Record<string, (call: HostCall) => Answer>> = {
  version: () => OKAY + counted(SERVER_VERSION),
  'host-features': () => OKAY + counted(SERVER_FEATURES.join(',')),
  devices: ({ server }) => OKAY + counted(server.transports.describe(false)),
  'devices-l': ({ server }) => OKAY + counted(server.transports.describe(true)),
  features: (call) => about(call, ({ machine }) => machine.profile.adbFeatures.filter(isServerFeature).join(',')),
  'get-state': (call) => about(call, ({ state }) => state, true),
  'get-serialno': (call) => about(call, ({ machine }) => machine.serial, true),
  'get-devpath': (call) => about(call, ({ devicePath }) => devicePath, true),
  'reconnect-offline': ({ server }) => OKAY + counted(reconnectOffline(server)),
  reconnect: (call) => reconnect(call),
  'list-forward': ({ server }) => OKAY + counted(server.forwards.describe()),
  'killforward-all': ({ server }) => {
    server.forwards.removeAll();
    return OKAY + OKAY;
  },
  'disconnect:': () => OKAY + counted('disconnected everything'),
};

const ANSWERS_BY_PREFIX: readonly (readonly [string, (call: HostCall, rest: string) => Answer])[] = [
  ['forward:', (call, rest) => onForwards(call, () => addForward(call, rest))],
  [
    'killforward:',
    (call, rest) =>
      onForwards(call, () => {
        call.server.forwards.remove(rest);
        return OKAY + OKAY;
      }),
  ],
  ['connect:', (_call, rest) => OKAY + counted(`failed to connect to '${withPort(rest)}': Connection refused`)],
  ['disconnect:', (_call, rest) => failure(`no such device '${withPort(rest)}'`)],
];

/** @returns what to write before closing; null when this is no request with a single answer. */
export function answerHost(call: HostCall): Answer | null {
  const whole = ANSWERS[call.service];
  if (whole) return whole(call);
  const byPrefix = ANSWERS_BY_PREFIX.find(([prefix]) => call.service.startsWith(prefix));
  return byPrefix ? byPrefix[1](call, call.service.slice(byPrefix[0].length)) : null;
}

/** The phone a host request is about: named in it, or the one this connection was switched to, or whichever there is. */
export function parseHost(request: string, chosen: Transport | null): { service: string; selector: Selector } | null {
  const parsed = parseHostRequest(request);
  if (!parsed) return null;
  const fallback: Selector = chosen ? { by: 'id', id: chosen.id } : { by: 'cable', cable: 'any' };
  return { service: parsed.service, selector: parsed.selector ?? fallback };
}

function isServerFeature(feature: string): boolean {
  return SERVER_FEATURES.includes(feature);
}

function about(call: HostCall, read: (transport: Transport) => string, anyState = false): string {
  const { transport, error } = select(call.server.transports, call.selector, anyState);
  return transport ? OKAY + counted(read(transport)) : failure(error);
}

async function addForward(call: HostCall, specification: string): Promise<string> {
  const { transport, error } = select(call.server.transports, call.selector);
  if (!transport) throw new ForwardError(call.selector.by === 'cable' ? error : '');
  const port = await call.server.forwards.add(transport, specification);
  return OKAY + OKAY + (port === null ? '' : counted(String(port)));
}

async function onForwards(call: HostCall, work: () => Answer): Promise<string> {
  try {
    // A server of release 29 names no reason when the phone is unknown (facts 1.2).
    if (!select(call.server.transports, call.selector).transport && call.selector.by === 'serial') return failure('');
    return await work();
  } catch (error) {
    if (error instanceof ForwardError) return failure(error.message);
    throw error;
  }
}

function reconnectOffline(server: AdbServer): string {
  const offline = server.transports.list().filter(({ state }) => state !== 'device');
  for (const { machine } of offline) server.onReconnect(machine.serial);
  return offline.map(({ machine, state }) => `reconnecting ${machine.serial} [${state}]\n`).join('');
}

function reconnect({ server, selector }: HostCall): string {
  const { transport, error } = select(server.transports, selector, true);
  if (!transport) return OKAY + counted(error);
  server.onReconnect(transport.machine.serial);
  return OKAY + counted(`reconnecting ${transport.machine.serial} [${transport.state}]\n`);
}

/** 5555 is where a phone listens for ADB over TCP when nobody says otherwise. */
function withPort(address: string): string {
  return /:\d+$/.test(address) ? address : `${address}:5555`;
}
