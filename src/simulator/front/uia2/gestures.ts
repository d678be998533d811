import type { UiNode } from '../ui/node.ts';
import { LONG_PRESS_MS } from '../windows/input.ts';
import { centre, find, locatorOf } from './element-routes.ts';
import { ELEMENT_KEY } from './elements.ts';
import { NOT_FOUND_MESSAGE, Uia2Error } from './errors.ts';
import { visibleNode } from './phone-ui.ts';
import type { Call, Route } from './routes.ts';
import { firstScrollable, scrollNode } from './scrolling.ts';
import { field, isRecord } from './session.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Direction = 'up' | 'down' | 'left' | 'right';

function pointOf(value: unknown): Point | null {
  const x = field(value, 'x');
  const y = field(value, 'y');
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null;
}

/** The element a gesture starts from, by reference or by locator. */
function originOf(call: Call): UiNode | null {
  const origin = field(call.body, 'origin');
  const id = field(origin, ELEMENT_KEY) ?? field(origin, 'ELEMENT');
  if (typeof id === 'string') return call.session.elements.node(id);
  const locator = field(call.body, 'locator');
  if (!isRecord(locator)) return null;
  const [node] = find(call, locatorOf(locator), '');
  if (node === undefined) throw new Uia2Error('no such element', NOT_FOUND_MESSAGE);
  return node;
}

/** An offset is measured from the element's corner, or from the screen's without an element. */
function target(call: Call): Point {
  const origin = originOf(call);
  const offset = pointOf(field(call.body, 'offset'));
  if (origin !== null) {
    const { left, top } = origin.visible ?? origin.bounds;
    return offset === null ? centre(origin) : { x: left + offset.x, y: top + offset.y };
  }
  if (offset === null) throw new Uia2Error('invalid argument', 'Either element or offset must be set');
  return offset;
}

function areaOf(call: Call): Area {
  const area = field(call.body, 'area');
  if (isRecord(area)) {
    const number = (name: string): number => Number(area[name] ?? 0);
    return { left: number('left'), top: number('top'), width: number('width'), height: number('height') };
  }
  const origin = originOf(call);
  if (origin === null) throw new Uia2Error('invalid argument', 'Either element or area must be set');
  const { left, top, right, bottom } = origin.visible ?? origin.bounds;
  return { left, top, width: right - left, height: bottom - top };
}

function directionOf(call: Call): Direction {
  const direction = String(field(call.body, 'direction')).toLowerCase();
  if (direction === 'up' || direction === 'down' || direction === 'left' || direction === 'right') return direction;
  throw new Uia2Error('invalid argument', `Direction must be one of [up, down, left, right], got ${direction}`);
}

const DEFAULT_PERCENT = 0.8;
const SWIPE_MS = 300;

/** The finger moves towards `direction` across a part of the area. */
function swipe(call: Call): null {
  const { left, top, width, height } = areaOf(call);
  const given = field(call.body, 'percent');
  const percent = typeof given === 'number' ? given : DEFAULT_PERCENT;
  const direction = directionOf(call);
  const [dx, dy] = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] }[direction] as [number, number];
  const middle = { x: left + width / 2, y: top + height / 2 };
  const half = { x: (dx * width * percent) / 2, y: (dy * height * percent) / 2 };
  call.ui.input.stroke({
    x1: Math.round(middle.x - half.x),
    y1: Math.round(middle.y - half.y),
    x2: Math.round(middle.x + half.x),
    y2: Math.round(middle.y + half.y),
    durationMs: SWIPE_MS,
  });
  return null;
}

const OPPOSITE: Readonly<Record<Direction, Direction>> = { up: 'down', down: 'up', left: 'right', right: 'left' };

/** Scroll "down" shows what is below; answers whether there is still more. */
function scroll(call: Call): boolean {
  const direction = directionOf(call);
  swipe({ ...call, body: { ...(isRecord(call.body) ? call.body : {}), direction: OPPOSITE[direction] } });
  const list = originOf(call) ?? firstScrollable(call.ui);
  const state = list === null ? undefined : visibleNode(call.ui, list.identity)?.view.scroll;
  if (state === undefined) return false;
  return direction === 'down' ? state.offset < state.limit : state.offset > 0;
}

function drag(call: Call): null {
  const origin = originOf(call);
  const start = origin === null ? pointOf(field(call.body, 'start')) : centre(origin);
  const end = pointOf(field(call.body, 'end'));
  if (start === null || end === null) throw new Uia2Error('invalid argument', 'Both start and end points must be set');
  call.ui.input.stroke({ x1: start.x, y1: start.y, x2: end.x, y2: end.y, durationMs: SWIPE_MS });
  return null;
}

function press(call: Call, durationMs: number): null {
  const { x, y } = target(call);
  call.ui.input.stroke({ x1: x, y1: y, x2: x, y2: y, durationMs });
  return null;
}

function longPress(call: Call): null {
  const given = field(call.body, 'duration');
  return press(call, Math.max(LONG_PRESS_MS, typeof given === 'number' ? given : 0));
}

const DEFAULT_MAX_SWIPES = 30;

function scrollTo(call: Call): null {
  const params = field(call.body, 'params');
  const locator = locatorOf(params);
  const given = field(params, 'maxSwipes');
  const maxSwipes = typeof given === 'number' ? given : DEFAULT_MAX_SWIPES;
  for (let swipes = 0; swipes <= maxSwipes; swipes++) {
    if (find(call, locator, '').length > 0) return null;
    const list = originOf(call) ?? firstScrollable(call.ui);
    if (list === null || !scrollNode(call.ui, list, DEFAULT_PERCENT)) break;
  }
  throw new Uia2Error('no such element', NOT_FOUND_MESSAGE);
}

export const GESTURE_ROUTES: readonly Route[] = [
  { method: 'POST', path: 'appium/gestures/click', handle: (call) => press(call, 0), waitsForIdle: true },
  { method: 'POST', path: 'appium/gestures/long_click', handle: longPress, waitsForIdle: true },
  {
    method: 'POST',
    path: 'appium/gestures/double_click',
    handle: (call) => {
      press(call, 0);
      return press(call, 0);
    },
    waitsForIdle: true,
  },
  { method: 'POST', path: 'appium/gestures/swipe', handle: swipe },
  { method: 'POST', path: 'appium/gestures/scroll', handle: scroll },
  { method: 'POST', path: 'appium/gestures/fling', handle: scroll },
  { method: 'POST', path: 'appium/gestures/drag', handle: drag },
  { method: 'POST', path: 'gestures/scroll_to', handle: scrollTo, waitsForIdle: true },
];
