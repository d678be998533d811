/** Turns a word into the arguments it stands for: variables, substitutions, splitting at blanks, file names. */
import type { Files } from '../machine/files.ts';
import { calculate } from './arithmetic.ts';
import { type Letter, matchFiles, toRegExp } from './glob.ts';
import { type Change, type Part, type Sequence, ShellSyntaxError, type Word } from './syntax.ts';

export interface ExpandContext {
  readonly files: Files;
  readonly cwd: string;
  /** Null when it is not set. */
  valueOf(name: string): string | null;
  assign(name: string, value: string): void;
  /** Runs `script` and gives what it wrote, without the line ends at the end. */
  substitute(script: Sequence): Promise<string>;
}

/** A character, with whether blanks in it separate arguments: those that came out of an unquoted expansion do. */
interface Expanded extends Letter {
  readonly splits: boolean;
}

const BLANKS = ' \t\n';

/** @throws ShellSyntaxError */
export async function expandWords(context: ExpandContext, words: readonly Word[]): Promise<string[]> {
  const all: string[] = [];
  for (const word of words) {
    for (const field of split(await expandParts(context, word), word))
      all.push(...matchFiles(context.files, field, context.cwd));
  }
  return all;
}

/** For assignments and redirects: one argument, neither split nor matched. */
export async function expandToText(context: ExpandContext, word: Word): Promise<string> {
  return (await expandParts(context, word)).map(({ character }) => character).join('');
}

async function expandParts(context: ExpandContext, word: Word): Promise<Expanded[]> {
  const letters: Expanded[] = [];
  for (const part of word) {
    const value = await valueOfPart(context, part);
    const splits = part.kind !== 'text' && !part.quoted;
    for (const character of value) letters.push({ character, quoted: part.quoted, splits });
  }
  return letters;
}

async function valueOfPart(context: ExpandContext, part: Part): Promise<string> {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'substitution':
      return await context.substitute(part.script);
    case 'arithmetic':
      return String(calculate(part.expression.replaceAll('$', ''), (name) => context.valueOf(name) ?? ''));
    case 'variable':
      return part.change ? await changed(context, part.name, part.change) : (context.valueOf(part.name) ?? '');
  }
}

async function changed(context: ExpandContext, name: string, { operator, word }: Change): Promise<string> {
  const value = context.valueOf(name);
  if (operator === 'length') return String([...(value ?? '')].length);
  const other = (): Promise<string> => expandToText(context, word);
  if (operator.startsWith('#') || operator.startsWith('%'))
    return trim(value ?? '', operator, await expandParts(context, word));
  const isMissing = operator.startsWith(':') ? !value : value === null;
  switch (operator.replace(':', '')) {
    case '-':
      return isMissing ? await other() : (value ?? '');
    case '+':
      return isMissing ? '' : await other();
    case '=':
      if (isMissing) context.assign(name, await other());
      return context.valueOf(name) ?? '';
    default:
      if (isMissing) throw new ShellSyntaxError(`${name}: ${(await other()) || 'parameter null or not set'}`);
      return value ?? '';
  }
}

/** `#` and `##` take the shortest and longest match off the front, `%` and `%%` off the end. */
function trim(value: string, operator: string, letters: readonly Letter[]): string {
  const pattern = toRegExp(letters.map(({ character }) => ({ character, quoted: false })));
  const ends = Array.from({ length: value.length + 1 }, (_, index) => index);
  const fromFront = operator.startsWith('#');
  const isLongest = operator.length === 2;
  const order = fromFront === isLongest ? ends.reverse() : ends;
  const cut = order.find((at) => pattern.test(fromFront ? value.slice(0, at) : value.slice(at)));
  if (cut === undefined) return value;
  return fromFront ? value.slice(cut) : value.slice(0, cut);
}

/** Unquoted expansions fall apart at blanks; a quoted part, even an empty one, makes an argument of its own. */
function split(letters: readonly Expanded[], word: Word): Expanded[][] {
  const fields: Expanded[][] = [];
  let current: Expanded[] | null = word.some((part) => part.quoted) ? [] : null;
  for (const letter of letters) {
    if (letter.splits && BLANKS.includes(letter.character)) {
      if (current !== null && current.length > 0) fields.push(current);
      current = null;
    } else {
      current ??= [];
      current.push(letter);
    }
  }
  if (current !== null && (current.length > 0 || fields.length === 0)) fields.push(current);
  return fields;
}
