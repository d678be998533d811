/** `adb reverse`: the list of ports of the phone that lead to the host. No app of the rack uses one, so none is opened. */
import type { ServiceCall } from './device-services.ts';
import { counted, failure, OKAY } from './smart-socket.ts';

/** The kernel's choice for `tcp:0` comes from here on up. */
const FIRST_FREE_PORT = 37_000;

export async function reverse({ machine, stream, argument }: ServiceCall): Promise<void> {
  await stream.write(answer(machine.reversed, argument));
}

/** The list alone comes without a status of its own (facts 1.8). */
function answer(reversed: Map<string, string>, argument: string): string {
  if (argument === 'list-forward')
    return counted([...reversed].map(([remote, local]) => `UsbFfs ${remote} ${local}\n`).join(''));
  if (argument === 'killforward-all') {
    reversed.clear();
    return OKAY;
  }
  const removed = /^killforward:(.+)$/.exec(argument)?.[1];
  if (removed !== undefined) return reversed.delete(removed) ? OKAY : failure(`listener '${removed}' not found`);
  const [, norebind, remote, local] = /^forward:(norebind:)?([^;]+);([^;]+)$/.exec(argument) ?? [];
  if (!remote || !local) return failure(`bad forward: ${argument}`);
  const existed = reversed.has(remote);
  if (existed && norebind) return failure('cannot rebind existing socket');
  const bound = remote === 'tcp:0' ? `tcp:${FIRST_FREE_PORT + reversed.size}` : remote;
  reversed.set(bound, local);
  const port = /^tcp:(\d+)$/.exec(bound)?.[1];
  return OKAY + (port !== undefined && !existed ? counted(port) : '');
}
