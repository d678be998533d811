import type { InputEvent } from '../../ports.ts';
import { contains, type UiNode } from '../ui/node.ts';
import { SLIDER_INSET_UNITS } from '../ui/slider.ts';
import { takesLongTap, takesScroll, takesTap, touchTarget } from '../ui/touch.ts';
import { keyPlaces } from './keyboard.ts';
import type { Windows } from './windows.ts';

const KEY = {
  home: 3,
  back: 4,
  power: 26,
  enter: 66,
  delete: 67,
  menu: 82,
  escape: 111,
  sleep: 223,
  wakeup: 224,
} as const;

/** Less than this is a tap that trembled. */
const TOUCH_SLOP_UNITS = 24;
/** ViewConfiguration.getLongPressTimeout(). */
export const LONG_PRESS_MS = 500;
const UNLOCK_SWIPE_UNITS = 250;

/** A finger that goes down at one point, and up at another. */
interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly durationMs: number;
}

/** Brings touches and keys to whatever is on the screen. */
export class InputDispatcher {
  readonly #windows: Windows;

  constructor(windows: Windows) {
    this.#windows = windows;
  }

  dispatch(event: InputEvent): void {
    if (event.kind === 'key') this.key(event.keycode);
    else if (event.kind === 'text') this.type(event.text);
    else if (event.kind === 'tap') this.tap(event.x, event.y);
    else this.stroke(event);
    this.#windows.settle();
  }

  stroke(stroke: Stroke): void {
    const { x1, y1, x2, y2, durationMs } = stroke;
    const slop = TOUCH_SLOP_UNITS * this.#windows.geometry.scale;
    const moved = Math.hypot(x2 - x1, y2 - y1);
    if (moved < slop && durationMs >= LONG_PRESS_MS) this.#longTap(x1, y1);
    else if (moved < slop) this.tap(x1, y1);
    else this.#swipe(stroke);
    this.#windows.settle();
  }

  tap(x: number, y: number): void {
    const windows = this.#windows;
    if (!windows.machine.power.awake) return;
    if (this.#tapSystem(x, y)) return;
    this.#noteStale(x, y);
    const screen = windows.top;
    const root = windows.tree();
    const target = touchTarget(root, x, y, takesTap);
    if (target !== null) this.#press(target, x);
    else if (screen.isDialog && (root.visible === null || !contains(root.visible, x, y))) screen.tapOutside();
    windows.settle();
  }

  key(keycode: number): void {
    const windows = this.#windows;
    const { power } = windows.machine;
    if (keycode === KEY.wakeup) power.wake();
    else if (keycode === KEY.sleep) power.sleep();
    else if (keycode === KEY.power) power.awake ? power.sleep() : power.wake();
    else if (power.awake) this.#keyAwake(keycode);
    windows.settle();
  }

  type(text: string): void {
    if (this.#windows.machine.power.awake) this.#windows.focusedField?.type(text);
  }

  /** BACK: the keyboard first, then the screen, then its app. */
  back(): void {
    const windows = this.#windows;
    if (windows.isKeyboardShown) {
      windows.hideKeyboard();
      return;
    }
    const screen = windows.top;
    if (screen.back() || windows.keyguard !== null) return;
    windows.closeSystemDialog(screen);
    windows.frontApp.close(screen);
  }

  #keyAwake(keycode: number): void {
    const windows = this.#windows;
    if (keycode === KEY.back) this.back();
    else if (keycode === KEY.escape && windows.isKeyboardShown) windows.hideKeyboard();
    else if (keycode === KEY.menu && windows.keyguard !== null) windows.machine.power.dismissKeyguard();
    else if (keycode === KEY.home && windows.keyguard === null) windows.goHome();
    else if (keycode === KEY.enter) windows.focusedField?.enter();
    else if (keycode === KEY.delete) windows.focusedField?.backspace();
  }

  /** The navigation bar and the keyboard lie above every app. */
  #tapSystem(x: number, y: number): boolean {
    const windows = this.#windows;
    const { geometry } = windows;
    if (contains(geometry.navigationBar, x, y)) {
      const third = Math.floor((3 * x) / geometry.navigationBar.right);
      if (third === 0) this.back();
      if (third === 1 && windows.keyguard === null) windows.goHome();
      return true;
    }
    const field = windows.isKeyboardShown ? windows.focusedField : null;
    if (field === null || !contains(geometry.keyboard, x, y)) return false;
    keyPlaces(geometry.keyboard)
      .find(({ rect }) => contains(rect, x, y))
      ?.key.press(field);
    return true;
  }

  #press(node: UiNode, x: number): void {
    if (node.view.disabled) return;
    if (node.view.publishes) this.#windows.publishTapped(node.packageName, true);
    if (node.view.slider !== undefined) this.#slide(node, x);
    if (node.view.field !== undefined) this.#windows.focusField(node.view.field);
    node.view.onTap?.();
  }

  /** Whoever was told of the screen before meant to tap what it shows here. */
  #noteStale(x: number, y: number): void {
    const { seen } = this.#windows;
    if (seen.stale === null) return;
    const meant = touchTarget(seen.stale, x, y, takesTap);
    const isThere = touchTarget(this.#windows.tree(), x, y, takesTap)?.view.publishes;
    if (meant?.view.publishes && !isThere) this.#windows.publishTapped(meant.packageName, false);
  }

  #longTap(x: number, y: number): void {
    if (!this.#windows.machine.power.awake || this.#tapSystem(x, y)) return;
    this.#noteStale(x, y);
    const target = touchTarget(this.#windows.tree(), x, y, takesLongTap);
    if (target === null || target.view.disabled) return;
    if (target.view.onLongTap !== undefined) target.view.onLongTap();
    else if (!target.view.longClickable) this.#press(target, x);
  }

  /** The thumb of a slider follows the finger, wherever on the bar it came down. */
  #slide({ view, bounds }: UiNode, x: number): void {
    const inset = SLIDER_INSET_UNITS * this.#windows.geometry.scale;
    view.slider?.touch((x - bounds.left - inset) / (bounds.right - bounds.left - 2 * inset));
  }

  #swipe({ x1, y1, x2, y2 }: Stroke): void {
    const windows = this.#windows;
    if (!windows.machine.power.awake) return;
    const { scale, keyboard } = windows.geometry;
    if (windows.keyguard !== null) {
      if (y1 - y2 > UNLOCK_SWIPE_UNITS * scale) windows.machine.power.dismissKeyguard();
      return;
    }
    if (windows.isKeyboardShown && contains(keyboard, x1, y1)) return;
    const target = touchTarget(windows.tree(), x1, y1, takesScroll);
    if (target === null) return;
    if (target.view.slider !== undefined) {
      this.#slide(target, x2);
      return;
    }
    const isVertical = Math.abs(y2 - y1) >= Math.abs(x2 - x1);
    if (target.view.scroll !== undefined && isVertical) target.view.scroll.by((y1 - y2) / scale);
    target.view.onSwipe?.(isVertical ? (y2 < y1 ? 'up' : 'down') : x2 < x1 ? 'left' : 'right');
  }
}
