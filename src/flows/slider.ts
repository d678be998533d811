import { PostwrightError } from '../errors.ts';
import type { Selector, UiNode, UiTree } from '../screen/screen.ts';
import type { Lookout } from './lookout.ts';
import { describeSelectors } from './selector.ts';
import type { Position } from './yaml.ts';

export interface SliderOrder {
  readonly selectors: readonly Selector[];
  /** Where the thumb is to stand, 0 to 100. */
  readonly percent: number;
  /** What the slider reads at its right end. */
  readonly max: number;
  readonly timeoutMs: number;
}

const MOST_DRAGS = 6;
/** Slow enough that no slider takes it for a fling. */
const DRAG_MS = 500;
/** A SeekBar keeps 16 dp free at either end of its track; phones are about 411 dp wide. */
const INSET_SHARE_OF_SCREEN = 16 / 411;
/** A shorter drag may be taken for a tap that trembled: the thumb is led away first. */
const SHORTEST_DRAG_SHARE = 0.12;
/** Of the track. */
const AWAY_PERCENT = 40;
const PERCENT = /^(?:100|\d{1,2})$/;
/** UiAutomator2 gives a slider's value as a float (facts 2.5); an app may write it as a percentage. */
const VALUE = /^(\d+(?:[.,]\d+)?) ?%?$/;

/** @throws FLOW_INVALID */
export function readPercent(text: string, { file, line }: Position): number {
  if (PERCENT.test(text)) return Number(text);
  throw new PostwrightError('FLOW_INVALID', `${file}:${line}: a slider takes 0 to 100, not "${text}"`);
}

/**
 * Drags the thumb of a slider to a value and reads it back. Where the track begins and ends is nowhere to be read, so
 * the first drag may miss by a little; what it came to says where to drag next.
 * @throws SLIDER_NOT_SET naming what it reads instead; ELEMENT_NOT_FOUND.
 */
export async function setSlider(lookout: Lookout, order: SliderOrder): Promise<void> {
  const { percent } = order;
  let aim = percent;
  for (let drag = 0; ; drag += 1) {
    const { bar, tree, value } = await readSlider(lookout, order);
    if (Math.round(value) === percent) return;
    if (drag >= MOST_DRAGS)
      throw notSet(order, `reads ${round(value)} % after ${MOST_DRAGS} drags; it was to be ${percent} %`);
    if (drag > 0) aim = Math.min(OVERSHOOT.most, Math.max(OVERSHOOT.least, aim + percent - value));
    await dragTo(lookout, { bar, tree, from: value, to: aim });
  }
}

/** A little beyond the ends, where the track seems to begin later than it does. */
const OVERSHOOT = { least: -10, most: 110 } as const;

interface Drag {
  readonly bar: UiNode;
  readonly tree: UiTree;
  /** Percent of the track. */
  readonly from: number;
  readonly to: number;
}

async function dragTo(lookout: Lookout, { bar, tree, from, to }: Drag): Promise<void> {
  const { left, right, top, bottom } = bar.bounds;
  const insetPx = Math.min(tree.widthPx * INSET_SHARE_OF_SCREEN, (right - left) / 4);
  const trackPx = right - left - 2 * insetPx;
  const y = (top + bottom) / 2;
  const point = (percent: number): { readonly x: number; readonly y: number } => {
    const x = left + insetPx + (trackPx * percent) / 100;
    return { x: Math.round(Math.min(right - 1, Math.max(left, x))), y };
  };
  const isShort = Math.abs(point(to).x - point(from).x) < SHORTEST_DRAG_SHARE * trackPx;
  const start = isShort ? (to > 50 ? to - AWAY_PERCENT : to + AWAY_PERCENT) : from;
  const stroke = { ...lookout.limits, durationMs: DRAG_MS };
  if (isShort) await lookout.screen.swipe({ ...stroke, from: point(from), to: point(start) });
  await lookout.screen.swipe({ ...stroke, from: point(start), to: point(to) });
}

interface Reading {
  readonly bar: UiNode;
  readonly tree: UiTree;
  /** Percent. */
  readonly value: number;
}

/** The slider once it stands still and its value no longer changes. */
async function readSlider(lookout: Lookout, order: SliderOrder): Promise<Reading> {
  const deadline = lookout.now() + order.timeoutMs;
  for (let before: number | null = null; ; ) {
    const { node: bar, tree } = await lookout.findStill(order.selectors, order.timeoutMs);
    const [, number] = VALUE.exec(bar.text.trim()) ?? [];
    if (number === undefined) throw notSet(order, `says ${JSON.stringify(bar.text)}, which is no value`);
    const value = (Number(number.replace(',', '.')) / order.max) * 100;
    if (value === before || lookout.now() >= deadline) return { bar, tree, value };
    before = value;
    await lookout.pause(lookout.pace.settleMs);
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function notSet({ selectors }: SliderOrder, what: string): PostwrightError {
  return new PostwrightError('SLIDER_NOT_SET', `The slider ${describeSelectors(selectors)} ${what}.`);
}
