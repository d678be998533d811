import { PostwrightError } from '../errors.ts';
import { type Limits, pause } from '../kit/abort.ts';
import type { Phone } from './phone.ts';
import { commandFailed } from './phone-errors.ts';

/** KEYCODE_WAKEUP: unlike POWER it never turns a lit screen off. */
const WAKEUP = '224';
const WAKE_POLL_MS = 200;

/** Wakes the screen and takes a swipe lock away. @throws DEVICE_LOCKED for a secure lock. */
export async function wake(phone: Phone, limits: Limits): Promise<void> {
  await run(phone, ['input', 'keyevent', WAKEUP], limits);
  while (!(await isAwake(phone, limits))) await pause(WAKE_POLL_MS, limits.signal);
  await run(phone, ['wm', 'dismiss-keyguard'], limits);
  if (await isSecurelyLocked(phone, limits)) {
    throw new PostwrightError('DEVICE_LOCKED', `${phone.serial} is locked with a PIN, a pattern or a password`);
  }
}

async function run(phone: Phone, argv: readonly [string, ...string[]], limits: Limits): Promise<void> {
  const result = await phone.shell(argv, limits);
  if (result.exitCode !== 0) throw commandFailed(phone.serial, argv.join(' '), result);
}

async function isAwake(phone: Phone, limits: Limits): Promise<boolean> {
  const { stdout } = await phone.shell(['dumpsys', 'power'], limits);
  return /^\s*mWakefulness=Awake\b/m.test(stdout);
}

/** Of the user in front; other flags of other dumps contradict each other on some phones. */
async function isSecurelyLocked(phone: Phone, limits: Limits): Promise<boolean> {
  const { stdout } = await phone.shell(['dumpsys', 'trust'], limits);
  const line = stdout.split('\n').find((text) => text.includes('(current)'));
  return line !== undefined && /\bdeviceLocked=1\b/.test(line);
}
