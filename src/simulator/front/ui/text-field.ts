interface TextFieldOptions {
  readonly hint: string;
  /** As Android's LengthFilter counts: UTF-16 units. Longer text is cut. */
  readonly maxLength?: number;
  readonly multiline?: boolean;
  readonly onChange?: () => void;
  /** The IME's action key of a single-line field. */
  readonly onEnter?: () => void;
}

/** The text behind an EditText: what is typed or set by accessibility, with the field's length filter applied. */
export class TextField {
  readonly hint: string;
  readonly maxLength: number | null;
  readonly multiline: boolean;
  readonly #options: TextFieldOptions;
  #text = '';

  constructor(options: TextFieldOptions) {
    this.#options = options;
    this.hint = options.hint;
    this.maxLength = options.maxLength ?? null;
    this.multiline = options.multiline ?? false;
  }

  get text(): string {
    return this.#text;
  }

  /** ACTION_SET_TEXT: replaces all of it. */
  set(text: string): void {
    const oneLine = this.multiline ? text : text.replace(/\n/g, ' ');
    this.#text = this.maxLength === null ? oneLine : oneLine.slice(0, this.maxLength);
    this.#options.onChange?.();
  }

  type(text: string): void {
    this.set(this.#text + text);
  }

  /** DEL: one user-perceived character. */
  backspace(): void {
    const segments = [...new Intl.Segmenter().segment(this.#text)];
    segments.pop();
    this.set(segments.map((part) => part.segment).join(''));
  }

  enter(): void {
    if (this.multiline) this.type('\n');
    else this.#options.onEnter?.();
  }
}
