/**
 * Widths of a plain sans-serif face, in thousandths of the text size, so that the layout is the same on a machine with no
 * fonts at all. The renderer draws to these widths.
 */
const NARROW = 270;
const SPACE = 270;
const DIGIT = 560;
const LOWER = 545;
const UPPER = 665;
const WIDE_LOWER = 850;
const WIDE_UPPER = 860;
const FULL = 1000;

const NARROW_CHARACTERS = new Set("iljtfrI.,:;'|!()[]{}`´·¡ìíîïÌÍÎÏ’‘/\\");
const WIDE_LOWERCASE = new Set('mwæœ');
const WIDE_UPPERCASE = new Set('MWÆŒ@%…—');
const LAST_PLAIN_CODE_POINT = 0x2_0ff;

/** Zero-width joiners, variation selectors and combining marks take no room of their own. */
const ZERO_WIDTH = /^(?:\p{Mark}|\p{Default_Ignorable_Code_Point})$/u;

/** The advance of one character in thousandths of the text size. */
export function characterWidth(character: string): number {
  if (character === ' ' || character === '\u00a0') return SPACE;
  if (ZERO_WIDTH.test(character)) return 0;
  if (NARROW_CHARACTERS.has(character)) return NARROW;
  if (WIDE_LOWERCASE.has(character)) return WIDE_LOWER;
  if (WIDE_UPPERCASE.has(character)) return WIDE_UPPER;
  if ((character.codePointAt(0) ?? 0) > LAST_PLAIN_CODE_POINT) return FULL;
  if (character >= '0' && character <= '9') return DIGIT;
  return character === character.toLowerCase() ? LOWER : UPPER;
}

export function textWidth(content: string, size: number): number {
  let total = 0;
  for (const character of content) total += characterWidth(character);
  return (total * size) / 1000;
}

/** Breaks text into lines no wider than `width`, at spaces where there are any and within a word where there are not. */
export function wrapText(content: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of content.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/(?<= )/)) {
      if (textWidth(line + word.trimEnd(), size) <= width) {
        line += word;
        continue;
      }
      if (line !== '') lines.push(line.trimEnd());
      line = word;
      while (textWidth(line.trimEnd(), size) > width) {
        const head = longestHead(line, size, width);
        lines.push(head);
        line = line.slice(head.length);
      }
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

/** At least one character, or a width of nothing would never end. */
function longestHead(word: string, size: number, width: number): string {
  let head = '';
  for (const character of word) {
    if (head !== '' && textWidth(head + character, size) > width) break;
    head += character;
  }
  return head;
}
