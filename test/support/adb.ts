/** Debian's `adb` client, which judges the rack as a stranger would. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

export interface AdbResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface AdbClient {
  /** Runs `adb ARGS…` to its end. */
  run(args: readonly string[], stdin?: Buffer | string): Promise<AdbResult>;
  /** Runs `adb ARGS…`, fails the test when it exits with anything but 0, and gives its standard output as text. */
  text(...args: readonly string[]): Promise<string>;
  /** A directory of the test's own. */
  readonly directory: string;
}

/** The path of the client: ADB_PATH, else `adb` on the PATH; null when there is none. */
export function findAdb(): string | null {
  const named = process.env.ADB_PATH;
  if (named) return named;
  const candidates = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'adb'));
  return candidates.find(isExecutable) ?? null;
}

/**
 * A client that talks to the server at `port` and keeps its key and its temporary files in a directory that goes with the
 * test. Null, with the test reported as skipped, when this machine has no client.
 */
export async function adbClient(t: TestContext, port: number): Promise<AdbClient | null> {
  const path = findAdb();
  if (path === null) {
    t.skip('Debian adb client not found; install it with `apt-get install adb` or name one in ADB_PATH');
    return null;
  }
  const directory = await mkdtemp(join(tmpdir(), 'postwright-adb-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const environment = {
    ...process.env,
    HOME: directory,
    TMPDIR: directory,
    ADB_SERVER_SOCKET: `tcp:127.0.0.1:${port}`,
  };
  const run: AdbClient['run'] = (args, stdin) => runProgram(path, args, { environment, stdin, signal: t.signal });
  return {
    directory,
    run,
    text: async (...args) => {
      const { code, stdout, stderr } = await run(args);
      if (code !== 0) throw new Error(`adb ${args.join(' ')} exited with ${code}: ${stderr}${stdout.toString()}`);
      return stdout.toString();
    },
  };
}

interface RunOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Buffer | string | undefined;
  readonly signal: AbortSignal;
}

async function runProgram(
  path: string,
  args: readonly string[],
  { environment, stdin, signal }: RunOptions,
): Promise<AdbResult> {
  const child = spawn(path, args, { env: environment, signal, stdio: ['pipe', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A client that needs no input may be gone before it has read any.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
