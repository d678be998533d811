/** `pm grant` and `pm revoke`. */
import { canBeGranted, isKnownPermission } from '../../../machine/permissions.ts';
import { type Call, complain, crash } from '../../call.ts';

export async function grant(call: Call): Promise<number> {
  return await change(call, 'grant');
}

export async function revoke(call: Call): Promise<number> {
  return await change(call, 'revoke');
}

/** Silent when it works. */
async function change(call: Call, verb: 'grant' | 'revoke'): Promise<number> {
  const user = call.args.indexOf('--user');
  const [name, permission] = user === -1 ? call.args : call.args.toSpliced(user, 2);
  if (name === undefined || permission === undefined) return await complain(call, 'Error: no permission specified');
  const { packages, sdk } = call.machine;
  const installed = packages.get(name);
  if (!installed) return await crash(call, verb, `java.lang.IllegalArgumentException: Unknown package: ${name}`);
  if (!isKnownPermission(permission, sdk)) {
    return await crash(call, verb, `java.lang.IllegalArgumentException: Unknown permission: ${permission}`);
  }
  if (!installed.requested.includes(permission)) {
    return await crash(
      call,
      verb,
      `java.lang.SecurityException: Package ${name} has not requested permission ${permission}`,
    );
  }
  if (!canBeGranted(permission, sdk)) {
    return await crash(
      call,
      verb,
      `java.lang.SecurityException: Permission ${permission} requested by ${name} is not a changeable permission type`,
    );
  }
  if (verb === 'grant') packages.grantPermission(name, permission);
  else packages.revokePermission(name, permission);
  return 0;
}
