/** `pm list …` and `pm path`. */
import { createHash } from 'node:crypto';
import { type Call, complain, say } from '../../call.ts';
import { Words } from '../../words.ts';

export async function listPackages(call: Call): Promise<number> {
  const words = new Words(call.args);
  const flags = new Set<string>();
  let filter = '';
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === '--user' || word === '--uid') words.next();
    else if (word.startsWith('-')) flags.add(word);
    else filter = word;
  }
  const shown = call.machine.packages
    .list()
    .filter(
      ({ name, isSystem }) =>
        name.includes(filter) && !(flags.has('-3') && isSystem) && !(flags.has('-s') && !isSystem),
    );
  const lines = shown.map(({ name, versionCode, uid }) => {
    const path = flags.has('-f') ? `${apkPath(call, name)}=` : '';
    return `package:${path}${name}${flags.has('--show-versioncode') ? ` versionCode:${versionCode}` : ''}${flags.has('-U') ? ` uid:${uid}` : ''}`;
  });
  return lines.length === 0 ? 0 : await say(call, lines.join('\n'));
}

/** `pm list instrumentation [TARGET]`. */
export async function listInstrumentation(call: Call): Promise<number> {
  const target = call.args.find((arg) => !arg.startsWith('-'));
  const lines = call.machine.packages
    .list()
    .flatMap(({ name, instrumentations }) => instrumentations.map((instrumentation) => ({ name, ...instrumentation })))
    .filter(({ targetPackage }) => target === undefined || targetPackage === target)
    .map(({ name, runner, targetPackage }) => `instrumentation:${name}/${runner} (target=${targetPackage})`);
  return lines.length === 0 ? 0 : await say(call, lines.join('\n'));
}

export async function path(call: Call): Promise<number> {
  const name = call.args.findLast((arg) => !arg.startsWith('-')) ?? '';
  if (name === '') return await complain(call, 'Error: no package specified');
  if (!call.machine.packages.get(name)) return 1;
  return await say(call, `package:${apkPath(call, name)}`);
}

/** Since Android 11 two directories with random names hide where an app lies. */
function apkPath({ machine }: Call, name: string): string {
  if (machine.packages.get(name)?.isSystem)
    return `/system/app/${name.split('.').at(-1)}/${name.split('.').at(-1)}.apk`;
  if (machine.sdk < 30) return `/data/app/${name}-1/base.apk`;
  const digest = createHash('sha256')
    .update(machine.serial + name)
    .digest('base64url');
  return `/data/app/~~${digest.slice(0, 22)}==/${name}-${digest.slice(21, 43)}==/base.apk`;
}
