import { readdir, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { PostwrightError } from '../../errors.ts';
import { DeadlineError, pause } from '../../kit/abort.ts';
import { describeProcess } from '../process-identity.ts';
import { socketDirectoryPrefix } from './address.ts';
import { type Cluster, lastWords, prepareLog, runOn } from './cluster.ts';
import { endBackends, endStarters } from './leftovers.ts';
import {
  disownPostmasterFile,
  hasPostmasterFile,
  isPostmasterOf,
  ownSocketDirectory,
  POSTMASTER_FILE,
  type PostmasterFile,
  readPostmasterFile,
} from './postmaster.ts';
import type { RunResult } from './run.ts';
import { SETTINGS_FILE, socketDirectoryIn } from './settings.ts';

/** Includes crash recovery of a database that was busy. */
const START_TIMEOUT_MS = 120_000;
/** `fast` ends the sessions and writes a checkpoint; a slow disk may take a while over that. */
const STOP_TIMEOUT_MS = 30_000;
/** How long what a killed postmaster has left keeps the next one from starting, at most. */
const LEFTOVERS_TIMEOUT_MS = 10_000;
const LEFTOVERS_POLL_MS = 200;
/** Between making its file and writing it, a postmaster does nothing else. */
const HALF_WRITTEN_MS = 1_000;
/** PostgreSQL's write-ahead log grows by files of 16 MiB. */
const FULL_DISK_BYTES = 32 * 1024 ** 2;
/** What a postmaster says when another one, or its backends, are still there. */
const LEFTOVER_WORDS = /pre-existing shared memory block|lock file "postmaster\.pid" (?:already exists|is empty)/;

/** Starts the postmaster of a cluster. @throws DATABASE_UNAVAILABLE saying why it does not start; the signal's reason. */
export async function startPostmaster(cluster: Cluster, signal: AbortSignal | undefined): Promise<void> {
  const log = await prepareLog(cluster);
  const args = ['start', '-w', '-s', '-t', String(START_TIMEOUT_MS / 1000), '-l', log.argument];
  const patienceEndsAt = performance.now() + LEFTOVERS_TIMEOUT_MS;
  for (;;) {
    const { exitCode, stderr } = await stoppingOnAbort(cluster, signal, () =>
      pgCtl(cluster, args, START_TIMEOUT_MS + STOP_TIMEOUT_MS),
    );
    signal?.throwIfAborted();
    if (exitCode === 0) return;
    const words = await lastWords(cluster, log.sizeBytes);
    if (!LEFTOVER_WORDS.test(words) || performance.now() > patienceEndsAt) {
      throw new PostwrightError(
        'DATABASE_UNAVAILABLE',
        `PostgreSQL did not start: ${words}${await fullDisk(cluster)}`,
        {
          cause: new Error(stderr),
        },
      );
    }
    await pause(LEFTOVERS_POLL_MS, signal ?? new AbortController().signal);
    await settleLeftBehind(cluster);
  }
}

/** Full disks keep PostgreSQL from saying what is wrong. */
async function fullDisk({ directory }: Cluster): Promise<string> {
  const disk = await statfs(directory).catch(() => undefined);
  if (disk === undefined || disk.bavail * disk.bsize > FULL_DISK_BYTES) return '';
  return ` (the disk of ${directory} is full)`;
}

/** pg_ctl itself must not be ended half-way: the postmaster would go on without it. Stopping that ends pg_ctl's wait. */
async function stoppingOnAbort<T>(
  cluster: Cluster,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const onAbort = (): void => void stopPostmaster(cluster).catch(() => {});
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Stops the postmaster of a cluster, with less courtesy if it takes too long. Fine when none runs. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const file = await readPostmasterFile(cluster.directory);
    if (file === undefined || !(await isPostmasterOf(cluster.directory, file.pid))) return;
    const args = ['stop', '-w', '-s', '-t', String(STOP_TIMEOUT_MS / 1000), '-m', mode];
    const { exitCode } = await pgCtl(cluster, args, STOP_TIMEOUT_MS * 2);
    if (exitCode === 0) return;
  }
  throw new PostwrightError('DATABASE_UNAVAILABLE', `PostgreSQL in ${cluster.directory} does not stop.`);
}

/**
 * Makes a cluster ready for its next postmaster: stops one that a killed server has left running, rather than reusing
 * it, since sessions of that server may still hold locks in it; ends the backends of one that was killed itself; makes
 * its `postmaster.pid` acceptable.
 */
export async function settleLeftBehind(cluster: Cluster, onStop = (): void => {}): Promise<void> {
  const { directory } = cluster;
  await endStarters(directory);
  if (!(await hasPostmasterFile(directory))) return;
  const file = (await readPostmasterFile(directory)) ?? (await readSoon(directory));
  if (file !== undefined && (await isPostmasterOf(directory, file.pid))) {
    onStop();
    await stopPostmaster(cluster);
    return;
  }
  await endBackends(directory);
  // A crash while the disk was full leaves it empty, which PostgreSQL refuses and we cannot mend.
  if (file === undefined) await rm(join(directory, POSTMASTER_FILE), { force: true });
  else await disownPostmasterFile(cluster);
}

async function readSoon(directory: string): Promise<PostmasterFile | undefined> {
  await pause(HALF_WRITTEN_MS, new AbortController().signal);
  return await readPostmasterFile(directory);
}

/**
 * Removes the socket's directory of a server that was killed, by what it wrote down before it made it. A copy of a data
 * directory names the directory of a server that still lives: that one stays.
 */
export async function discardLeftSocket({ directory, account }: Cluster): Promise<void> {
  const settings = await readFile(join(directory, SETTINGS_FILE), 'utf8').catch(() => '');
  const socketDirectory = ownSocketDirectory(socketDirectoryIn(settings), socketDirectoryPrefix(account));
  if (socketDirectory === undefined || (await isUsedElsewhere(socketDirectory, directory))) return;
  await rm(socketDirectory, { recursive: true, force: true });
}

/** By the lock that a postmaster keeps beside its socket. */
async function isUsedElsewhere(socketDirectory: string, clusterDirectory: string): Promise<boolean> {
  const names = await readdir(socketDirectory).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.lock'))) {
    const pid = Number.parseInt(await readFile(join(socketDirectory, name), 'utf8').catch(() => ''), 10);
    const living = Number.isInteger(pid) ? await describeProcess(pid) : undefined;
    if (living?.name.startsWith('postgres') === true && !(await isPostmasterOf(clusterDirectory, pid))) return true;
  }
  return false;
}

async function pgCtl(cluster: Cluster, args: readonly string[], timeoutMs: number): Promise<RunResult> {
  try {
    return await runOn(cluster, 'pg_ctl', args, { timeoutMs });
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `PostgreSQL did not ${args[0]} in time: ${await lastWords(cluster)}`,
      { cause: error },
    );
  }
}
