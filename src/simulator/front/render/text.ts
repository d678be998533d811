import { GlobalFonts, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { characterWidth, textWidth } from '../ui/text-metrics.ts';
import { CAPITAL_MARK_RISE, GLYPHS, MARKS } from './glyphs.ts';

const EM = 1000;
const REGULAR_STROKE = 74;
const BOLD_STROKE = 112;
/** The base line's distance from the top of a line of text, in parts of the size. */
const ASCENT = 0.95;

interface TextStyle {
  readonly size: number;
  readonly color: string;
  readonly bold: boolean;
}

interface Glyph {
  readonly base: Path2D;
  readonly marks: readonly { readonly path: Path2D; readonly rise: number }[];
}

const glyphs = new Map<string, Glyph | null>();

/** Draws one line with its top left corner at x, y. */
export function drawLine(
  context: SKRSContext2D,
  line: string,
  place: { x: number; y: number },
  style: TextStyle,
): void {
  const scale = style.size / EM;
  context.save();
  context.translate(place.x, place.y + style.size * ASCENT);
  context.scale(scale, scale);
  context.strokeStyle = style.color;
  context.lineWidth = style.bold ? BOLD_STROKE : REGULAR_STROKE;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const character of line.normalize('NFC')) {
    const width = characterWidth(character);
    const glyph = glyphOf(character);
    if (glyph !== null) drawGlyph(context, glyph, width);
    else if (width > 0 && character.trim() !== '') drawForeign(context, character, style.color);
    context.translate(width, 0);
  }
  context.restore();
}

export function lineWidth(line: string, size: number): number {
  return textWidth(line.normalize('NFC'), size);
}

function drawGlyph(context: SKRSContext2D, glyph: Glyph, width: number): void {
  context.stroke(glyph.base);
  for (const { path, rise } of glyph.marks) {
    context.translate(width / 2, -rise);
    context.stroke(path);
    context.translate(-width / 2, rise);
  }
}

/** A letter of the table, with its accents taken apart; null for what the face does not have. */
function glyphOf(character: string): Glyph | null {
  const known = glyphs.get(character);
  if (known !== undefined) return known;
  const made = makeGlyph(character);
  glyphs.set(character, made);
  return made;
}

function makeGlyph(character: string): Glyph | null {
  const whole = GLYPHS[character];
  if (whole !== undefined) return { base: new Path2D(whole), marks: [] };
  const [letter = '', ...accents] = character.normalize('NFD');
  // An accent takes the place of the dot.
  const base = letter === 'i' && accents.length > 0 ? GLYPHS.ı : GLYPHS[letter];
  if (base === undefined) return null;
  const rise = letter === letter.toUpperCase() ? CAPITAL_MARK_RISE : 0;
  const marks = accents.flatMap((accent) => {
    const path = MARKS[accent];
    return path === undefined ? [] : [{ path: new Path2D(path), rise: accent === '\u0327' ? 0 : rise }];
  });
  return { base: new Path2D(base), marks };
}

/** Emoji and other scripts: by a font of the machine when it has one, else by a sign that something stands here. */
function drawForeign(context: SKRSContext2D, character: string, color: string): void {
  const isEmoji = /\p{Extended_Pictographic}/u.test(character);
  const { families } = GlobalFonts;
  const hasFont = isEmoji ? families.some(({ family }) => /emoji/i.test(family)) : families.length > 0;
  if (hasFont) {
    context.font = '800px sans-serif';
    context.fillStyle = color;
    context.fillText(character, 60, 0);
  } else if (isEmoji) drawFace(context);
  else context.strokeRect(120, -680, 700, 700);
}

function drawFace(context: SKRSContext2D): void {
  context.fillStyle = '#fbc02d';
  context.beginPath();
  context.arc(500, -320, 420, 0, 2 * Math.PI);
  context.fill();
  context.save();
  context.strokeStyle = '#5d4037';
  context.stroke(new Path2D('M360,-430v1M640,-430v1M320,-220Q500,-60 680,-220'));
  context.restore();
}
