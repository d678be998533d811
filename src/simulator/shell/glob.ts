/** File name patterns of the shell: `*`, `?` and `[…]`. */
import type { Files } from '../machine/files.ts';
import { normalise } from '../machine/fs-tree.ts';

/** A character of a word and whether a quote protects it. */
export interface Letter {
  readonly character: string;
  readonly quoted: boolean;
}

/** The files that an expanded word names, sorted; the word itself when there are none or it is no pattern. */
export function matchFiles(files: Files, letters: readonly Letter[], cwd: string): readonly string[] {
  const literal = letters.map(({ character }) => character).join('');
  if (!letters.some(({ character, quoted }) => !quoted && '*?['.includes(character))) return [literal];
  let candidates = [literal.startsWith('/') ? '/' : ''];
  for (const segment of splitAtSlashes(letters)) {
    candidates = candidates.flatMap((base) =>
      namesIn(files, normalise(base, cwd))
        .filter((name) => matches(name, segment))
        .map((name) => join(base, name)),
    );
  }
  return candidates.length > 0 ? candidates.sort() : [literal];
}

/** Whether the whole of `text` fits a pattern; a leading dot must be written out. */
function matches(text: string, pattern: readonly Letter[]): boolean {
  if (text.startsWith('.') && pattern[0]?.character !== '.') return false;
  return toRegExp(pattern).test(text);
}

export function toRegExp(pattern: readonly Letter[]): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const { character, quoted } = pattern[at] as Letter;
    const closing =
      quoted || character !== '['
        ? -1
        : pattern.findIndex((letter, index) => index > at + 1 && letter.character === ']');
    if (closing > at) {
      const set = pattern
        .slice(at + 1, closing)
        .map((letter) => letter.character)
        .join('');
      source += `[${set.replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
      at = closing;
    } else if (!quoted && character === '*') source += '.*';
    else if (!quoted && character === '?') source += '.';
    else source += character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 'su');
}

function splitAtSlashes(letters: readonly Letter[]): readonly (readonly Letter[])[] {
  const segments: Letter[][] = [[]];
  for (const letter of letters) {
    if (letter.character === '/') segments.push([]);
    else segments.at(-1)?.push(letter);
  }
  return segments.filter((segment) => segment.length > 0);
}

function namesIn(files: Files, directory: string): readonly string[] {
  try {
    return files.list(directory).map(([name]) => name);
  } catch {
    return [];
  }
}

function join(base: string, name: string): string {
  return base === '' || base.endsWith('/') ? base + name : `${base}/${name}`;
}
