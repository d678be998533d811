/** Cuts a shell line into operators and words, with its quotes taken off and its expansions marked. */
import { readParameter } from './parameter.ts';
import { parseScript } from './parser.ts';
import { type Part, ShellSyntaxError, type Word } from './syntax.ts';

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly start: number; readonly end: number }
  | { readonly kind: 'operator'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'end'; readonly text: 'EOF'; readonly start: number; readonly end: number };

/** Longest first, so that `&&` is not read as two `&`. */
const OPERATORS = [
  '&>>',
  '<<-',
  '&&',
  '||',
  ';;',
  '>>',
  '>&',
  '<&',
  '>|',
  '<<',
  '&>',
  ';',
  '&',
  '|',
  '<',
  '>',
  '(',
  ')',
  '\n',
];
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SPECIAL_NAME = /[0-9@*#?$!-]/y;
/** After a backslash in double quotes only these lose their meaning; before others the backslash stays. */
const ESCAPABLE = '$`"\\\n';
const ANSI_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
};

export class Lexer {
  readonly source: string;
  #at: number;

  constructor(source: string, at = 0) {
    this.source = source;
    this.#at = at;
  }

  /** @throws ShellSyntaxError for a quote or bracket that is not closed. */
  next(): Token {
    this.#skipBlanks();
    const start = this.#at;
    if (start >= this.source.length) return { kind: 'end', text: 'EOF', start, end: start };
    const operator = OPERATORS.find((candidate) => this.source.startsWith(candidate, start));
    if (operator) {
      this.#at += operator.length;
      return { kind: 'operator', text: operator, start, end: this.#at };
    }
    const word = this.#word();
    return { kind: 'word', word, start, end: this.#at };
  }

  #skipBlanks(): void {
    for (;;) {
      const character = this.source[this.#at];
      if (character === ' ' || character === '\t' || character === '\r') this.#at += 1;
      else if (this.source.startsWith('\\\n', this.#at)) this.#at += 2;
      else if (character === '#') {
        const lineEnd = this.source.indexOf('\n', this.#at);
        this.#at = lineEnd === -1 ? this.source.length : lineEnd;
      } else return;
    }
  }

  #word(): Word {
    const parts: Part[] = [];
    while (this.#at < this.source.length) {
      const character = this.source[this.#at] as string;
      if (' \t\r\n;&|<>()'.includes(character)) break;
      this.#at += 1;
      if (character === "'") parts.push(text(this.#until("'"), true));
      else if (character === '"') parts.push(...this.#doubleQuoted());
      else if (character === '\\') this.#escaped(parts);
      else if (character === '`') parts.push(this.#backticks(false));
      else if (character === '$') parts.push(...this.#dollar(false));
      else addText(parts, character, false);
    }
    return parts;
  }

  #escaped(parts: Part[]): void {
    const escaped = this.source[this.#at];
    this.#at += 1;
    if (escaped === undefined) addText(parts, '\\', true);
    else if (escaped !== '\n') addText(parts, escaped, true);
  }

  #doubleQuoted(): Part[] {
    const parts: Part[] = [text('', true)];
    for (;;) {
      const character = this.source[this.#at];
      if (character === undefined) throw new ShellSyntaxError('no closing quote');
      this.#at += 1;
      if (character === '"') return parts;
      if (character === '\\') {
        const escaped = this.source[this.#at] ?? '';
        this.#at += 1;
        if (escaped !== '\n') addText(parts, ESCAPABLE.includes(escaped) ? escaped : `\\${escaped}`, true);
      } else if (character === '`') parts.push(this.#backticks(true));
      else if (character === '$') parts.push(...this.#dollar(true));
      else addText(parts, character, true);
    }
  }

  /** What follows a `$`; a dollar before anything else is just a dollar. */
  #dollar(quoted: boolean): Part[] {
    const { source } = this;
    if (source.startsWith('((', this.#at)) {
      const end = this.#arithmeticEnd();
      if (end !== null) {
        const expression = source.slice(this.#at + 2, end);
        this.#at = end + 2;
        return [{ kind: 'arithmetic', expression, quoted }];
      }
    }
    if (source[this.#at] === '(') {
      const { script, end } = parseScript(source, { at: this.#at + 1, closing: ')' });
      this.#at = end;
      return [{ kind: 'substitution', script, quoted }];
    }
    if (source[this.#at] === '{') {
      const { part, end } = readParameter(source, this.#at + 1, quoted);
      this.#at = end;
      return [part];
    }
    if (source[this.#at] === "'" && !quoted) {
      this.#at += 1;
      return [text(this.#ansiQuoted(), true)];
    }
    for (const pattern of [NAME, SPECIAL_NAME]) {
      pattern.lastIndex = this.#at;
      const name = pattern.exec(source)?.[0];
      if (name === undefined) continue;
      this.#at += name.length;
      return [{ kind: 'variable', name, quoted, change: null }];
    }
    return [text('$', quoted)];
  }

  /** Where `))` closes the `((` here; null when this is a substitution that begins with a subshell. */
  #arithmeticEnd(): number | null {
    let depth = 0;
    for (let at = this.#at + 2; at < this.source.length; at += 1) {
      const character = this.source[at];
      if (character === '(') depth += 1;
      else if (character === ')' && depth > 0) depth -= 1;
      else if (character === ')') return this.source[at + 1] === ')' ? at : null;
    }
    return null;
  }

  #backticks(quoted: boolean): Part {
    let script = '';
    for (;;) {
      const character = this.source[this.#at];
      if (character === undefined) throw new ShellSyntaxError('no closing quote');
      this.#at += 1;
      if (character === '`') return { kind: 'substitution', script: parseScript(script).script, quoted };
      if (character === '\\' && '$`\\'.includes(this.source[this.#at] ?? ' ')) {
        script += this.source[this.#at];
        this.#at += 1;
      } else script += character;
    }
  }

  #until(closing: string): string {
    const end = this.source.indexOf(closing, this.#at);
    if (end === -1) throw new ShellSyntaxError('no closing quote');
    const inside = this.source.slice(this.#at, end);
    this.#at = end + closing.length;
    return inside;
  }

  /** `$'…'` with the escapes of C. */
  #ansiQuoted(): string {
    let inside = '';
    for (;;) {
      const character = this.source[this.#at];
      if (character === undefined) throw new ShellSyntaxError('no closing quote');
      this.#at += 1;
      if (character === "'") return inside;
      if (character !== '\\') {
        inside += character;
        continue;
      }
      const code = /(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/y;
      code.lastIndex = this.#at;
      const match = code.exec(this.source);
      const escaped = this.source[this.#at] ?? '';
      this.#at += match ? match[0].length : 1;
      const hex = match?.[1] ?? match?.[2] ?? match?.[3];
      if (match)
        inside += String.fromCodePoint(
          hex === undefined ? Number.parseInt(match[4] as string, 8) : Number.parseInt(hex, 16),
        );
      else inside += ANSI_ESCAPES[escaped] ?? escaped;
    }
  }
}

function text(value: string, quoted: boolean): Part {
  return { kind: 'text', text: value, quoted };
}

function addText(parts: Part[], value: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last?.kind === 'text' && last.quoted === quoted) parts[parts.length - 1] = text(last.text + value, quoted);
  else parts.push(text(value, quoted));
}
