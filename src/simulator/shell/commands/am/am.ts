/** `am`, which is `cmd activity`. */
import { type Call, type Command, complain, crash, say } from '../../call.ts';
import { broadcast } from './broadcast.ts';
import { instrument } from './instrument.ts';
import { showIntent } from './intent.ts';
import { readOrCrash, start } from './start.ts';

const UNKNOWN_COMMAND = 255;

const VERBS: Readonly<Record<string, Command>> = {
  broadcast,
  'force-stop': forceStop,
  'get-config': getConfig,
  'get-current-user': (call) => say(call, '0'),
  instrument,
  kill: () => 0,
  'kill-all': () => 0,
  stack: () => 0,
  start,
  'start-activity': start,
  'start-foreground-service': startService,
  'start-service': startService,
  startservice: startService,
};

export async function am(call: Call): Promise<number> {
  const [verb, ...args] = call.args;
  if (verb === undefined) return await complain(call, 'Activity manager (activity) commands:\n  help', 1);
  const command = VERBS[verb];
  if (!command) return await complain(call, `Unknown command: ${verb}`, UNKNOWN_COMMAND);
  return await command({ ...call, args });
}

/** Silent, whether or not there is such a package. */
async function forceStop(call: Call): Promise<number> {
  const user = call.args.indexOf('--user');
  const [name] = user === -1 ? call.args : call.args.toSpliced(user, 2);
  if (name === undefined)
    return await crash(call, 'force-stop', 'java.lang.IllegalArgumentException: Argument expected after "force-stop"');
  call.machine.forceStop(name);
  return 0;
}

async function getConfig(call: Call): Promise<number> {
  const { profile, sdk } = call.machine;
  const locale = call.machine.language() === 'es' ? 'es-rES' : 'en-rUS';
  const widthDp = Math.round((profile.widthPx * 160) / profile.densityDpi);
  const heightDp = Math.round((profile.heightPx * 160) / profile.densityDpi);
  return await say(
    call,
    `config: ${locale}-ldltr-sw${widthDp}dp-w${widthDp}dp-h${heightDp}dp-normal-long-notround-lowdr-nowidecg-port-notnight-${profile.densityDpi}dpi-finger-keysexposed-nokeys-navhidden-nonav-${profile.widthPx}x${profile.heightPx}-v${sdk}\nabi: arm64-v8a,armeabi-v7a,armeabi`,
  );
}

/** No service of the rack's apps is open to the shell. */
async function startService(call: Call): Promise<number> {
  const intent = await readOrCrash(call, 'start-service');
  if (intent === null) return 255;
  await say(call, `Starting service: ${showIntent(intent)}`);
  return await complain(call, 'Error: Not found; no service started.', call.machine.sdk < 29 ? 0 : 255);
}
