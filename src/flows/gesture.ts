import type { Bounds, UiTree } from '../screen/screen.ts';
import type { Direction, Point } from './command.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where Maestro starts and ends a swipe, in percent of the screen. */
const PATHS: Readonly<Record<Direction, readonly [from: Place, to: Place]>> = {
  LEFT: [
    { x: 90, y: 50 },
    { x: 10, y: 50 },
  ],
  RIGHT: [
    { x: 10, y: 50 },
    { x: 90, y: 50 },
  ],
  DOWN: [
    { x: 50, y: 20 },
    { x: 50, y: 90 },
  ],
  UP: [
    { x: 50, y: 50 },
    { x: 50, y: 10 },
  ],
};

export function swipeAcross(tree: UiTree, direction: Direction): { readonly from: Place; readonly to: Place } {
  const [from, to] = PATHS[direction];
  return { from: pointOn(tree, { ...from, unit: 'percent' }), to: pointOn(tree, { ...to, unit: 'percent' }) };
}

/** A point of the whole screen, in pixels. */
export function pointOn(tree: UiTree, point: Point): Place {
  return pointIn({ left: 0, top: 0, right: tree.widthPx, bottom: tree.heightPx }, point);
}

/** A point of an element, in pixels of the screen. */
export function pointIn({ left, top, right, bottom }: Bounds, { x, y, unit }: Point): Place {
  if (unit === 'pixels') return { x: left + x, y: top + y };
  return { x: Math.round(left + ((right - left) * x) / 100), y: Math.round(top + ((bottom - top) * y) / 100) };
}
