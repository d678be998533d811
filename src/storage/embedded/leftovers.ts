import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { describeProcess } from '../process-identity.ts';

/** A process ended by SIGKILL is gone at once, unless it waits for a disk. */
const GONE_TIMEOUT_MS = 5_000;
const GONE_POLL_MS = 20;

/** `initdb` and `pg_ctl` of a killed server go on without it; what they start is a shell first, then `postgres`. */
const STARTERS = ['initdb', 'pg_ctl'] as const;

interface Leftover {
  readonly pid: number;
  readonly name: string;
}

/** Ends what still makes a cluster in a directory that is to be removed. */
export async function endMakers(directory: string): Promise<void> {
  await end(directory, ({ name }) => name === 'initdb' || name.startsWith('postgres'));
}

/** Ends what may be about to start a postmaster in a cluster: asked to look, one would see none yet. */
export async function endStarters(directory: string): Promise<void> {
  await end(directory, async ({ pid, name }) => {
    if ((STARTERS as readonly string[]).includes(name)) return true;
    return name === 'sh' && /\/postgres" -D /.test(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  });
}

/**
 * Ends PostgreSQL's processes of a cluster whose postmaster is gone. They would end by themselves when they notice, but
 * one that is busy or suspended keeps the shared memory in use, and with it the next postmaster from starting.
 */
export async function endBackends(directory: string): Promise<void> {
  await end(directory, ({ name }) => name.startsWith('postgres'));
}

async function end(directory: string, isMeant: (leftover: Leftover) => boolean | Promise<boolean>): Promise<void> {
  const meant: Leftover[] = [];
  for (const leftover of await processesIn(directory)) if (await isMeant(leftover)) meant.push(leftover);
  for (const { pid } of meant) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  const patienceEndsAt = performance.now() + GONE_TIMEOUT_MS;
  for (const { pid } of meant) {
    while ((await describeProcess(pid)) !== undefined && performance.now() < patienceEndsAt) await sleep(GONE_POLL_MS);
  }
}

/**
 * Who works in a directory, also in one that was removed meanwhile. Only Linux tells; elsewhere PostgreSQL's own
 * interlocks have to do.
 */
async function processesIn(directory: string): Promise<Leftover[]> {
  if (process.platform !== 'linux') return [];
  const path = await realpath(directory).catch(() => directory);
  const found: Leftover[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    if (cwd !== path && cwd !== `${path} (deleted)`) continue;
    const name = (await describeProcess(pid))?.name;
    if (name !== undefined) found.push({ pid, name });
  }
  return found;
}
