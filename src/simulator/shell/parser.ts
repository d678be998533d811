/** Reads shell text into the structures of `syntax.ts`, as mksh would before it runs them. */
import { Lexer, type Token } from './lexer.ts';
import {
  type AndOr,
  type Pipeline,
  type Redirect,
  type Sequence,
  ShellSyntaxError,
  type Simple,
  type Stage,
  type Word,
} from './syntax.ts';

const RESERVED = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'in',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  '{',
  '}',
  '!',
  'function',
  '[[',
]);
const REDIRECT_OPERATORS = new Set(['<', '>', '>>', '>&', '<&', '>|', '&>', '&>>']);
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;

interface ScriptRange {
  readonly at: number;
  /** Where a substitution ends; the end of the text when absent. */
  readonly closing: ')';
}

/** @throws ShellSyntaxError. `end` is behind the closing bracket, or the end of the text. */
export function parseScript(source: string, range?: ScriptRange): { script: Sequence; end: number } {
  const parser = new Parser(source, range?.at ?? 0);
  const script = parser.sequence(range ? [range.closing] : []);
  const last = parser.take();
  if (range ? last.kind !== 'operator' : last.kind !== 'end') throw unexpected(last, source);
  return { script, end: last.end };
}

class Parser {
  readonly #lexer: Lexer;
  #peeked: Token | null = null;

  constructor(source: string, at: number) {
    this.#lexer = new Lexer(source, at);
  }

