/** Walks through the arguments of a Java tool, whose options are words and may take one or more values. */
export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** The next argument; null at the end. */
  next(): string | null {
    const word = this.#words[this.#at] ?? null;
    if (word !== null) this.#at += 1;
    return word;
  }

  /** The value of the option just read. @throws MissingValue */
  value(option: string): string {
    const value = this.next();
    if (value === null) throw new MissingValue(option);
    return value;
  }
}

/** An option stands at the end where its value should. */
export class MissingValue extends Error {
  constructor(option: string) {
    super(`Argument expected after "${option}"`);
    this.name = 'MissingValue';
  }
}
