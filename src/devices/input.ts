import type { Limits } from '../kit/abort.ts';
import type { Phone } from './phone.ts';
import { commandFailed } from './phone-errors.ts';

/** Pixels of the screen as it is turned now, from its upper left corner. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

export interface FingerStroke extends Limits {
  readonly from: ScreenPoint;
  readonly to: ScreenPoint;
  readonly durationMs: number;
}

/** A finger's tap by the phone's own tool, which needs nothing installed. */
export async function tapPoint(phone: Phone, { x, y }: ScreenPoint, limits: Limits): Promise<void> {
  await input(phone, ['tap', String(x), String(y)], limits);
}

/** From one point to another; a stroke that stays where it is rests there, which is a long press. */
export async function stroke(phone: Phone, { from, to, durationMs, ...limits }: FingerStroke): Promise<void> {
  const numbers = [from.x, from.y, to.x, to.y, durationMs].map(String);
  await input(phone, ['swipe', ...numbers], limits);
}

/** @param keycode of android.view.KeyEvent. */
export async function pressKey(phone: Phone, keycode: number, limits: Limits): Promise<void> {
  await input(phone, ['keyevent', String(keycode)], limits);
}

/** Silent when it worked; some makers refuse it until another switch of the developer options is on, and old ones exit 0 then. */
async function input(phone: Phone, args: readonly string[], limits: Limits): Promise<void> {
  const result = await phone.shell(['input', ...args], limits);
  const isRefused = /(?:Exception|^Error)\b/m.test(`${result.stderr}\n${result.stdout}`);
  if (result.exitCode !== 0 || isRefused) throw commandFailed(phone.serial, `input ${args[0]}`, result);
}
