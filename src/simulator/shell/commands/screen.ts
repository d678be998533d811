/** `screencap`, `wm`, `uiautomator`: what concerns the screen as a whole. */

import { FsError } from '../../machine/fs-error.ts';
import { normalise } from '../../machine/fs-tree.ts';
import { type Call, type Command, complain, say } from '../call.ts';

/** PNG with `-p` or to a name that ends in .png; the raw form has no use on the rack and is refused. */
async function screencap(call: Call): Promise<number> {
  const path = call.args.findLast((arg, index, all) => !arg.startsWith('-') && all[index - 1] !== '-d');
  if (!call.args.includes('-p') && !path?.endsWith('.png'))
    return await complain(call, 'screencap: the raw format is not simulated, use -p');
  const png = await call.machine.front.screenshot();
  if (path === undefined) {
    await call.stdout.write(png);
    return 0;
  }
  try {
    const writer = call.machine.files.create(normalise(path, call.cwd));
    writer.write(png);
    writer.close();
    return 0;
  } catch (error) {
    if (!(error instanceof FsError)) throw error;
    return await complain(call, `Error opening file: ${path} (${error.message})`);
  }
}

async function wm(call: Call): Promise<number> {
  const { profile, power } = call.machine;
  const [verb, value] = call.args;
  if (value !== undefined && value !== 'reset')
    return await complain(call, `Error: the screens of the rack keep their ${verb}`, 255);
  switch (verb) {
    case 'size':
      return value === undefined ? await say(call, `Physical size: ${profile.widthPx}x${profile.heightPx}`) : 0;
    case 'density':
      return value === undefined ? await say(call, `Physical density: ${profile.densityDpi}`) : 0;
    case 'dismiss-keyguard':
      power.dismissKeyguard();
      return 0;
    default:
      return await complain(call, `Unknown command: ${verb ?? ''}`, 255);
  }
}

/** The shell's own dump is not simulated; it fails as it does while something else holds the accessibility connection. */
async function uiautomator(call: Call): Promise<number> {
  return await complain(
    call,
    call.args[0] === 'dump' ? 'ERROR: could not get idle state.' : 'Usage: uiautomator <subcommand> [options]',
    call.args[0] === 'dump' ? 0 : 1,
  );
}

export const SCREEN_COMMANDS: Readonly<Record<string, Command>> = { screencap, uiautomator, wm };
