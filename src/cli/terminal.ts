import { styleText } from 'node:util';
import { ERRORS, PostwrightError } from '../errors.ts';
import { ApiRefusal } from './api-client.ts';
import type { Redactor } from './redactor.ts';

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'> & Partial<Pick<NodeJS.WriteStream, 'columns'>>;

export interface TerminalStreams {
  readonly out: Output;
  readonly err: Output;
}

const MOST_COLUMNS = 80;
/** Back to the first column, and nothing to the right of it. */
const CLEAR_LINE = '\r\u001b[2K';

/** What commands say to the person who called them: results on stdout, failures on stderr, secrets nowhere. */
export class Terminal {
  /** Set by --verbose and by log level debug: failures show their stack. */
  verbose = false;
  readonly #streams: TerminalStreams;
  readonly #redactor: Redactor;
  #isPassing = false;

  constructor(streams: TerminalStreams, redactor: Redactor) {
    this.#streams = streams;
    this.#redactor = redactor;
  }

  print(line = ''): void {
    this.#clearPassing();
    this.#streams.out.write(`${this.#redactor.clean(line)}\n`);
  }

  /** A line that the next one takes the place of; only where somebody is looking. */
  printPassing(line: string): void {
    if (!this.#streams.out.isTTY) return;
    this.#clearPassing();
    if (line === '') return;
    // What breaks into a second line could not be taken back.
    const width = (this.#streams.out.columns ?? MOST_COLUMNS) - 1;
    this.#streams.out.write(this.#redactor.clean(line).slice(0, width));
    this.#isPassing = true;
  }

  #clearPassing(): void {
    if (this.#isPassing) this.#streams.out.write(CLEAR_LINE);
    this.#isPassing = false;
  }

  warn(line: string): void {
    this.#streams.err.write(`${this.#redactor.clean(line)}\n`);
  }

  /** Aligns the second column of "name  value" lines. */
  printTable(rows: readonly (readonly [name: string, value: string])[]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    for (const [name, value] of rows) this.print(`  ${name.padEnd(width)}  ${value}`);
  }

  /** Why the command failed, for somebody who did not write it: what, why, and what to do. */
  fail(error: unknown): void {
    const [headline, ...rest] = failureLines(error);
    this.warn(`${this.#red('error:')} ${headline}`);
    for (const line of rest) this.warn(`  ${line}`);
    if (!this.verbose) return;
    for (let cause = error; cause instanceof Error; cause = cause.cause) this.warn(cause.stack ?? cause.message);
  }

  #red(text: string): string {
    return this.#streams.err.isTTY ? styleText('red', text, { stream: process.stderr }) : text;
  }
}

function failureLines(error: unknown): readonly string[] {
  if (error instanceof PostwrightError) {
    const { sentence, remedy } = ERRORS[error.errorName];
    const details = error.message === sentence ? [] : [error.message];
    return [`${sentence} (${error.errorName})`, ...details, `→ ${remedy}`];
  }
  // The server's sentence says what to do.
  if (error instanceof ApiRefusal) return [error.message];
  const message = error instanceof Error ? error.message : String(error);
  return [`Something unexpected went wrong: ${message}`, '→ Run it again with --verbose and report what it says.'];
}
