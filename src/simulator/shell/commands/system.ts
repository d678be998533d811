/** Small tools of the system: `ime`, `locksettings`, `svc`, `monkey`, `appops`, `service`. */
import { type Call, type Command, complain, say } from '../call.ts';
import { NEW_TASK } from './am/intent.ts';

const INSTALLED_IMES: readonly string[] = [
  'com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME',
];
const USER_NAMED_SINCE_SDK = 30;
/** `svc power stayon` in the numbers of the setting behind it. */
const STAY_ON: Readonly<Record<string, string>> = { true: '7', usb: '2', ac: '1', wireless: '4', false: '0' };
const DOCK_SINCE_SDK = 33;

async function ime(call: Call): Promise<number> {
  const [verb = '', name = ''] = call.args.filter((arg) => !arg.startsWith('-') || arg.length > 2);
  const { settings, sdk } = call.machine;
  if (verb === 'list')
    return await say(call, INSTALLED_IMES.map((id) => (call.args.includes('-s') ? id : `mId=${id}`)).join('\n'));
  if (!['enable', 'disable', 'set', 'reset'].includes(verb))
    return await complain(call, `Unknown command: ${verb}`, 255);
  const user = sdk >= USER_NAMED_SINCE_SDK ? ' for user #0' : '';
  if (verb === 'reset') return await say(call, `Input method settings reset${user}`);
  if (!INSTALLED_IMES.includes(name))
    return await complain(
      call,
      `Unknown input method ${name} cannot be ${verb === 'set' ? 'selected' : `${verb}d`}${user}`,
      255,
    );
  if (verb === 'set') settings.set('secure', 'default_input_method', name);
  return await say(
    call,
    verb === 'set' ? `Input method ${name} selected${user}` : `Input method ${name}: now ${verb}d${user}`,
  );
}

async function locksettings(call: Call): Promise<number> {
  const [verb = '', ...args] = call.args;
  const { power } = call.machine;
  const old = args[args.indexOf('--old') + 1];
  if (verb === 'get-disabled') return await say(call, String(power.lock === 'none'));
  if (verb === 'set-disabled') {
    const isDisabled = args.at(-1) === 'true';
    if (power.lock !== 'pin') power.setLock(isDisabled ? 'none' : 'swipe');
    return await say(call, `Lock screen disabled set to ${isDisabled}`);
  }
  if (verb !== 'verify' && verb !== 'clear') return await complain(call, `Unknown command: ${verb}`, 255);
  if (power.lock === 'pin' && old !== power.pin)
    return await complain(call, `Old password '${old ?? ''}' didn't match`, 255);
  if (verb === 'verify') return await say(call, 'Lock credential verified successfully');
  power.setLock('none');
  return await say(call, 'Lock credential cleared');
}

/** Silent but for the usage of what it does not know. */
async function svc(call: Call): Promise<number> {
  const [service = '', verb = '', value = ''] = call.args;
  const { settings, sdk } = call.machine;
  if (!['power', 'wifi', 'data', 'bluetooth', 'nfc', 'usb'].includes(service)) {
    return await complain(
      call,
      'Available commands:\n    help     Show information about the subcommands\n    power    Control the power manager',
      0,
    );
  }
  if (service === 'power' && verb === 'stayon') {
    const number = STAY_ON[value];
    if (number === undefined)
      return await complain(
        call,
        'Control the power manager\n\nusage: svc power stayon [true|false|usb|ac|wireless]',
        0,
      );
    settings.set('global', 'stay_on_while_plugged_in', value === 'true' && sdk >= DOCK_SINCE_SDK ? '15' : number);
  }
  if (service === 'power' && verb === 'reboot') call.machine.requestReboot();
  if (service === 'wifi') settings.set('global', 'wifi_on', verb === 'enable' ? '1' : '0');
  return 0;
}

/** As far as it is used to start an app whose activity is not known. */
async function monkey(call: Call): Promise<number> {
  const packageName = call.args[call.args.indexOf('-p') + 1] ?? '';
  const result = call.machine.front.startActivity({
    action: 'android.intent.action.MAIN',
    data: null,
    mimeType: null,
    component: null,
    packageName,
    categories: ['android.intent.category.LAUNCHER'],
    flags: NEW_TASK,
    extras: new Map(),
  });
  const isThere = result.outcome === 'started' || result.outcome === 'delivered-to-top';
  if (!isThere) return await complain(call, '** No activities found to run, monkey aborted.', 252);
  const uid = call.machine.packages.get(packageName)?.uid;
  if (uid !== undefined) call.machine.processes.start(packageName, uid);
  return await say(
    call,
    'Events injected: 1\n## Network stats: elapsed time=21ms (0ms mobile, 0ms wifi, 21ms not connected)',
  );
}

async function appops(call: Call): Promise<number> {
  const [verb, name = ''] = call.args;
  if (verb !== 'get' && verb !== 'set') return await complain(call, `Unknown command: ${verb ?? ''}`, 255);
  if (!call.machine.packages.get(name)) return await complain(call, `Error: No UID for ${name} in user 0`, 255);
  return verb === 'set' ? 0 : await say(call, 'No operations.');
}

async function service(call: Call): Promise<number> {
  const [verb, name = ''] = call.args;
  if (verb === 'check') return await say(call, `Service ${name}: found`);
  if (verb === 'call') return await say(call, "Result: Parcel(00000000    '....')");
  return await complain(call, 'Usage: service [-h|-?]\n       service list\n       service check SERVICE', 10);
}

export const SYSTEM_COMMANDS: Readonly<Record<string, Command>> = { appops, ime, locksettings, monkey, service, svc };
