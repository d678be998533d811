import { lstat, mkdir } from 'node:fs/promises';

import { crashPoint } from '../kit/crash-points.ts';
import { type Log, silentLog } from '../kit/log.ts';
import { chooseAccount } from './embedded/account.ts';
import { addressOf, chooseAddress, discardAddress, makeAddress, makePassword } from './embedded/address.ts';
import { findBinaries } from './embedded/binaries.ts';
import {
  type Cluster,
  checkCluster,
  clusterDirectoryIn,
  createCluster,
  discardHalfMade,
  writeClusterFile,
} from './embedded/cluster.ts';
import { discardLeftSocket, settleLeftBehind, startPostmaster, stopPostmaster } from './embedded/life.ts';
import { isPostmasterOf, readPostmasterFile } from './embedded/postmaster.ts';
import { type Address, SETTINGS_FILE, settingsFile, urlOf } from './embedded/settings.ts';
import { Supervisor } from './embedded/supervisor.ts';

export interface EmbeddedOptions {
  /** Postwright's data directory; the cluster is its `postgres/`. It must exist and be held by `lockDataDirectory`. */
  readonly dataDirectory: string;
  readonly signal?: AbortSignal;
  /** What is being done, in a sentence for the terminal. */
  readonly onProgress?: (sentence: string) => void;
  /** PostgreSQL settings over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told when PostgreSQL dies and when it runs again. */
  readonly log?: Log;
}

/** A running PostgreSQL of our own. */
export class EmbeddedPostgres {
  /** For `openDatabase`. It holds until `stop`; the next start has another. */
  readonly url: string;
  readonly #cluster: Cluster;
  readonly #address: Address;
  readonly #supervisor: Supervisor;
  #stopping: Promise<void> | undefined;

  constructor(cluster: Cluster, address: Address, log: Log) {
    this.#cluster = cluster;
    this.#address = address;
    this.url = urlOf(address);
    this.#supervisor = new Supervisor({ cluster, address, log });
    this.#supervisor.start();
  }

  /** Why it does not run now, in a sentence; null while it does. It comes back by itself, at the same address. */
  get trouble(): string | null {
    return this.#supervisor.trouble;
  }

  /** Ends the sessions, writes everything and stops. A second call gets the first one's promise. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#supervisor.stop();
    crashPoint('database.stopping');
    await stopPostmaster(this.#cluster);
    crashPoint('database.stopped');
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
    await settleLeftBehind(cluster, () =>
      onProgress('Stopping the PostgreSQL that an earlier server has left behind…'),
    );
    await discardLeftSocket(cluster);
  } else {
    onProgress('Making the database (only at the first start)…');
    await makePassword(dataDirectory);
    await createCluster(dataDirectory, cluster, signal);
  }
  signal?.throwIfAborted();
  const address = await chooseAddress(dataDirectory, account);
  try {
    // Written down before it is made, so that the next start finds it whatever happens.
    await writeClusterFile(cluster, SETTINGS_FILE, settingsFile(address, options.settings ?? {}));
    await makeAddress(address, account);
    crashPoint('database.starting');
    onProgress('Starting PostgreSQL…');
    await startPostmaster(cluster, signal);
    crashPoint('database.started');
  } catch (error) {
    await stopPostmaster(cluster).catch(() => {});
    await discardAddress(address);
    throw error;
  }
  return new EmbeddedPostgres(cluster, address, options.log ?? silentLog);
}

/** Ends whatever runs on the cluster in a directory, and forgets it: the directory is going to be removed. */
export async function discardCluster(dataDirectory: string): Promise<void> {
  const directory = clusterDirectoryIn(dataDirectory);
  if ((await lstat(directory).catch(() => undefined)) === undefined) return;
  const account = await chooseAccount(directory);
  const cluster: Cluster = { directory, account, binaries: await findBinaries(account) };
  await settleLeftBehind(cluster);
  await discardLeftSocket(cluster);
}

/** Where the embedded PostgreSQL of a data directory can be reached that another process runs; undefined when none runs. */
export async function findRunningPostgres(dataDirectory: string): Promise<string | undefined> {
  const directory = clusterDirectoryIn(dataDirectory);
  const file = await readPostmasterFile(directory);
  if (file === undefined || !(await isPostmasterOf(directory, file.pid))) return undefined;
  return urlOf(await addressOf(dataDirectory, file));
}
