import type { SKRSContext2D } from '@napi-rs/canvas';

export interface Placeholder {
  readonly width: number;
  readonly height: number;
  /** Null where it is not known, or where the file is no video. */
  readonly durationMs: number | null;
}

/**
 * The strokes of a digit as on a pocket calculator, so that no font is needed: top, upper left, upper right, middle,
 * lower left, lower right, bottom.
 */
const STROKES = [
  '1110111',
  '0010010',
  '1011101',
  '1011011',
  '0111010',
  '1101011',
  '1101111',
  '1010010',
  '1111111',
  '1111011',
];
/** Where each stroke lies on a digit that is 1 wide and 2 high: x, y, whether it stands upright. */
const PLACES: readonly (readonly [x: number, y: number, upright: boolean])[] = [
  [0, 0, false],
  [0, 0, true],
  [1, 0, true],
  [0, 1, false],
  [0, 1, true],
  [1, 1, true],
  [0, 2, false],
];
const STROKE_WIDTH = 0.22;
/** From one sign to the next. */
const DIGIT_ADVANCE = 1.6;
const COLON_ADVANCE = 0.7;

const BACKGROUND = '#263238';
const SIGN = '#b0bec5';

/** Draws the sign of a video over the whole picture, and how long it lasts below. */
export function drawDuration(context: SKRSContext2D, { width, height, durationMs }: Placeholder): void {
  context.fillStyle = BACKGROUND;
  context.fillRect(0, 0, width, height);
  context.fillStyle = SIGN;
  const unit = Math.min(width, height) / 8;
  const [centre, middle] = [width / 2, height / 2 - unit];
  context.beginPath();
  context.moveTo(centre - unit, middle - 1.3 * unit);
  context.lineTo(centre + 1.3 * unit, middle);
  context.lineTo(centre - unit, middle + 1.3 * unit);
  context.fill();
  if (durationMs === null) return;
  const text = clockText(durationMs);
  const size = unit / 2;
  const signs = [...text];
  const total = signs.reduce((sum, sign) => sum + advanceOf(sign), 0) - (DIGIT_ADVANCE - 1);
  let x = centre - (total * size) / 2;
  for (const sign of signs) {
    drawSign(context, sign, { x, y: middle + 2.4 * unit, size });
    x += advanceOf(sign) * size;
  }
}

/** `0:06`, `12:30`, `1:02:03`. */
function clockText(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

const advanceOf = (sign: string): number => (sign === ':' ? COLON_ADVANCE : DIGIT_ADVANCE);

interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function drawSign(context: SKRSContext2D, sign: string, { x, y, size }: Place): void {
  const stroke = STROKE_WIDTH * size;
  if (sign === ':') {
    for (const dot of [0.6, 1.4]) context.fillRect(x, y + dot * size, stroke, stroke);
    return;
  }
  const lit = STROKES[Number(sign)] ?? '';
  for (const [index, [left, top, upright]] of PLACES.entries()) {
    if (lit[index] !== '1') continue;
    const at = { x: x + left * size, y: y + top * size };
    if (upright) context.fillRect(at.x, at.y, stroke, size + stroke);
    else context.fillRect(at.x, at.y, size + stroke, stroke);
  }
}
