import { mkdir, rm } from 'node:fs/promises';

import { PostwrightError } from '../errors.ts';
import { DeadlineError, pause } from '../kit/abort.ts';
import { chooseAccount } from './embedded/account.ts';
import { discardAddress, makePassword, prepareAddress, socketDirectoryPrefix } from './embedded/address.ts';
import { findBinaries } from './embedded/binaries.ts';
import {
  type Cluster,
  checkCluster,
  clusterDirectoryIn,
  createCluster,
  discardHalfMade,
  lastWords,
  prepareLog,
  runOn,
  writeClusterFile,
} from './embedded/cluster.ts';
import { disownPostmasterFile, isPostmasterOf, ownSocketDirectory, readPostmasterFile } from './embedded/postmaster.ts';
import type { RunResult } from './embedded/run.ts';
import { type Address, settingsFile, urlOf } from './embedded/settings.ts';

export interface EmbeddedOptions {
  /** Postwright's data directory; the cluster is its `postgres/`. It must exist and be held by `lockDataDirectory`. */
  readonly dataDirectory: string;
  readonly signal?: AbortSignal;
  /** What is being done, in a sentence for the terminal. */
  readonly onProgress?: (sentence: string) => void;
  /** PostgreSQL settings over ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Includes crash recovery of a database that was busy. */
const START_TIMEOUT_MS = 120_000;
/** `fast` ends the sessions and writes a checkpoint; a slow disk may take a while over that. */
const STOP_TIMEOUT_MS = 30_000;
/** How long the orphaned backends of a killed postmaster take at most to notice; until then their memory is in use. */
const ORPHANS_TIMEOUT_MS = 10_000;
const ORPHANS_POLL_MS = 200;

/** A running PostgreSQL of our own. */
export class EmbeddedPostgres {
  /** For `openDatabase`. The socket's directory or the port change with every start. */
  readonly url: string;
  readonly #cluster: Cluster;
  readonly #address: Address;
  #stopping: Promise<void> | undefined;

  constructor(cluster: Cluster, address: Address) {
    this.#cluster = cluster;
    this.#address = address;
    this.url = urlOf(address);
  }

  /** Ends the sessions, writes everything and stops. A second call gets the first one's promise. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await stopPostmaster(this.#cluster);
    await discardAddress(this.#address);
  }
}

/**
 * Starts the PostgreSQL of a data directory, making its cluster at the first start. Whatever an earlier server has
 * left behind is mended: a half-made cluster, a stale `postmaster.pid`, a postmaster that still runs. The latter is
 * stopped rather than reused, since sessions of the ended server may still hold locks in it.
 * @throws DATABASE_UNAVAILABLE, DATABASE_TOO_NEW, DATA_DIR_UNUSABLE, or the signal's reason.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, signal, onProgress = () => {} } = options;
  await mkdir(dataDirectory, { recursive: true });
  const directory = clusterDirectoryIn(dataDirectory);
  const account = await chooseAccount(directory);
  const cluster: Cluster = { directory, account, binaries: await findBinaries(account) };
  await discardHalfMade(dataDirectory);
  if (await checkCluster(cluster)) {
    await settleLeftBehind(cluster, onProgress);
  } else {
    onProgress('Making the database (only at the first start)…');
    await makePassword(dataDirectory);
    await createCluster(dataDirectory, cluster, signal);
  }
  signal?.throwIfAborted();
  const address = await prepareAddress(dataDirectory, account);
  try {
    await writeClusterFile(cluster, 'postgresql.conf', settingsFile(address, options.settings ?? {}));
    onProgress('Starting PostgreSQL…');
    await startPostmaster(cluster, signal);
  } catch (error) {
    await stopPostmaster(cluster).catch(() => {});
    await discardAddress(address);
    throw error;
  }
  return new EmbeddedPostgres(cluster, address);
}

async function settleLeftBehind(cluster: Cluster, onProgress: (sentence: string) => void): Promise<void> {
  const file = await readPostmasterFile(cluster.directory);
  if (file === undefined) return;
  if (await isPostmasterOf(cluster.directory, file.pid)) {
    onProgress('Stopping the PostgreSQL that an earlier server has left behind…');
    await stopPostmaster(cluster);
  } else {
    await disownPostmasterFile(cluster.directory);
  }
  const socketDirectory = ownSocketDirectory(file, socketDirectoryPrefix(cluster.account));
  if (socketDirectory !== undefined) await rm(socketDirectory, { recursive: true, force: true });
}

async function startPostmaster(cluster: Cluster, signal: AbortSignal | undefined): Promise<void> {
  const log = await prepareLog(cluster);
  const args = ['start', '-w', '-s', '-t', String(START_TIMEOUT_MS / 1000), '-l', log.argument];
  const patienceEndsAt = Date.now() + ORPHANS_TIMEOUT_MS;
  for (;;) {
    const { exitCode, stderr } = await stoppingOnAbort(cluster, signal, () =>
      pgCtl(cluster, args, START_TIMEOUT_MS + STOP_TIMEOUT_MS),
    );
    signal?.throwIfAborted();
    if (exitCode === 0) return;
    const words = await lastWords(cluster, log.sizeBytes);
    if (!words.includes('pre-existing shared memory block') || Date.now() > patienceEndsAt) {
      throw new PostwrightError('DATABASE_UNAVAILABLE', `PostgreSQL did not start: ${words}`, {
        cause: new Error(stderr),
      });
    }
    await pause(ORPHANS_POLL_MS, signal ?? new AbortController().signal);
    // The failed start has removed the file's stranger, or left it as it was.
    if ((await readPostmasterFile(cluster.directory)) !== undefined) await disownPostmasterFile(cluster.directory);
  }
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
async function stopPostmaster(cluster: Cluster): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const file = await readPostmasterFile(cluster.directory);
    if (file === undefined || !(await isPostmasterOf(cluster.directory, file.pid))) return;
    const args = ['stop', '-w', '-s', '-t', String(STOP_TIMEOUT_MS / 1000), '-m', mode];
    const { exitCode } = await pgCtl(cluster, args, STOP_TIMEOUT_MS * 2);
    if (exitCode === 0) return;
  }
  throw new PostwrightError('DATABASE_UNAVAILABLE', `PostgreSQL in ${cluster.directory} does not stop.`);
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
