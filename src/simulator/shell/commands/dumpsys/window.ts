/** `dumpsys window […]`: the focused window and the keyguard's flags (facts 3.2, 3.4). */
import type { Machine } from '../../../machine/machine.ts';
import type { ActivityName } from '../../../ports.ts';
import { recordText } from './activity.ts';
import { tokenOf } from './token.ts';

/** The lock screen is a window of the status bar up to Android 10 and of the notification shade after it. */
const SHADE_SINCE_SDK = 30;
const RECORD_SINCE_SDK = 29;

export function dumpWindow(machine: Machine, args: readonly string[]): string {
  const what = args.find((arg) => !arg.startsWith('-')) ?? 'all';
  if (what === 'policy')
    return ['WINDOW MANAGER POLICY STATE (dumpsys window policy)', ...policyLines(machine)].join('\n');
  const title =
    what === 'displays'
      ? 'WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)'
      : 'WINDOW MANAGER WINDOWS (dumpsys window windows)';
  const policy = what === 'all' ? policyLines(machine) : [];
  return [
    title,
    `  Display: mDisplayId=0 init=${machine.widthPx}x${machine.heightPx} ${machine.profile.densityDpi}dpi`,
    ...focusLines(machine),
    ...policy,
  ].join('\n');
}

function focusLines(machine: Machine): readonly string[] {
  const focus = machine.front.focus();
  return [`  mCurrentFocus=${currentFocus(machine, focus)}`, `  mFocusedApp=${focusedApp(machine, focus)}`];
}

function currentFocus(machine: Machine, focus: ActivityName | null): string {
  if (machine.power.locked) {
    const name = machine.sdk >= SHADE_SINCE_SDK ? 'NotificationShade' : 'StatusBar';
    return `Window{${tokenOf(name)} u0 ${name}}`;
  }
  if (!focus) return 'null';
  const name = `${focus.packageName}/${focus.className}`;
  return `Window{${tokenOf(name)} u0 ${name}}`;
}

function focusedApp(machine: Machine, focus: ActivityName | null): string {
  if (!focus) return 'null';
  const record = recordText(machine, focus);
  if (machine.sdk >= RECORD_SINCE_SDK) return record;
  return `AppWindowToken{${tokenOf('app')} token=Token{${tokenOf('token')} ${record}}}`;
}

function policyLines({ power, sdk }: Machine): readonly string[] {
  const shown = String(power.locked);
  const old =
    sdk < RECORD_SINCE_SDK
      ? [
          `    mShowingLockscreen=${shown} mShowingDream=false mDreamingLockscreen=${String(power.locked && !power.awake)}`,
        ]
      : [];
  return [
    ...old,
    `    isKeyguardShowing=${shown} isStatusBarKeyguard=${shown}`,
    '    KeyguardServiceDelegate',
    `      showing=${shown}`,
    `      inputRestricted=${shown}`,
    '      occluded=false',
    `      secure=${String(power.lock === 'pin')}`,
    '    KeyguardStateMonitor',
    `      mIsShowing=${shown}`,
    `      mInputRestricted=${shown}`,
    `    mAwake=${String(power.awake)} mScreenOnEarly=${String(power.awake)} mScreenOnFully=${String(power.awake)}`,
  ];
}
