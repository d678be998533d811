import { PostwrightError } from '../errors.ts';
import { startRack } from '../simulator/rack.ts';
import type { RackOptions } from '../simulator/rack-types.ts';
import { listenForStop } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/** Runs the simulated phones until Ctrl-C or SIGTERM. */
export async function runRack(options: RackOptions, terminal: Terminal): Promise<number> {
  const signals = listenForStop();
  try {
    const rack = await startRack(options).catch(translate);
    try {
      terminal.print(`A rack of ${rack.phones.length} simulated phones, pace ${rack.pace}, seed ${options.seed}`);
      terminal.printTable([
        ['ADB server', `127.0.0.1:${rack.adbPort}   adb -P ${rack.adbPort} devices -l`],
        ['Control', `http://127.0.0.1:${rack.controlPort}/phones   /posts is what was published`],
        ['Phones', rack.phones.map((phone) => phone.serial).join(', ')],
        ['Use it', `postwright serve --adb 127.0.0.1:${rack.adbPort}`],
      ]);
      terminal.print('Ctrl-C ends it.');
      await signals.asked;
      return 0;
    } finally {
      await rack.stop();
    }
  } finally {
    signals.release();
  }
}

function translate(cause: NodeJS.ErrnoException & { readonly port?: number }): never {
  if (cause.code === 'EADDRINUSE') {
    const message = `Port ${cause.port} is already in use; choose others with --adb-port and --control-port.`;
    throw new PostwrightError('PORT_TAKEN', message, { cause });
  }
  // The rack says what makes no sense in an Error of no further kind; anything else is a fault of its own.
  if (cause.constructor !== Error || cause.code !== undefined) throw cause;
  throw new PostwrightError('CONFIG_INVALID', `phones (from --config): ${cause.message}.`, { cause });
}
