/** `abb_exec:`: a call of a system service with its words separated by NUL, without a shell in between. */
import { Shell } from '../shell/shell.ts';
import type { ServiceCall } from './device-services.ts';

/** Both streams are one, and the exit code is lost. */
export async function runAbb({ machine, stream, argument }: ServiceCall): Promise<void> {
  const words = argument.split('\0').filter((word, index, all) => index < all.length - 1 || word !== '');
  const output = { write: (data: Buffer | string) => stream.write(data) };
  const streams = { stdin: { read: () => stream.some() }, stdout: output, stderr: output };
  const shell = new Shell({ machine, hangUp: stream.hungUp, ...streams });
  const finished = machine.log.begin('shell', `cmd ${words.join(' ')}`);
  await shell.runWords(['cmd', ...words]);
  finished();
}
