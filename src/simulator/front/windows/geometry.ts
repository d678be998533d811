import type { PhoneMachine } from '../../ports.ts';
import type { Rect } from '../ui/node.ts';

/** Every screen is laid out on a width of 1080 units. */
export const WIDTH_UNITS = 1080;
/** 24 dp at the 2.625 of a 1080-pixel phone. */
export const STATUS_BAR_UNITS = 63;
/** 48 dp: a bar with the three buttons. */
export const NAVIGATION_BAR_UNITS = 126;
/** About a third of the screen, as Gboard takes. */
const KEYBOARD_UNITS = 800;

/** The measures of one phone's screen. */
export interface Geometry {
  /** Pixels per unit. */
  readonly scale: number;
  readonly heightUnits: number;
  readonly screen: Rect;
  readonly keyboard: Rect;
  readonly navigationBar: Rect;
}

export function geometryOf(machine: Pick<PhoneMachine, 'widthPx' | 'heightPx'>): Geometry {
  const { widthPx, heightPx } = machine;
  const scale = widthPx / WIDTH_UNITS;
  const barTop = Math.round(heightPx - NAVIGATION_BAR_UNITS * scale);
  return {
    scale,
    heightUnits: heightPx / scale,
    screen: { left: 0, top: 0, right: widthPx, bottom: heightPx },
    keyboard: { left: 0, top: Math.round(barTop - KEYBOARD_UNITS * scale), right: widthPx, bottom: barTop },
    navigationBar: { left: 0, top: barTop, right: widthPx, bottom: heightPx },
  };
}
