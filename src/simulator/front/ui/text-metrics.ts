/**
 * Widths of the rack's own sans-serif face (render/glyphs.ts), in thousandths of the text size, so that the layout is the
 * same on every machine, fonts or none.
 */
const WIDTHS: readonly (readonly [number, string])[] = [
  [240, "ilI.,:;'|!¡·ıìíîïÌÍÎÏ"],
  [290, ' \u00a0'],
  [340, 'ftrj()[]{}/\\"`´‘’“”-*°ªº'],
  [480, 'cszkvxyçšžýÿJ?¿^_~'],
  [600, 'EFLTXYZSBPÉÈÊËÝŽŠ'],
  [720, 'CDGHNUÇÑÚÙÛÜ'],
  [760, 'OQÓÒÔÖÕØ&'],
  [850, 'mwMW@%—…©Æ'],
  [800, 'æœŒ'],
];
const DIGIT = 560;
const LOWER = 545;
const UPPER = 640;
const FULL = 1000;
const LAST_PLAIN_CODE_POINT = 0x20ff;

const WIDTH_OF: ReadonlyMap<string, number> = new Map(
  WIDTHS.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);

/** Joiners, variation selectors and combining marks take no room of their own. */
const ZERO_WIDTH = /^(?:\p{Mark}|\p{Default_Ignorable_Code_Point})$/u;

/** The advance of one character in thousandths of the text size. */
export function characterWidth(character: string): number {
  const known = WIDTH_OF.get(character);
  if (known !== undefined) return known;
  if (ZERO_WIDTH.test(character)) return 0;
  if ((character.codePointAt(0) ?? 0) > LAST_PLAIN_CODE_POINT) return FULL;
  if (character === character.toLowerCase() && character !== character.toUpperCase()) return LOWER;
  return character === character.toUpperCase() && character !== character.toLowerCase() ? UPPER : DIGIT;
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
