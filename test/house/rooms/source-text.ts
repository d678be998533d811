/**
 * A TypeScript source as text that can be searched without being fooled: TypeScript 7 has no parser to call, and all that
 * is asked here is what is code, what is a string and what is a comment.
 */
export interface SourceText {
  /** Comments blanked, strings kept. Every offset and line is where it was. */
  readonly code: string;
  /** Comments and the insides of strings and regular expressions blanked. */
  readonly bare: string;
}

export function readSource(text: string): SourceText {
  return new Scanner(text).scan();
}

/** After one of these a `/` begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|await|yield|throw))\s*$/;
const LOOK_BACK = 24;

class Scanner {
  readonly #text: string;
  readonly #code: string[];
  readonly #bare: string[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#code = [...text].length === text.length ? [...text] : text.split('');
    this.#bare = [...this.#code];
  }

  scan(): SourceText {
    this.#scanCode(null);
    return { code: this.#code.join(''), bare: this.#bare.join('') };
  }

  /** Up to the `}` that ends a template's `${`, or to the end of the file. */
  #scanCode(until: '}' | null): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (char === '}' && until === '}' && depth === 0) return;
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      this.#scanOne(char);
    }
  }

  #scanOne(char: string | undefined): void {
    const next = this.#text[this.#at + 1];
    if (char === '/' && next === '/') this.#comment(this.#end('\n', 0));
    else if (char === '/' && next === '*') this.#comment(this.#end('*/', 2));
    else if (char === '"' || char === "'") this.#quoted(char);
    else if (char === '`') this.#template();
    else if (char === '/' && this.#regexBegins()) this.#regex();
    else this.#at += 1;
  }

  #end(mark: string, length: number): number {
    const found = this.#text.indexOf(mark, this.#at + 2);
    return found === -1 ? this.#text.length : found + length;
  }

  #comment(end: number): void {
    this.#blank(this.#code, end);
    this.#blank(this.#bare, end);
    this.#at = end;
  }

  #blank(target: string[], end: number): void {
    for (let at = this.#at; at < end; at++) if (target[at] !== '\n') target[at] = ' ';
  }

  #quoted(quote: string): void {
    this.#at += 1;
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) this.#inside();
    this.#at += 1;
  }

  /** One character, or one escape, inside a string. */
  #inside(): void {
    const end = Math.min(this.#text.length, this.#at + (this.#text[this.#at] === '\\' ? 2 : 1));
    this.#blank(this.#bare, end);
    this.#at = end;
  }

  #template(): void {
    this.#at += 1;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '`') {
      if (this.#text.startsWith('${', this.#at)) {
        this.#at += 2;
        this.#scanCode('}');
        this.#at += 1;
      } else {
        this.#inside();
      }
    }
    this.#at += 1;
  }

  #regexBegins(): boolean {
    return BEFORE_REGEX.test(this.#bare.slice(Math.max(0, this.#at - LOOK_BACK), this.#at).join(''));
  }

  #regex(): void {
    this.#at += 1;
    let inClass = false;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') {
      const char = this.#text[this.#at];
      if (char === '/' && !inClass) break;
      if (char === '[') inClass = true;
      if (char === ']') inClass = false;
      this.#inside();
    }
    this.#at += 1;
  }
}

export interface Import {
  /** Null for an `import()` of something that is not written out. */
  readonly specifier: string | null;
  /** From 1. */
  readonly line: number;
}

/** Static, type, re-exporting and dynamic imports, and `import('…')` types. */
export function importsOf({ code, bare }: SourceText): readonly Import[] {
  const imports: Import[] = [];
  const statement = /(?:^|[;}\s])(?:import|export)\b(?:[\s\w$*{},]*?\bfrom)?\s*(?=['"])/g;
  const call = /\bimport\s*\(\s*/g;
  for (const match of [...bare.matchAll(statement), ...bare.matchAll(call)]) {
    const start = match.index + match[0].length;
    imports.push({ specifier: stringAt(code, bare, start), line: lineOf(code, start) });
  }
  return imports;
}

function stringAt(code: string, bare: string, start: number): string | null {
  const quote = bare[start];
  if (quote !== '"' && quote !== "'") return null;
  return code.slice(start + 1, bare.indexOf(quote, start + 1));
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
