/** A program being run: what it was given and what it may touch. */
import type { Machine } from '../machine/machine.ts';
import type { Input, Output } from './streams.ts';

export interface Call {
  /** As it was called. */
  readonly name: string;
  readonly args: readonly string[];
  readonly machine: Machine;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Fires when the terminal or ADB stream that the program hangs on is gone. */
  readonly hangUp: AbortSignal;
  readonly cwd: string;
  readonly variables: ReadonlyMap<string, string>;
  /** Runs another program with these words, its streams being this one's unless given. */
  run(
    words: readonly string[],
    change?: Partial<Pick<Call, 'stdin' | 'stdout' | 'stderr' | 'hangUp'>>,
  ): Promise<number>;
  /** Runs shell text in a shell of its own. */
  runText(text: string): Promise<number>;
  /** Whether the phone has a program of that name. */
  knows(name: string): boolean;
}

/** @returns the exit code. */
export type Command = (call: Call) => number | Promise<number>;

/** Writes the text and a line end to standard output. @returns 0 */
export async function say(call: Call, text: string): Promise<number> {
  await call.stdout.write(`${text}\n`);
  return 0;
}

/** Writes the text and a line end to standard error. @returns `code` */
export async function complain(call: Call, text: string, code = 1): Promise<number> {
  await call.stderr.write(`${text}\n`);
  return code;
}

/** Resolves when what the program hangs on is gone, at once if it is already. */
export function hungUp({ hangUp }: Call): Promise<void> {
  if (hangUp.aborted) return Promise.resolve();
  return new Promise((resolve) => hangUp.addEventListener('abort', () => resolve(), { once: true }));
}

/**
 * What a Java tool (`am`, `pm`, `cmd`, `content`…) does with an exception it does not handle: since Android 10 the service
 * prints it itself and exits 255, before that the tool's own process does and exits 1 (facts 3).
 */
export async function crash(call: Call, verb: string, exception: string): Promise<number> {
  if (call.machine.sdk < 29) return await complain(call, `Error: ${exception}`, 1);
  return await complain(call, `\nException occurred while executing '${verb}':\n${exception}`, 255);
}
