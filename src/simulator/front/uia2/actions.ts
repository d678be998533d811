import { centre } from './element-routes.ts';
import { ELEMENT_KEY } from './elements.ts';
import { Uia2Error } from './errors.ts';
import type { Call, Route } from './routes.ts';
import { field, isRecord } from './session.ts';

interface Touch {
  x: number;
  y: number;
  down: { x: number; y: number } | null;
  heldMs: number;
}

/** Performs W3C actions: fingers one after the other, then keys. */
function perform(call: Call): null {
  const sources = field(call.body, 'actions');
  if (!Array.isArray(sources)) throw new Uia2Error('invalid argument', "'actions' must be an array of input sources");
  for (const source of sources) {
    const steps = field(source, 'actions');
    if (!Array.isArray(steps)) throw new Uia2Error('invalid argument', "Each input source needs an 'actions' array");
    const type = field(source, 'type');
    if (type === 'pointer') performPointer(call, steps);
    else if (type === 'key') performKeys(call, steps);
    else if (type !== 'none') throw new Uia2Error('invalid argument', `Unknown input source type '${String(type)}'`);
  }
  return null;
}

function performPointer(call: Call, steps: readonly unknown[]): void {
  const touch: Touch = { x: 0, y: 0, down: null, heldMs: 0 };
  for (const step of steps) {
    const type = field(step, 'type');
    const durationMs = Number(field(step, 'duration') ?? 0);
    if (type === 'pointerMove') move(call, touch, step);
    else if (type === 'pointerDown') {
      touch.down = { x: touch.x, y: touch.y };
      touch.heldMs = 0;
      continue;
    } else if (type === 'pointerUp') lift(call, touch);
    else if (type !== 'pause' && type !== 'pointerCancel') {
      throw new Uia2Error('invalid argument', `Unknown pointer action '${String(type)}'`);
    }
    touch.heldMs += durationMs;
  }
}

function move(call: Call, touch: Touch, step: unknown): void {
  const x = Number(field(step, 'x') ?? 0);
  const y = Number(field(step, 'y') ?? 0);
  const origin = field(step, 'origin') ?? 'viewport';
  if (isRecord(origin)) {
    const id = origin[ELEMENT_KEY] ?? origin.ELEMENT;
    const middle = centre(call.session.elements.node(String(id)));
    touch.x = middle.x + x;
    touch.y = middle.y + y;
  } else {
    touch.x = origin === 'pointer' ? touch.x + x : x;
    touch.y = origin === 'pointer' ? touch.y + y : y;
  }
}

function lift(call: Call, touch: Touch): void {
  if (touch.down === null) return;
  const { x, y } = touch.down;
  call.ui.input.stroke({ x1: x, y1: y, x2: touch.x, y2: touch.y, durationMs: touch.heldMs });
  touch.down = null;
}

/** W3C's private-use code points for keys that are no characters. */
const SPECIAL_KEYS: Readonly<Record<string, number>> = { '\ue003': 67, '\ue006': 66, '\ue007': 66, '\ue00c': 111 };

function performKeys(call: Call, steps: readonly unknown[]): void {
  for (const step of steps) {
    if (field(step, 'type') !== 'keyDown') continue;
    const value = String(field(step, 'value') ?? '');
    const keycode = SPECIAL_KEYS[value];
    if (keycode === undefined) call.ui.input.type(value);
    else call.ui.input.key(keycode);
  }
}

export const ACTION_ROUTES: readonly Route[] = [{ method: 'POST', path: 'actions', handle: perform }];
