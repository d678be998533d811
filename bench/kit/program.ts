import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '../../tools/root.ts';

const MAIN = inRoot('src', 'main.ts');
/** The first start of a server makes a database. */
const SAYS_WITHIN_MS = 60_000;
/** The server itself gives up stopping after 20 s. */
const ENDS_WITHIN_MS = 30_000;
const POLL_MS = 25;

/** A command of ours in a process of its own. */
export interface Program {
  readonly pid: number;
  /** Waits until its output has the pattern. @returns the first group. @throws Error when it ends or is late. */
  says(pattern: RegExp): Promise<string>;
  /** SIGTERM, and SIGKILL when that takes too long. */
  stop(): Promise<void>;
}

/** Starts `postwright ARGS…` in a directory, without the settings that the environment may hold. */
export function startProgram(args: readonly string[], cwd: string): Program {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('POSTWRIGHT_')));
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let hasEnded = false;
  const closed = once(child, 'close').finally(() => {
    hasEnded = true;
  });
  closed.catch(() => {});
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const says = async (pattern: RegExp): Promise<string> => {
    const deadline = AbortSignal.timeout(SAYS_WITHIN_MS);
    for (;;) {
      const match = pattern.exec(output);
      if (match !== null) return match[1] ?? match[0];
      if (hasEnded || deadline.aborted) throw new Error(`postwright ${args[0]} did not say ${pattern}:\n${output}`);
      await sleep(POLL_MS);
    }
  };
  const stop = async (): Promise<void> => {
    if (hasEnded) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
    await closed;
    clearTimeout(timer);
  };
  return { pid: child.pid ?? 0, says, stop };
}
