import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What tells a process from another one that got its number later. */
export interface ProcessDescription {
  readonly name: string;
  /** Opaque; equal for the same process. Empty where the system does not tell. */
  readonly startedAt: string;
  /** Where the system tells and we may know. */
  readonly cwd: string | undefined;
}

/** `ps` and `tasklist` answer at once or are broken. */
const TOOL_TIMEOUT_MS = 5_000;

/** @returns undefined when no such process lives (a zombie does not). */
export async function describeProcess(pid: number): Promise<ProcessDescription | undefined> {
  if (process.platform === 'linux') return describeOnLinux(pid);
  return process.platform === 'win32' ? describeOnWindows(pid) : describeByPs(pid);
}

async function describeOnLinux(pid: number): Promise<ProcessDescription | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name stands in parentheses and may hold any character: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const close = stat.lastIndexOf(')');
  const fields = stat.slice(close + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  const startTicks = fields[19] ?? '';
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return {
    name: stat.slice(stat.indexOf('(') + 1, close),
    startedAt: `${boot.trim()}/${startTicks}`,
    cwd: await readlink(`/proc/${pid}/cwd`).catch(() => undefined),
  };
}

async function describeByPs(pid: number): Promise<ProcessDescription | undefined> {
  const line = await outputOf('ps', ['-o', 'stat=,lstart=,comm=', '-p', String(pid)]);
  // `S    Mon Nov 23 14:58:01 2026 /path/to/postgres`: a state, five words of time, the rest is the program.
  const match = /^(\S+)\s+((?:\S+\s+){4}\S+)\s+(.+)$/.exec(line.trim());
  if (match === null || match[1]?.startsWith('Z') === true) return undefined;
  const program = match[3] ?? '';
  return { name: program.slice(program.lastIndexOf('/') + 1), startedAt: match[2] ?? '', cwd: undefined };
}

async function describeOnWindows(pid: number): Promise<ProcessDescription | undefined> {
  const line = await outputOf('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  const match = /^"([^"]+)","(\d+)"/.exec(line.trim());
  return match === null || Number(match[2]) !== pid
    ? undefined
    : { name: match[1] ?? '', startedAt: '', cwd: undefined };
}

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { timeout: TOOL_TIMEOUT_MS, windowsHide: true }).catch(
    () => ({ stdout: '' }),
  );
  return stdout;
}
