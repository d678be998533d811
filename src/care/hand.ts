import type { ControlKeyName, ControlSwipe, ControlTap } from '../contract/device-control.ts';
import { pressKey, type ScreenPoint, stroke, tapPoint } from '../devices/input.ts';
import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { Screen, UiNode } from '../screen/screen.ts';

export interface HandParts {
  readonly pictures: { size(serial: string): Promise<{ readonly widthPx: number; readonly heightPx: number }> };
  readonly screens: { open(phone: Phone, signal: AbortSignal): Promise<Screen> };
}

/** Of android.view.KeyEvent. */
const KEYCODES: Readonly<Record<ControlKeyName, number>> = {
  back: 4,
  home: 3,
  app_switch: 187,
  power: 26,
  wake: 224,
  enter: 66,
  delete: 67,
  volume_up: 24,
  volume_down: 25,
};
const SWIPE_MS = 300;

/** What a person does on a phone from afar: fingers and keys by the phone's own tool, texts by accessibility. */
export class Hand {
  readonly #parts: HandParts;

  constructor(parts: HandParts) {
    this.#parts = parts;
  }

  async tap(phone: Phone, { x, y, hold_ms: holdMs = 0 }: ControlTap, limits: Limits): Promise<void> {
    const point = await this.#pointOf(phone.serial, { x, y });
    if (holdMs === 0) await tapPoint(phone, point, limits);
    else await stroke(phone, { from: point, to: point, durationMs: holdMs, ...limits });
  }

  async swipe(phone: Phone, { from, to, ms = SWIPE_MS }: ControlSwipe, limits: Limits): Promise<void> {
    const [start, end] = [await this.#pointOf(phone.serial, from), await this.#pointOf(phone.serial, to)];
    await stroke(phone, { from: start, to: end, durationMs: ms, ...limits });
  }

  async key(phone: Phone, key: ControlKeyName, limits: Limits): Promise<void> {
    await pressKey(phone, KEYCODES[key], limits);
  }

  /** Never by the shell, whose tool knows ASCII alone. @throws STATE_CONFLICT when nothing there takes a text. */
  async write(phone: Phone, text: string, limits: Limits): Promise<void> {
    const screen = await this.#parts.screens.open(phone, limits.signal);
    const field = focusedField((await screen.tree(limits)).root);
    if (field === null)
      throw new PostwrightError('STATE_CONFLICT', `No field of ${phone.serial} has the focus. Tap one first.`);
    await screen.setText(field, text, limits);
  }

  /** Fractions are of the picture, which is turned as the screen is. */
  async #pointOf(serial: string, { x, y }: ScreenPoint): Promise<ScreenPoint> {
    const { widthPx, heightPx } = await this.#parts.pictures.size(serial);
    return {
      x: Math.min(Math.round(x * widthPx), widthPx - 1),
      y: Math.min(Math.round(y * heightPx), heightPx - 1),
    };
  }
}

/** Of several that say so (a list around its field does), the innermost. */
function focusedField(node: UiNode): UiNode | null {
  for (const child of node.children) {
    const found = focusedField(child);
    if (found !== null) return found;
  }
  return node.focused ? node : null;
}
