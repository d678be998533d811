import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LIFE_POINTS } from '../../src/kit/crash-points.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { SETTINGS_FILE, socketDirectoryIn } from '../../src/storage/embedded/settings.ts';
import { findRunningPostgres } from '../../src/storage/embedded.ts';
import { describeProcess } from '../../src/storage/process-identity.ts';
import { Dice } from '../chaos/dice.ts';

const SERVER = join(import.meta.dirname, 'server.ts');
/** Longer than any start takes on a busy machine. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;
/** Until when kills strike, in first starts: some hit a server that works, or one that stops. */
const MOST_SHARE = 1.3;

/** What is killed with SIGKILL, and when. */
export type Kill =
  /** `afterStarts` is the time that a first start takes on this machine. */
  | { readonly at: string }
  | {
      readonly afterStarts: number;
      readonly whom: 'server' | 'postgres' | 'both' | 'initdb';
      readonly stopping: boolean;
    };

export interface Sweep {
  /** Rows that a server has said to be committed. */
  readonly written: readonly number[];
  /** Rows that were there in the end. */
  readonly kept: number;
  readonly kills: number;
  /** What is wrong, in sentences. */
  readonly wrong: readonly string[];
  /** How long each start took that nobody killed. */
  readonly startsMs: readonly number[];
}

/** At every crash point of a start and a stop, in the order in which a server passes them. */
export const AT_EVERY_POINT: readonly Kill[] = Object.keys(LIFE_POINTS)
  .filter((name) => name.startsWith('database.'))
  .map((at) => ({ at }));

export function randomKills(count: number, seed: number): readonly Kill[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => ({
    afterStarts: dice.next() * MOST_SHARE,
    whom: dice.one(['server', 'postgres', 'both', 'initdb'] as const),
    stopping: dice.between(1, 100) <= 30,
  }));
}

/**
 * Kills servers one after the other on one data directory, begins with a new directory wherever `isNew` says so, and looks
 * after each what the next start finds and what is left in the system.
 */
