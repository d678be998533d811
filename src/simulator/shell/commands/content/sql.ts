/** The part of SQLite's expressions that a `--where` uses: comparisons, LIKE, IN, IS NULL, AND, OR, NOT, brackets. */

export type SqlValue = string | number | null;
export type SqlRow = ReadonlyMap<string, SqlValue>;

/** The message is SQLite's. */
export class SqlError extends Error {}

type Test = (row: SqlRow) => boolean | null;
type Operand = (row: SqlRow) => SqlValue;

const TOKEN = /\s*(?:('(?:[^']|'')*'|"[^"]*")|(\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|<>|!=|==|\|\||[=<>(),?*]))/y;

interface Condition {
  readonly text: string;
  readonly columns: ReadonlySet<string>;
}

/** @throws SqlError for text that is no condition or names a column that is not there. */
export function compileWhere({ text, columns }: Condition): (row: SqlRow) => boolean {
  const reader = new Reader(text, columns);
  const test = reader.or();
  reader.end();
  return (row) => test(row) === true;
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #columns: ReadonlySet<string>;
  #at = 0;

  constructor(text: string, columns: ReadonlySet<string>) {
    this.#tokens = tokenise(text);
    this.#columns = columns;
  }

  or(): Test {
    let left = this.#and();
    while (this.#takeWord('OR')) {
      const [before, after] = [left, this.#and()];
      left = (row) => anyOf(before(row), after(row));
    }
    return left;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unexpected();
  }

  #and(): Test {
    let left = this.#not();
    while (this.#takeWord('AND')) {
      const [before, after] = [left, this.#not()];
      left = (row) => invert(anyOf(invert(before(row)), invert(after(row))));
    }
    return left;
  }

  #not(): Test {
    if (this.#takeWord('NOT')) {
      const inner = this.#not();
      return (row) => invert(inner(row));
    }
    if (this.#take('(')) {
      const inner = this.or();
      if (!this.#take(')')) throw this.#unexpected();
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Test {
    const left = this.#operand();
    if (this.#takeWord('IS')) {
      const isNot = this.#takeWord('NOT');
      if (!this.#takeWord('NULL')) throw this.#unexpected();
      return (row) => (left(row) === null) !== isNot;
    }
    const isNegated = this.#takeWord('NOT');
    const test = this.#takeWord('LIKE') ? this.#like(left) : this.#takeWord('IN') ? this.#in(left) : null;
    if (test) return isNegated ? (row) => invert(test(row)) : test;
    if (isNegated) throw this.#unexpected();
    const operator = this.#tokens[this.#at];
    if (operator === undefined || !/^(=|==|!=|<>|<|>|<=|>=)$/.test(operator)) {
      // A bare operand is true when it is a number other than zero.
      return (row) => Number(left(row)) !== 0;
    }
    this.#at += 1;
    const right = this.#operand();
    return (row) => compare(left(row), operator, right(row));
  }

  #like(left: Operand): Test {
    const pattern = this.#operand();
    return (row) => {
      const [value, like] = [left(row), pattern(row)];
      if (value === null || like === null) return null;
      const source = String(like)
        .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
        .replaceAll('%', '.*')
        .replaceAll('_', '.');
      return new RegExp(`^${source}$`, 'is').test(String(value));
    };
  }

  #in(left: Operand): Test {
    if (!this.#take('(')) throw this.#unexpected();
    const choices: Operand[] = [];
    do choices.push(this.#operand());
    while (this.#take(','));
    if (!this.#take(')')) throw this.#unexpected();
    return (row) => choices.map((choice) => compare(left(row), '=', choice(row))).reduce<boolean | null>(anyOf, false);
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new SqlError('incomplete input');
    this.#at += 1;
    if (token.startsWith("'")) return constant(token.slice(1, -1).replaceAll("''", "'"));
    if (/^\d/.test(token)) return constant(Number(token));
    // SQLite takes a double-quoted name of no column for a string.
    const name = token.startsWith('"') ? token.slice(1, -1) : token;
    if (this.#columns.has(name)) return (row) => row.get(name) ?? null;
    if (token.startsWith('"')) return constant(name);
    if (/^null$/i.test(token)) return constant(null);
    if (!/^[A-Za-z_]/.test(token)) {
      this.#at -= 1;
      throw this.#unexpected();
    }
    throw new SqlError(`no such column: ${token}`);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #takeWord(word: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #unexpected(): SqlError {
    const token = this.#tokens[this.#at];
    return new SqlError(token === undefined ? 'incomplete input' : `near "${token}": syntax error`);
  }
}

function tokenise(text: string): readonly string[] {
  const tokens: string[] = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    tokens.push((match[1] ?? match[2] ?? match[3] ?? match[4]) as string);
    end = TOKEN.lastIndex;
  }
  const rest = text.slice(end).trim();
  if (rest !== '') throw new SqlError(`unrecognized token: "${rest}"`);
  return tokens;
}

function constant(value: SqlValue): Operand {
  return () => value;
}

function invert(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function anyOf(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

function compare(left: SqlValue, operator: string, right: SqlValue): boolean | null {
  if (left === null || right === null) return null;
  const isNumeric =
    typeof left === 'number' && (typeof right === 'number' || right.trim() !== '') && !Number.isNaN(Number(right));
  const [a, b] = isNumeric ? [left, Number(right)] : [String(left), String(right)];
  switch (operator) {
    case '=':
    case '==':
      return a === b;
    case '!=':
    case '<>':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    default:
      return a >= b;
  }
}
