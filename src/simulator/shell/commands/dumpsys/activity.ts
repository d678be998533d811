/** `dumpsys activity [activities|top|…]`: what is in front, in the words of each Android version (facts 3.4). */
import type { Machine } from '../../../machine/machine.ts';
import type { ActivityName } from '../../../ports.ts';
import { shortComponent } from '../am/intent.ts';
import { tokenOf } from './token.ts';

const TOP_RESUMED_SINCE_SDK = 31;
const NEW_RECORD_SINCE_SDK = 34;
const SYSTEM_UID = 1_000;
const FIRST_APP_UID = 10_000;

export function dumpActivity(machine: Machine, args: readonly string[]): string | null {
  const what = args.find((arg) => !arg.startsWith('-')) ?? 'activities';
  const focus = machine.front.focus();
  if (['activities', 'a'].includes(what)) return activities(machine, focus);
  if (what === 'top') return focus ? top(machine, focus) : 'No activities match: top';
  if (['processes', 'p'].includes(what)) return processes(machine);
  // None of what is simulated keeps a service.
  if (['services', 's'].includes(what)) return 'ACTIVITY MANAGER SERVICES (dumpsys activity services)\n  (nothing)';
  if (what === 'recents') return 'ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)';
  return null;
}

function activities(machine: Machine, focus: ActivityName | null): string {
  const title =
    'ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)\nDisplay #0 (activities from top to bottom):';
  if (!focus) return title;
  const record = recordText(machine, focus);
  const lines =
    machine.sdk >= TOP_RESUMED_SINCE_SDK
      ? [`  topResumedActivity=${record}`, '', `  ResumedActivity: ${record}`]
      : [`    mResumedActivity: ${record}`, '', `  ResumedActivity: ${record}`];
  return [title, ...lines].join('\n');
}

export function recordText(machine: Machine, focus: ActivityName): string {
  const component = shortComponent(focus);
  const task = taskOf(focus);
  const end = machine.sdk >= NEW_RECORD_SINCE_SDK ? `${component}} t${task}}` : `${component} t${task}}`;
  return `ActivityRecord{${tokenOf(component)} u0 ${end}`;
}

function top(machine: Machine, focus: ActivityName): string {
  const component = shortComponent(focus);
  const pid = machine.processes.list().find(({ name }) => name === focus.packageName)?.pid ?? 4_199;
  return `TASK ${focus.packageName} id=${taskOf(focus)} userId=0\n  ACTIVITY ${component} ${tokenOf(component)} pid=${pid}`;
}

/** The activity manager knows what runs in ART: apps and the system's server, which it calls system. */
function processes(machine: Machine): string {
  const lines = machine.runningProcesses().flatMap(({ pid, name, user }) => {
    const isServer = name === 'system_server';
    if (!isServer && !user.startsWith('u0_')) return [];
    const who = isServer ? 'system/1000' : `${name}/${user.replace('_', '')}`;
    return [`  ${isServer ? '*PERS*' : '*APP*'} UID ${uidOf(user)} ProcessRecord{${tokenOf(name)} ${pid}:${who}}`];
  });
  return ['ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)', '  All known processes:', ...lines].join(
    '\n',
  );
}

/** `u0_a157` is 10157. */
function uidOf(user: string): number {
  return user === 'system' ? SYSTEM_UID : FIRST_APP_UID + Number(user.slice('u0_a'.length));
}

/** One task per package; the number only has to stay the same. */
function taskOf({ packageName }: ActivityName): number {
  return 100 + (Number.parseInt(tokenOf(packageName), 16) % 900);
}