export async function sweep(kills: readonly Kill[], isNew: (at: number) => boolean): Promise<Sweep> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-crash-start-'));
  const state = { written: [] as number[], kept: 0, kills: 0, wrong: [] as string[], startsMs: [] as number[] };
  const firstStartMs = (await settle(join(home, 'measured'), [], state.wrong)).tookMs;
  let dataDir = join(home, 'data');
  let written: number[] = [];
  const sockets = new Set<string>();
  const finish = async (): Promise<void> => {
    const last = await settle(dataDir, written, state.wrong);
    state.startsMs.push(last.tookMs);
    state.written.push(...written);
    state.kept += last.kept;
    written = [];
  };
  try {
    for (const [at, kill] of kills.entries()) {
      if (at > 0 && isNew(at)) {
        await finish();
        dataDir = join(home, `data-${at}`);
      }
      const wrote = await struck(dataDir, kill, { firstStartMs, wrong: state.wrong });
      const socket = await socketOf(dataDir);
      if (socket !== undefined) sockets.add(socket);
      if (wrote !== null) written.push(wrote);
      state.kills += 1;
    }
    await finish();
    for (const path of sockets) {
      if ((await lstat(path).catch(() => undefined)) !== undefined) state.wrong.push(`left in the system: ${path}`);
    }
    return state;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where the last server let PostgreSQL listen. */
async function socketOf(dataDir: string): Promise<string | undefined> {
  return socketDirectoryIn(await readFile(join(dataDir, 'postgres', SETTINGS_FILE), 'utf8').catch(() => ''));
}

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function start(dataDir: string, crashPoint?: string): Running {
  const { POSTWRIGHT_CRASH_POINT: _, ...env } = process.env;
  const child = spawn(process.execPath, [SERVER, dataDir], {
    env: crashPoint === undefined ? env : { ...env, POSTWRIGHT_CRASH_POINT: crashPoint },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return { child, output: () => output };
}

const hasEnded = ({ child }: Running): boolean => child.exitCode !== null || child.signalCode !== null;

function wroteIn({ output }: Running): number | null {
  const match = /wrote (\d+)/.exec(output());
  return match === null ? null : Number(match[1]);
}

/** Starts a server and has it killed. @returns the row it has committed, if it came so far. */
async function struck(
  dataDir: string,
  kill: Kill,
  { firstStartMs, wrong }: { readonly firstStartMs: number; readonly wrong: string[] },
): Promise<number | null> {
  const running = start(dataDir, 'at' in kill ? kill.at : undefined);
  const begun = performance.now();
  const dueMs = 'at' in kill ? PATIENCE_MS : kill.afterStarts * firstStartMs;
  let isAsked = false;
  while (!hasEnded(running) && performance.now() - begun < dueMs) {
    const isUp = wroteIn(running) !== null;
    if (isUp && !isAsked && ('at' in kill || kill.stopping)) {
      running.child.kill('SIGTERM');
      isAsked = true;
    }
    await sleep(POLL_MS);
  }
  if (!('at' in kill) && kill.whom !== 'server') await killPostgres(dataDir, kill.whom);
  if ('at' in kill || kill.whom !== 'postgres') running.child.kill('SIGKILL');
  else if (!hasEnded(running)) {
    // It is for the server to get over this; then it goes the way of all others.
    await sleep(POLL_MS);
    running.child.kill('SIGKILL');
  }
  if (!hasEnded(running)) await once(running.child, 'exit');
  if ('at' in kill && !running.output().includes(`crash point ${kill.at}`))
    wrong.push(`${kill.at} was not passed: ${running.output()}`);
  return wroteIn(running);
}

/** Whoever works in the data directory, by its name. */
async function killPostgres(dataDir: string, whom: 'postgres' | 'both' | 'initdb'): Promise<void> {
  for (const { pid, name } of await workersIn(dataDir)) {
    if (whom === 'initdb' ? name !== 'initdb' : !name.startsWith('postgres')) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

async function workersIn(dataDir: string): Promise<readonly { readonly pid: number; readonly name: string }[]> {
  const found: { pid: number; name: string }[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (!cwd.startsWith(dataDir)) continue;
    const name = (await describeProcess(pid))?.name;
    if (name !== undefined) found.push({ pid, name });
  }
  return found;
}

/** A start that nobody kills, and a clean stop: everything is there, and nothing that should not be. */
async function settle(dataDir: string, written: readonly number[], wrong: string[]) {
  const running = start(dataDir);
  const begun = performance.now();
  while (!hasEnded(running) && wroteIn(running) === null && performance.now() - begun < PATIENCE_MS)
    await sleep(POLL_MS);
  const tookMs = performance.now() - begun;
  const wrote = wroteIn(running);
  if (wrote === null) wrong.push(`the last start did not come up: ${running.output()}`);
  const kept = wrote === null ? 0 : await rowsIn(dataDir, written, wrong);
  running.child.kill('SIGTERM');
  const timer = setTimeout(() => running.child.kill('SIGKILL'), PATIENCE_MS);
  if (!hasEnded(running)) await once(running.child, 'exit');
  clearTimeout(timer);
  if (!running.output().includes('stopped')) wrong.push(`the last stop was not clean: ${running.output()}`);
  const left = (await readdir(dataDir)).filter((name) => !['postgres', 'postgres.password', 'place'].includes(name));
  if (left.length > 0) wrong.push(`left in the data directory: ${left.join(', ')}`);
  const workers = await workersIn(dataDir);
  if (workers.length > 0) wrong.push(`still running: ${workers.map(({ name, pid }) => `${name} ${pid}`).join(', ')}`);
  return { tookMs, kept };
}

/** Asked while the last server runs. */
async function rowsIn(dataDir: string, written: readonly number[], wrong: string[]): Promise<number> {
  const db = openDatabase((await findRunningPostgres(dataDir)) ?? '', { maxConnections: 1 });
  try {
    const ids = new Set((await db.selectFrom('accounts').select('id').execute()).map(({ id }) => id));
    const lost = written.filter((id) => !ids.has(id));
    if (lost.length > 0) wrong.push(`committed rows are gone: ${lost.join(', ')}`);
    return written.length - lost.length;
  } finally {
    await db.destroy();
  }
}
