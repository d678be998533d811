/** `pm`, which is `cmd package`. */
import { type Call, type Command, complain, crash, say } from '../../call.ts';
import { Words } from '../../words.ts';
import { fail } from './failure.ts';
import { install, installCommit, installCreate, installWrite } from './install.ts';
import { listInstrumentation, listPackages, path } from './list.ts';
import { grant, revoke } from './permissions.ts';
import { queryActivities, resolveActivity } from './resolve.ts';

const UNKNOWN_COMMAND = 255;

const LISTS: Readonly<Record<string, Command>> = {
  instrumentation: listInstrumentation,
  packages: listPackages,
  package: listPackages,
  users: (call) => say(call, 'Users:\n\tUserInfo{0:Owner:c13} running'),
};

const VERBS: Readonly<Record<string, Command>> = {
  clear: async (call) => {
    const name = call.args.at(-1) ?? '';
    if (!call.machine.packages.get(name)) return await complain(call, 'Failed');
    call.machine.forceStop(name);
    return await say(call, 'Success');
  },
  grant,
  install,
  'install-abandon': (call) => say(call, 'Success'),
  'install-commit': installCommit,
  'install-create': installCreate,
  'install-write': installWrite,
  list: async (call) => {
    const [what = '', ...args] = call.args;
    const list = LISTS[what];
    return list
      ? await list({ ...call, args })
      : await complain(call, `Error: unknown list type '${what}'`, UNKNOWN_COMMAND);
  },
  path,
  'query-activities': queryActivities,
  'resolve-activity': resolveActivity,
  revoke,
  uninstall,
};

export async function pm(call: Call): Promise<number> {
  const [verb, ...args] = call.args;
  if (verb === undefined) return await complain(call, 'Package manager (package) commands:\n  help', 1);
  const command = VERBS[verb];
  if (!command) return await complain(call, `Unknown command: ${verb}`, UNKNOWN_COMMAND);
  return await command({ ...call, args });
}

async function uninstall(call: Call): Promise<number> {
  const words = new Words(call.args);
  let name: string | null = null;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === '--user' || word === '--versionCode') words.next();
    else if (!word.startsWith('-')) name ??= word;
  }
  if (name === null)
    return await crash(call, 'uninstall', 'java.lang.IllegalArgumentException: package name not specified');
  const { packages } = call.machine;
  const installed = packages.get(name);
  if (!installed)
    return await fail(call, call.machine.sdk >= 30 ? 'not installed for 0' : 'DELETE_FAILED_INTERNAL_ERROR');
  if (installed.isSystem) return await fail(call, 'DELETE_FAILED_INTERNAL_ERROR');
  call.machine.forceStop(name);
  packages.uninstall(name);
  return await say(call, 'Success');
}
