import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { DeadlineError } from '../../kit/abort.ts';

/** A user of this system to run a program as. Only root can. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface RunOptions {
  readonly account?: Account | undefined;
  readonly cwd?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is kept of a program's output: error messages are short, and initdb's chatter is not needed whole. */
const MAX_OUTPUT_CHARS = 16_384;
/** On Windows a postmaster inherits pg_ctl's pipes, so they may never close: what was said by then is enough. */
const PIPES_CLOSE_TIMEOUT_MS = 200;

/** PostgreSQL's programs speak English and read no settings from the user's environment (PGPORT, PGDATA, …). */
const ENVIRONMENT = process.platform === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } };

/**
 * Runs a program to its end, in its own session: a Ctrl-C in the terminal reaches only Postwright, which decides.
 * @throws the spawn error when it cannot be run, the signal's reason or a DeadlineError after having ended it.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.account ?? {}),
    ...ENVIRONMENT,
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  let ended: unknown;
  const end = (reason: unknown): void => {
    ended ??= reason;
    endGroup(child.pid);
  };
  const onAbort = (): void => end(options.signal?.reason);
  const timer = setTimeout(() => end(new DeadlineError(program, options.timeoutMs)), options.timeoutMs);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const closed = once(child, 'close');
    closed.catch(() => {});
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    await withinClosingTime(closed);
    if (ended !== undefined) throw ended;
    return { exitCode: exitCode ?? -1, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

async function withinClosingTime(closed: Promise<unknown>): Promise<void> {
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PIPES_CLOSE_TIMEOUT_MS);
  await Promise.race([closed, enough]);
  clearTimeout(timer);
}

/** initdb runs `postgres` as a child: both are told. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has just ended by itself.
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(-MAX_OUTPUT_CHARS);
  });
  return () => text;
}
