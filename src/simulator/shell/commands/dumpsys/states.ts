/** `dumpsys power|battery|connectivity|input_method|trust|deviceidle`. */
import type { Machine } from '../../../machine/machine.ts';

/** From 45 °C on Android calls a battery overheated (3) instead of good (2). */
const OVERHEATED = 450;
const DOCK_SINCE_SDK = 33;
const TRUST_STATE_SINCE_SDK = 35;
/** Before Android 15 the display's state stands in a line of its own. */
const DISPLAY_LINE_UP_TO_SDK = 33;

export function dumpPower({ power, settings, sdk }: Machine): string {
  const stayOn = settings.get('global', 'stay_on_while_plugged_in') ?? '0';
  return [
    'POWER MANAGER (dumpsys power)',
    '',
    'Power Manager State:',
    `  mWakefulness=${power.awake ? 'Awake' : 'Asleep'}`,
    '  mWakefulnessChanging=false',
    `  mIsPowered=${power.charging}`,
    `  mPlugType=${power.charging ? 2 : 0}`,
    `  mBatteryLevel=${power.batteryPercent}`,
    `  mStayOn=${stayOn !== '0' && power.charging}`,
    '',
    'Settings and Configuration:',
    `  mStayOnWhilePluggedInSetting=${stayOn}`,
    `  mScreenOffTimeoutSetting=${settings.get('system', 'screen_off_timeout') ?? '30000'}`,
    ...(sdk <= DISPLAY_LINE_UP_TO_SDK ? ['', `Display Power: state=${power.awake ? 'ON' : 'OFF'}`] : []),
  ].join('\n');
}

/** `set FIELD VALUE`, `unplug` and `reset` change what is told, as on a phone; only the level and the plug are kept. */
export function dumpBattery(machine: Machine, args: readonly string[]): string | null {
  const { power, sdk } = machine;
  const [verb, field, value] = args.filter((arg) => arg !== '-f');
  if (verb === 'set' || verb === 'unplug' || verb === 'reset') {
    if (field === 'level') power.batteryPercent = Number(value);
    if (verb !== 'set') power.charging = verb === 'reset';
    return null;
  }
  return [
    'Current Battery Service state:',
    '  AC powered: false',
    `  USB powered: ${power.charging}`,
    '  Wireless powered: false',
    ...(sdk >= DOCK_SINCE_SDK ? ['  Dock powered: false'] : []),
    '  Max charging current: 500000',
    '  Max charging voltage: 5000000',
    `  Charge counter: ${power.batteryPercent * 45_000}`,
    `  status: ${power.charging ? (power.batteryPercent >= 100 ? 5 : 2) : 3}`,
    `  health: ${power.batteryTemperature >= OVERHEATED ? 3 : 2}`,
    '  present: true',
    `  level: ${power.batteryPercent}`,
    '  scale: 100',
    '  voltage: 4200',
    `  temperature: ${power.batteryTemperature}`,
    '  technology: Li-ion',
  ].join('\n');
}

/** As ConnectivityService and NetworkAgentInfo print it, with what is nobody's business left out. */
export function dumpConnectivity({ network }: Machine): string {
  if (!network.isUp) return ['Active default network: none', '', 'Current Networks:'].join('\n');
  const capabilities =
    'NOT_METERED&INTERNET&NOT_RESTRICTED&TRUSTED&NOT_VPN&VALIDATED&NOT_ROAMING&FOREGROUND&NOT_CONGESTED';
  return [
    'Active default network: 100',
    '',
    'Current Networks:',
    '  NetworkAgentInfo{network{100}  handle{432902426637}  ni{WIFI CONNECTED extra: } Score(Policies : IS_VALIDATED ; KeepConnected : 0)  ' +
      `lp{{InterfaceName: wlan0 LinkAddresses: [ 192.168.1.23/24 ]}}  nc{[ Transports: WIFI Capabilities: ${capabilities} LinkUpBandwidth>=40000Kbps]}}`,
  ].join('\n');
}

export function dumpInputMethod({ front, settings }: Machine): string {
  const shown = String(front.isKeyboardShown());
  return [
    'Current Input Method Manager state:',
    `  mCurMethodId=${settings.get('secure', 'default_input_method') ?? 'null'}`,
    `  mShowRequested=${shown} mShowExplicitlyRequested=false mShowForced=false mInputShown=${shown}`,
    `  mIsInputViewShown=${shown}`,
  ].join('\n');
}

/** Only a secure lock that is shut counts here. */
export function dumpTrust({ power, sdk }: Machine): string {
  const locked = power.lock === 'pin' && power.locked ? 1 : 0;
  const trust = sdk >= TRUST_STATE_SINCE_SDK ? 'trustState=UNTRUSTED, trustManaged=1' : 'trusted=0, trustManaged=1';
  return [
    'Trust manager state:',
    ` User "Owner" (id=0, flags=0x4c13) (current): ${trust}, deviceLocked=${locked}, isActiveUnlockRunning=0, strongAuthRequired=0x0`,
    '   Enabled agents:',
  ].join('\n');
}

/** `whitelist +PKG` and `-PKG` say what they did; alone it lists. */
export function dumpDeviceIdle({ dozeWhitelist, packages }: Machine, args: readonly string[]): string | null {
  const [verb, ...changes] = args;
  if (verb !== 'whitelist') return null;
  if (changes.length === 0)
    return [...dozeWhitelist].map((name) => `user,${name},${packages.get(name)?.uid ?? 0}`).join('\n') || null;
  return changes
    .map((change) => {
      const name = change.slice(1);
      if (!packages.get(name)) return `Unknown package: ${name}`;
      if (change.startsWith('+')) dozeWhitelist.add(name);
      else dozeWhitelist.delete(name);
      return `${change.startsWith('+') ? 'Added' : 'Removed'}: ${name}`;
    })
    .join('\n');
}
