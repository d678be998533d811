import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command, which then ends with a non-zero code. */
  readonly signal?: AbortSignal;
  /** `inherit` shows the output as it comes; `collect` gives it back. */
  readonly output: 'inherit' | 'collect';
}

export interface CommandResult {
  /** 1 for a command that a signal ended. */
  readonly exitCode: number;
  /** stdout and stderr as they came; empty when inherited. */
  readonly output: string;
}

/** Runs a program without a shell. @throws when it cannot be started at all. */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const { cwd, env, signal, output } = options;
  const stdio = output === 'inherit' ? 'inherit' : 'pipe';
  const child = spawn(file, args, { stdio: ['ignore', stdio, stdio], ...(cwd && { cwd }), ...(env && { env }) });
  const stop = (): boolean => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 1));
  try {
    return { exitCode: await promise, output: Buffer.concat(chunks).toString('utf8') };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
