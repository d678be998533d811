/** `am start`: https://cs.android.com/android/platform/superproject/+/main:frameworks/base/services/core/java/com/android/server/am/ActivityManagerShellCommand.java */
import type { Intent, StartActivityResult } from '../../../ports.ts';
import { type Call, complain, crash, say } from '../../call.ts';
import type { Words } from '../../words.ts';
import { IntentError, NEW_TASK, readIntent, shortComponent, showIntent, toActivityName } from './intent.ts';

/** Cold starts of publishing apps on a phone of 2022; `-W` waits them out. */
const COLD_START_MS = 1_200;
/** Up to here `am` exits 0 on most errors. */
const LENIENT_UP_TO_SDK = 28;

const START_OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  '-P',
  '--start-profiler',
  '--sampling',
  '-R',
  '--display',
  '--windowingMode',
  '--activityType',
  '--task',
]);
const START_OPTIONS: ReadonlySet<string> = new Set([
  '-D',
  '-N',
  '-W',
  '-S',
  '--streaming',
  '--track-allocation',
  '--lock-task',
  '--task-overlay',
]);

interface Started {
  readonly call: Call;
  readonly intent: Intent;
  readonly waits: boolean;
}

export async function start(call: Call): Promise<number> {
  const options = new Set<string>();
  const intent = await readOrCrash(call, 'start', (option, words) => {
    if (START_OPTIONS_WITH_VALUE.has(option)) words.value(option);
    else if (!START_OPTIONS.has(option)) return false;
    options.add(option);
    return true;
  });
  if (intent === null) return call.machine.sdk < 29 ? 1 : 255;
  if (options.has('-S')) await stopFirst(call, intent);
  await say(call, `Starting: ${showIntent(intent)}`);
  const asStarted = { ...intent, flags: intent.flags | NEW_TASK };
  const result = call.machine.front.startActivity(asStarted);
  return await report({ call, intent: asStarted, waits: options.has('-W') }, result);
}

/** Reads the intent; one that cannot be read ends the tool with an exception, and null. */
export async function readOrCrash(
  call: Call,
  verb: string,
  other?: (option: string, words: Words) => boolean,
): Promise<Intent | null> {
  try {
    return readIntent(call.args, other).intent;
  } catch (error) {
    if (!(error instanceof IntentError)) throw error;
    await crash(call, verb, `java.lang.IllegalArgumentException: ${error.message}`);
    return null;
  }
}

async function stopFirst(call: Call, intent: Intent): Promise<void> {
  const packageName = intent.component === null ? intent.packageName : toActivityName(intent.component).packageName;
  if (packageName === null) return;
  await say(call, `Stopping: ${packageName}`);
  call.machine.forceStop(packageName);
}

async function report(started: Started, result: StartActivityResult): Promise<number> {
  const { call, intent } = started;
  switch (result.outcome) {
    case 'started':
      markRunning(call, result.activity.packageName);
      return await succeed(started, result, null);
    case 'delivered-to-top':
      return await succeed(
        started,
        result,
        'Warning: Activity not started, intent has been delivered to currently running top-most instance.',
      );
    case 'unresolved':
      return await refuse(started, `Error: Activity not started, unable to resolve ${showIntent(intent)}`);
    case 'no-such-class':
      return await refuse(
        started,
        `Error type 3\nError: Activity class {${shortComponent(toActivityName(intent.component ?? '/'))}} does not exist.`,
      );
    case 'not-exported': {
      const owner = toActivityName(intent.component ?? '/').packageName;
      const uid = call.machine.packages.get(owner)?.uid ?? 0;
      return await crash(
        call,
        'start',
        `java.lang.SecurityException: Permission Denial: starting ${showIntent(intent)} from null (pid=${call.machine.processes.takePid()}, uid=2000) not exported from uid ${uid}`,
      );
    }
  }
}

function markRunning({ machine }: Call, packageName: string): void {
  const installed = machine.packages.get(packageName);
  if (installed) machine.processes.start(packageName, installed.uid);
}

/** Warnings stand on standard error without `-W` and on standard output with it. */
async function succeed(
  { call, waits }: Started,
  result: { readonly activity: { packageName: string; className: string } },
  warning: string | null,
): Promise<number> {
  if (warning !== null) await (waits ? say(call, warning) : complain(call, warning));
  if (!waits) return 0;
  const { machine } = call;
  const totalMs = Math.round(COLD_START_MS * (0.6 + 0.8 * machine.ownRandom.next()));
  await machine.time.wait(totalMs);
  const state = warning === null ? 'COLD (1)' : 'UNKNOWN (0)';
  const lines = [
    'Status: ok',
    ...(machine.sdk >= 29 ? [`LaunchState: ${machine.sdk >= 33 ? state : state.replace(/ .*/, '')}`] : []),
    `Activity: ${shortComponent(result.activity)}`,
    `TotalTime: ${warning === null ? totalMs : 0}`,
    `WaitTime: ${totalMs + 9}`,
    'Complete',
  ];
  return await say(call, lines.join('\n'));
}

async function refuse({ call, waits }: Started, message: string): Promise<number> {
  await (waits ? say(call, message) : complain(call, message));
  return call.machine.sdk <= LENIENT_UP_TO_SDK ? 0 : 1;
}
