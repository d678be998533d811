/** The services of a phone's adbd, which a client asks for after it has chosen the phone (facts 1.5). */
import type { Machine } from '../machine/machine.ts';
import { runAbb } from './abb.ts';
import { reverse } from './reverse.ts';
import { runExec, runShell } from './shell-service.ts';
import { failure, OKAY } from './smart-socket.ts';
import { type ClientStream, StreamEnded } from './stream.ts';
import { runSync } from './sync.ts';

export interface ServiceCall {
  readonly machine: Machine;
  readonly stream: ClientStream;
  /** What stands behind the name of the service. */
  readonly argument: string;
}

type Service = (call: ServiceCall) => Promise<void>;

/** The only reason a server ever gives when a phone refuses a service. */
const REFUSED = failure('closed');

/** By what a request begins with; the first that fits. */
const SERVICES: readonly (readonly [string, Service])[] = [
  ['shell', accepted(runShell)],
  ['exec:', accepted(runExec)],
  ['abb_exec:', abb],
  ['abb:', abb],
  ['sync:', accepted(runSync)],
  ['tcp:', connect],
  ['reverse:', accepted(reverse)],
  ['reboot:', accepted(({ machine }) => Promise.resolve(machine.requestReboot()))],
  ['root:', accepted(({ stream }) => stream.write('adbd cannot run as root in production builds\n'))],
  ['unroot:', accepted(({ stream }) => stream.write('adbd not running as root\n'))],
  ['remount:', accepted(({ stream }) => stream.write('remount failed\n'))],
  ['usb:', accepted(({ stream }) => stream.write('restarting in USB mode\n'))],
  ['tcpip:', accepted(({ stream, argument }) => stream.write(`restarting in TCP mode port: ${argument}\n`))],
];

/** Runs the service to its end; the caller closes the stream. */
export async function openService(machine: Machine, stream: ClientStream, request: string): Promise<void> {
  const finished = machine.log.begin('adb', request);
  try {
    const found = SERVICES.find(([prefix]) => request.startsWith(prefix));
    if (!found) return await stream.write(REFUSED);
    await found[1]({ machine, stream, argument: request.slice(found[0].length) });
  } catch (error) {
    if (error instanceof StreamEnded) throw error;
    // A mistake of the rack's own: the client sees its stream break, and the phone's log says why.
    machine.log.add({
      kind: 'adb',
      what: `${request.split(':')[0]} broke: ${error instanceof Error ? error.stack : error}`,
    });
    stream.destroy();
  } finally {
    finished();
  }
}

function accepted(service: Service): Service {
  return async (call) => {
    await call.stream.write(OKAY);
    await service(call);
  };
}

/** Android Binder Bridge came with Android 11. */
async function abb(call: ServiceCall): Promise<void> {
  if (!call.machine.profile.adbFeatures.includes('abb_exec')) return await call.stream.write(REFUSED);
  await call.stream.write(OKAY);
  await runAbb(call);
}

/** `tcp:PORT`, as seen on the phone itself. */
async function connect({ machine, stream, argument }: ServiceCall): Promise<void> {
  const port = /^(\d+)(?::(?:localhost|127\.0\.0\.1))?$/.exec(argument)?.[1];
  const peer = port === undefined ? null : machine.front.connect(Number(port));
  if (!peer) return await stream.write(REFUSED);
  await stream.write(OKAY);
  await stream.join(peer);
}
