import { Uia2Error } from './errors.ts';

/** A method call in a UiSelector or UiScrollable expression. */
export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
}

export type Argument = string | number | boolean | Construction;

/** `new UiSelector().text("x")…`: what is made, with what, and the calls made on it. */
export interface Construction {
  readonly type: string;
  readonly args: readonly Argument[];
  readonly calls: readonly Call[];
}

/** Reads the Java expressions of `-android uiautomator`, of which several may follow each other with semicolons. */
export function parseExpressions(source: string): readonly Construction[] {
  const reader = new Reader(source);
  const found: Construction[] = [];
  do {
    found.push(reader.construction());
    reader.skip(';');
  } while (!reader.atEnd);
  return found;
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#space();
  }

  get atEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  skip(token: string): boolean {
    if (!this.#source.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    this.#space();
    return true;
  }

  construction(): Construction {
    if (/^new\s/.test(this.#source.slice(this.#at))) this.skip('new');
    const type = this.#word();
    const args = this.#arguments();
    const calls: Call[] = [];
    while (this.skip('.')) calls.push({ name: this.#word(), args: this.#arguments() });
    return { type, args, calls };
  }

  #arguments(): Argument[] {
    const args: Argument[] = [];
    this.#expect('(');
    while (!this.skip(')')) {
      if (args.length > 0) this.#expect(',');
      args.push(this.#argument());
    }
    return args;
  }

  #argument(): Argument {
    const rest = this.#source.slice(this.#at);
    if (rest.startsWith('"')) return this.#string();
    const number = /^-?\d+(?:\.\d+)?/.exec(rest)?.[0];
    if (number !== undefined) {
      this.skip(number);
      return Number(number);
    }
    if (/^true\b/.test(rest)) return this.skip('true');
    if (/^false\b/.test(rest)) return !this.skip('false');
    return this.construction();
  }

  #string(): string {
    const literal = /^"(?:[^"\\]|\\[\s\S])*"/.exec(this.#source.slice(this.#at))?.[0];
    if (literal === undefined) this.#fail('an unterminated string');
    this.skip(literal);
    const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };
    return literal
      .slice(1, -1)
      .replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_all, hex: string | undefined, character: string) =>
        hex === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
      );
  }

  #word(): string {
    const word = /^[A-Za-z_][\w.]*?(?=\s*\()/.exec(this.#source.slice(this.#at))?.[0];
    if (word === undefined) this.#fail('no method name');
    this.skip(word);
    return word;
  }

  #expect(token: string): void {
    if (!this.skip(token)) this.#fail(`no "${token}"`);
  }

  #space(): void {
    while (/\s/.test(this.#source.charAt(this.#at))) this.#at += 1;
  }

  #fail(what: string): never {
    throw new Uia2Error(
      'invalid selector',
      `Could not parse expression \`${this.#source}\`: ${what} at position ${this.#at}`,
    );
  }
}
