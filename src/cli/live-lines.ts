import type { WriteStream } from 'node:tty';

const CLEAR_TO_END = '\u001b[0J';
const up = (lines: number): string => (lines > 0 ? `\u001b[${lines}A\r` : '');

/** A block of lines that is redrawn in place on a terminal, and told line by line, once each, anywhere else. */
export class LiveLines {
  readonly #stream: WriteStream;
  #drawn = 0;
  #told = new Map<number, string>();

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  show(lines: readonly string[]): void {
    if (this.#stream.isTTY) {
      const width = this.#stream.columns;
      this.#stream.write(
        `${up(this.#drawn)}${CLEAR_TO_END}${lines.map((line) => line.slice(0, width - 1)).join('\n')}\n`,
      );
      this.#drawn = lines.length;
      return;
    }
    for (const [index, line] of lines.entries()) {
      if (this.#told.get(index) === line) continue;
      this.#told.set(index, line);
      this.#stream.write(`${line}\n`);
    }
  }

  /** Leaves what is shown where it is; the next block starts below. */
  done(): void {
    this.#drawn = 0;
    this.#told = new Map();
  }
}
