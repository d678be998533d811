interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Stroke {
  readonly from: Point;
  readonly to: Point;
  readonly durationMs: number;
}

/** How long a finger rests for a tap: shorter ones are lost on some screens, longer ones are long presses. */
const TAP_MS = 80;
/** Android's long press timeout is 400 to 500 ms; owners can raise it to 1500. */
const LONG_PRESS_MS = 1_600;

/** Body of `POST actions` for one finger (W3C WebDriver, section Actions). */
function finger(actions: readonly object[]): object {
  return { actions: [{ type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' }, actions }] };
}

function moveTo({ x, y }: Point, durationMs: number): object {
  return { type: 'pointerMove', duration: durationMs, x: Math.round(x), y: Math.round(y), origin: 'viewport' };
}

function press(point: Point, ms: number): object {
  return finger([
    moveTo(point, 0),
    { type: 'pointerDown', button: 0 },
    { type: 'pause', duration: ms },
    { type: 'pointerUp', button: 0 },
  ]);
}

export function tapActions(point: Point): object {
  return press(point, TAP_MS);
}

export function longPressActions(point: Point): object {
  return press(point, LONG_PRESS_MS);
}

export function swipeActions({ from, to, durationMs }: Stroke): object {
  return finger([
    moveTo(from, 0),
    { type: 'pointerDown', button: 0 },
    moveTo(to, durationMs),
    { type: 'pointerUp', button: 0 },
  ]);
}
