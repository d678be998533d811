/** `dumpsys package [PKG]`. */
import { createHash } from 'node:crypto';
import type { Machine } from '../../../machine/machine.ts';
import type { InstalledPackage } from '../../../machine/packages.ts';
import { canBeGranted } from '../../../machine/permissions.ts';

/** From Android 14 on the number is the app's, whatever the user. */
const APP_ID_SINCE_SDK = 34;
const FLAGS_SINCE_SDK = 29;

export function dumpPackage(machine: Machine, args: readonly string[]): string {
  const name = args.find((arg) => !arg.startsWith('-'));
  const shown = machine.packages.list().filter((candidate) => name === undefined || candidate.name === name);
  if (shown.length === 0) return `Unable to find package: ${name}`;
  return ['Packages:', ...shown.flatMap((installed) => block(machine, installed))].join('\n');
}

function block(machine: Machine, installed: InstalledPackage): readonly string[] {
  const { name, uid, versionCode, versionName, minSdk, targetSdk, requested, granted } = installed;
  const runtime = requested.filter((permission) => canBeGranted(permission, machine.sdk));
  const atInstall = requested.filter((permission) => !canBeGranted(permission, machine.sdk));
  const id = createHash('sha256').update(name).digest('hex').slice(0, 7);
  return [
    `  Package [${name}] (${id}):`,
    `    ${machine.sdk >= APP_ID_SINCE_SDK ? 'appId' : 'userId'}=${uid}`,
    `    pkg=Package{${id} ${name}}`,
    `    versionCode=${versionCode} minSdk=${minSdk} targetSdk=${targetSdk}`,
    // A package without a version, such as a test package, shows what Java prints for nothing.
    `    versionName=${versionName === '' ? 'null' : versionName}`,
    `    timeStamp=${timeText(installed.updatedAt)}`,
    `    firstInstallTime=${timeText(installed.firstInstalledAt)}`,
    `    lastUpdateTime=${timeText(installed.updatedAt)}`,
    ...(installed.isSystem ? ['    flags=[ SYSTEM HAS_CODE ]'] : ['    flags=[ HAS_CODE ALLOW_CLEAR_USER_DATA ]']),
    ...section('requested permissions', requested),
    ...section(
      'install permissions',
      atInstall.map((permission) => `${permission}: granted=true`),
    ),
    '    User 0: ceDataInode=13245 installed=true hidden=false suspended=false distractionFlags=0 stopped=false notLaunched=false enabled=0 instant=false virtual=false',
    ...section(
      '  runtime permissions',
      runtime.map((permission) => runtimeLine(permission, granted.has(permission), machine.sdk)),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  const indent = title.startsWith(' ') ? '        ' : '      ';
  return lines.length === 0 ? [] : [`    ${title}:`, ...lines.map((line) => indent + line)];
}

function runtimeLine(permission: string, isGranted: boolean, sdk: number): string {
  const flags = isGranted ? 'USER_SET|USER_SENSITIVE_WHEN_GRANTED' : 'USER_SENSITIVE_WHEN_DENIED';
  return `${permission}: granted=${isGranted}${sdk >= FLAGS_SINCE_SDK ? `, flags=[ ${flags}]` : ''}`;
}

/** `2026-01-31 08:15:00`. */
function timeText(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