  /** Commands up to, but not with, the end or one of `closing`: operators or reserved words. */
  sequence(closing: readonly string[]): Sequence {
    const items: AndOr[] = [];
    for (;;) {
      this.#skipNewlines();
      if (this.#isClosing(closing)) return items;
      const item = this.#andOr();
      const separator = this.#operator();
      items.push({ ...item, inBackground: separator === '&' });
      if (separator === ';' || separator === '&' || separator === '\n') this.take();
      else if (!this.#isClosing(closing)) throw unexpected(this.#peek(), this.#lexer.source);
    }
  }

  take(): Token {
    const token = this.#peek();
    this.#peeked = null;
    return token;
  }

  #andOr(): Omit<AndOr, 'inBackground'> {
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const operator = this.#operator();
      if (operator !== '&&' && operator !== '||') return { first, rest };
      this.take();
      this.#skipNewlines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    const isNegated = this.#reserved() === '!';
    if (isNegated) this.take();
    const stages = [this.#stage()];
    while (this.#operator() === '|') {
      this.take();
      this.#skipNewlines();
      stages.push(this.#stage());
    }
    return { isNegated, stages };
  }

  #stage(): Stage {
    const word = this.#reserved();
    if (this.#operator() === '(') return this.#group('(', ')', true);
    if (word === '{') return this.#group('{', '}', false);
    if (word === 'if') return this.#conditional();
    if (word === 'for') return this.#forLoop();
    if (word === 'while' || word === 'until') return this.#whileLoop(word);
    if (word !== null && word !== 'in' && word !== '!') throw unexpected(this.#peek(), this.#lexer.source);
    return this.#simple();
  }

  #group(_opening: string, closing: string, isSubshell: boolean): Stage {
    this.take();
    const body = this.#body([closing]);
    return { kind: 'group', isSubshell, body, redirects: this.#redirects() };
  }

  #conditional(): Stage {
    const branches: { condition: Sequence; body: Sequence }[] = [];
    let otherwise: Sequence | null = null;
    for (let word: string | null = 'if'; word === 'if' || word === 'elif'; word = this.#reserved()) {
      this.take();
      const condition = this.#body(['then']);
      branches.push({ condition, body: this.sequence(['elif', 'else', 'fi']) });
    }
    if (this.#reserved() === 'else') {
      this.take();
      otherwise = this.sequence(['fi']);
    }
    this.#expect('fi');
    return { kind: 'if', branches, otherwise, redirects: this.#redirects() };
  }

  #forLoop(): Stage {
    this.take();
    const token = this.take();
    const name = token.kind === 'word' ? plainText(token.word) : null;
    if (name === null) throw unexpected(token, this.#lexer.source);
    const words: Word[] = [];
    if (this.#reserved() === 'in') {
      this.take();
      for (let next = this.#peek(); next.kind === 'word'; next = this.#peek()) {
        words.push(next.word);
        this.take();
      }
    }
    if (this.#operator() === ';') this.take();
    this.#skipNewlines();
    this.#expect('do');
    return {
      kind: 'loop',
      header: { kind: 'for', name, words },
      body: this.#body(['done']),
      redirects: this.#redirects(),
    };
  }

  #whileLoop(kind: 'while' | 'until'): Stage {
    this.take();
    const condition = this.#body(['do']);
    return { kind: 'loop', header: { kind, condition }, body: this.#body(['done']), redirects: this.#redirects() };
  }

  #simple(): Simple {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      const redirect = this.#redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      const token = this.#peek();
      if (token.kind !== 'word') break;
      this.take();
      const assignment = words.length === 0 ? readAssignment(token.word) : null;
      if (assignment) assignments.push(assignment);
      else words.push(token.word);
    }
    if (words.length + assignments.length + redirects.length === 0) throw unexpected(this.#peek(), this.#lexer.source);
    return { kind: 'simple', assignments, words, redirects };
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (let redirect = this.#redirect(); redirect; redirect = this.#redirect()) redirects.push(redirect);
    return redirects;
  }

  /** `2>file`: the digit is part of the operator only when it touches it. */
  #redirect(): Redirect | null {
    const token = this.#peek();
    const digit = token.kind === 'word' ? plainText(token.word) : null;
    if (digit !== null && /^[012]$/.test(digit) && /^[<>]/.test(this.#lexer.source.slice(token.end, token.end + 1))) {
      this.take();
      return this.#redirectAfter(Number(digit) as 0 | 1 | 2);
    }
    if (token.kind !== 'operator' || !REDIRECT_OPERATORS.has(token.text)) return null;
    return this.#redirectAfter(null);
  }

  #redirectAfter(descriptor: 0 | 1 | 2 | null): Redirect {
    const { text: operator } = this.take() as { text: string };
    const target = this.take();
    if (target.kind !== 'word') throw unexpected(target, this.#lexer.source);
    if (operator.startsWith('&>'))
      return { from: 'both', operator: operator === '&>>' ? '>>' : '>', target: target.word };
    if (operator === '<&' || operator === '>&')
      return { from: descriptor ?? (operator === '>&' ? 1 : 0), operator: '>&', target: target.word };
    if (operator === '<') return { from: descriptor ?? 0, operator: '<', target: target.word };
    return { from: descriptor ?? 1, operator: operator === '>>' ? '>>' : '>', target: target.word };
  }

  #body(closing: readonly string[]): Sequence {
    const body = this.sequence(closing);
    const token = this.take();
    if (token.kind === 'end' || body.length === 0) throw unexpected(token, this.#lexer.source);
    return body;
  }

  #expect(word: string): void {
    const isThere = this.#reserved() === word;
    const token = this.take();
    if (!isThere) throw unexpected(token, this.#lexer.source);
  }

  #isClosing(closing: readonly string[]): boolean {
    if (this.#peek().kind === 'end') return true;
    return closing.includes(this.#operator() ?? this.#reserved() ?? '');
  }

  #operator(): string | null {
    const token = this.#peek();
    return token.kind === 'operator' ? token.text : null;
  }

  /** The reserved word here, unquoted. */
  #reserved(): string | null {
    const token = this.#peek();
    const text = token.kind === 'word' ? plainText(token.word) : null;
    return text !== null && RESERVED.has(text) ? text : null;
  }

  #skipNewlines(): void {
    while (this.#operator() === '\n') this.take();
  }

  #peek(): Token {
    this.#peeked ??= this.#lexer.next();
    return this.#peeked;
  }
}

/** The word as written, when it has neither quotes nor expansions. */
function plainText(word: Word): string | null {
  const [only] = word;
  return word.length === 1 && only?.kind === 'text' && !only.quoted ? only.text : null;
}

function readAssignment(word: Word): { name: string; value: Word } | null {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return null;
  const match = ASSIGNMENT.exec(first.text);
  if (!match) return null;
  const [, name, value] = match as unknown as [string, string, string];
  return { name, value: value === '' ? rest : [{ ...first, text: value }, ...rest] };
}

function unexpected(token: Token, source: string): ShellSyntaxError {
  const shown =
    token.kind === 'word' ? source.slice(token.start, token.end) : token.text === '\n' ? 'newline' : token.text;
  return new ShellSyntaxError(`syntax error: unexpected '${shown}'`);
}
