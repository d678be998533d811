/** `cmd SERVICE …`: the same tools under the names of their services. */
import { type Call, type Command, complain, say } from '../call.ts';
import { am } from './am/am.ts';
import { input } from './input.ts';
import { pm } from './pm/pm.ts';
import { SCREEN_COMMANDS } from './screen.ts';
import { settings } from './settings.ts';
import { SYSTEM_COMMANDS } from './system.ts';

const NO_SERVICE = 20;
const APP_LOCALES_SINCE_SDK = 33;

const SERVICES: Readonly<Record<string, Command>> = {
  activity: am,
  appops: SYSTEM_COMMANDS.appops as Command,
  input,
  input_method: SYSTEM_COMMANDS.ime as Command,
  locale,
  lock_settings: SYSTEM_COMMANDS.locksettings as Command,
  package: pm,
  settings,
  statusbar: () => 0,
  window: SCREEN_COMMANDS.wm as Command,
};

export async function cmd(call: Call): Promise<number> {
  const [name = '', ...args] = call.args;
  const service = SERVICES[name];
  if (!service)
    return await complain(
      call,
      name === '' ? 'cmd: No service specified; use -l to list all services' : `cmd: Can't find service: ${name}`,
      NO_SERVICE,
    );
  return await service({ ...call, args });
}

/** `get-app-locales PKG`: no app has a language of its own here. */
async function locale(call: Call): Promise<number> {
  const [verb, name] = call.args;
  if (call.machine.sdk < APP_LOCALES_SINCE_SDK)
    return await complain(call, "cmd: Can't find service: locale", NO_SERVICE);
  if (verb !== 'get-app-locales') return await complain(call, `Unknown command: ${verb ?? ''}`, 255);
  return await say(call, `Locales for ${name ?? ''} for user 0 are []`);
}
