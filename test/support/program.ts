import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** The program as it is in a clone. */
export const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');

export interface ProgramOptions {
  /** `MAIN`, or the built one. */
  readonly main?: string;
  readonly cwd: string;
  readonly args: readonly string[];
  /** Besides the environment of the test. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Longer than anything a command is waited for takes on a busy machine. */
const WITHIN_MS = 180_000;

/** A command of ours in a process of its own. What it is waited for and does not come fails the test, with its output. */
export interface Program {
  readonly child: ChildProcess;
  /** stdout and stderr so far. */
  readonly output: () => string;
  /** Waits until the output has the pattern. @returns its first group. */
  found(pattern: RegExp): Promise<string>;
  /** @returns the exit code, null after a signal that was not handled. */
  ended(): Promise<number | null>;
  /** SIGTERM, then `ended`. */
  stop(): Promise<number | null>;
}

/** Starts a command; whatever becomes of the test, it is gone afterwards. */
export function startProgram(t: TestContext, { main = MAIN, cwd, args, env = {} }: ProgramOptions): Program {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  t.after(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  let output = '';
  const changed = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      changed.dispatchEvent(new Event('more'));
    });
  }
  const inTime = async <T>(promise: Promise<T>, what: string): Promise<T> => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no ${what} within ${WITHIN_MS} ms:\n${output}`)), WITHIN_MS);
    return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
  };
  const ended = async (): Promise<number | null> => (await inTime(closed, 'end'))[0];
  const search = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(output);
      if (match !== null) return match[1] ?? match[0];
      const { promise: more, resolve } = Promise.withResolvers<true>();
      changed.addEventListener('more', () => resolve(true), { once: true });
      const goesOn = await Promise.race([more, closed.then(() => false)]);
      if (!goesOn && !pattern.test(output)) assert.fail(`it ended without ${pattern}:\n${output}`);
    }
  };
  const found = async (pattern: RegExp): Promise<string> => await inTime(search(pattern), String(pattern));
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended();
  };
  return { child, output: () => output, found, ended, stop };
}
