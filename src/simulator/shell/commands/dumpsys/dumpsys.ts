/** `dumpsys SERVICE`: the parts of the services' states that publishing programs read. */
import type { Machine } from '../../../machine/machine.ts';
import { type Call, say } from '../../call.ts';
import { dumpActivity } from './activity.ts';
import { dumpPackage } from './package.ts';
import { dumpBattery, dumpConnectivity, dumpDeviceIdle, dumpInputMethod, dumpPower, dumpTrust } from './states.ts';
import { dumpWindow } from './window.ts';

/** @returns the text without its last line end; null for no output. */
type Dump = (machine: Machine, args: readonly string[]) => string | null;

const SERVICES: Readonly<Record<string, Dump>> = {
  activity: dumpActivity,
  battery: dumpBattery,
  connectivity: dumpConnectivity,
  deviceidle: dumpDeviceIdle,
  input_method: dumpInputMethod,
  package: dumpPackage,
  power: dumpPower,
  trust: dumpTrust,
  window: dumpWindow,
};

/** Services that are there and of whose state nothing is simulated. */
const QUIET: readonly string[] = [
  'SurfaceFlinger',
  'alarm',
  'audio',
  'cpuinfo',
  'display',
  'jobscheduler',
  'media_session',
  'meminfo',
  'notification',
  'statusbar',
  'thermalservice',
  'usb',
  'user',
  'wifi',
];

export async function dumpsys(call: Call): Promise<number> {
  const [service, ...args] = call.args.filter((arg, index, all) => arg !== '-t' && all[index - 1] !== '-t');
  const names = [...Object.keys(SERVICES), ...QUIET].sort();
  if (service === undefined || service === '-l')
    return await say(call, ['Currently running services:', ...names.map((name) => `  ${name}`)].join('\n'));
  const dump = SERVICES[service];
  if (!dump) return QUIET.includes(service) ? 0 : await say(call, `Can't find service: ${service}`);
  const text = dump(call.machine, args);
  return text === null ? 0 : await say(call, text);
}
