/** `host:wait-for-<cable>-<state>`: answers once at once and once more when the phone is in that state. */
import { type Selector, select } from './selection.ts';
import { failure, OKAY } from './smart-socket.ts';
import type { ClientStream } from './stream.ts';
import type { Transports } from './transports.ts';

const STATES: ReadonlySet<string> = new Set([
  'device',
  'recovery',
  'rescue',
  'sideload',
  'bootloader',
  'any',
  'disconnect',
]);

/** @returns whether `service` is of this kind, after it has been answered in full. */
export async function waitFor(
  transports: Transports,
  stream: ClientStream,
  request: { service: string; selector: Selector },
): Promise<boolean> {
  const match = /^wait-for-(usb|local|any)-(.+)$/.exec(request.service);
  if (!match) return false;
  const [, cable, wanted] = match as unknown as [string, 'usb' | 'local' | 'any', string];
  if (!STATES.has(wanted)) {
    await stream.write(failure(`unknown state: ${wanted}`));
    return true;
  }
  const selector: Selector = request.selector.by === 'cable' ? { by: 'cable', cable } : request.selector;
  await stream.write(OKAY);
  await stream.write(await reached({ transports, stream, selector, wanted }));
  return true;
}

interface Wait {
  readonly transports: Transports;
  readonly stream: ClientStream;
  readonly selector: Selector;
  readonly wanted: string;
}

/** OKAY when the state is reached or the client is gone, FAIL when several phones could be meant. */
function reached({ transports, stream, selector, wanted }: Wait): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      const selected = select(transports, selector, wanted === 'any');
      if (selected.transport === null && selected.ambiguous) settle(failure(selected.error));
      else if (wanted === 'disconnect' ? selected.transport === null : isIn(selected.transport, wanted)) settle(OKAY);
    };
    const settle = (answer: string): void => {
      stopLooking();
      resolve(answer);
    };
    const stopLooking = transports.onChange(look);
    stream.hungUp.addEventListener('abort', () => settle(OKAY), { once: true });
    look();
  });
}

function isIn(transport: { readonly state: string } | null, wanted: string): boolean {
  return transport !== null && (wanted === 'any' || transport.state === wanted);
}
