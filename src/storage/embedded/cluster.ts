import {
  chown,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { PostwrightError } from '../../errors.ts';
import { crashPoint } from '../../kit/crash-points.ts';
import type { Binaries } from './binaries.ts';
import { endMakers } from './leftovers.ts';
import { type Account, type RunResult, run } from './run.ts';
import { SUPERUSER } from './settings.ts';

/** One cluster: its directory, the programs that run it, and as whom. */
export interface Cluster {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

const CLUSTER_NAME = 'postgres';
/** Where a cluster is made before it gets its name: what carries the name is whole. */
const HALF_MADE_PREFIX = `${CLUSTER_NAME}.new-`;
/** About a second on a laptop; a slow disk under load may take a minute. */
const INITDB_TIMEOUT_MS = 180_000;
const LOG_NAME = 'postgres.log';
/** PostgreSQL says a few lines a day; what goes beyond this is a failure that repeats itself. */
const MAX_LOG_BYTES = 5_000_000;

export function clusterDirectoryIn(dataDirectory: string): string {
  return join(dataDirectory, CLUSTER_NAME);
}

export function passwordFileIn(dataDirectory: string): string {
  return join(dataDirectory, `${CLUSTER_NAME}.password`);
}

/**
 * Runs one of PostgreSQL's programs on a directory. As another user than ours, it may be unable to enter the
 * directories above (/root); so it is started inside and told `/proc/self/cwd`, which Linux follows without them.
 */
export function runOn(
  cluster: Cluster,
  program: string,
  args: readonly string[],
  limits: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<RunResult> {
  const directory = cluster.account === undefined ? cluster.directory : '/proc/self/cwd';
  return run(join(cluster.binaries.native, 'bin', program), ['-D', directory, ...args], {
    ...limits,
    account: cluster.account,
    cwd: cluster.directory,
  });
}

/** Removes what an interrupted first start has left. */
export async function discardHalfMade(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dataDirectory)) {
    if (!name.startsWith(HALF_MADE_PREFIX)) continue;
    const path = join(dataDirectory, name);
    await endMakers(path);
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Makes the cluster under another name and renames it once it is whole and on disk. */
export async function createCluster(
  dataDirectory: string,
  cluster: Cluster,
  signal: AbortSignal | undefined,
): Promise<void> {
  const directory = await mkdtemp(join(dataDirectory, HALF_MADE_PREFIX));
  try {
    if (cluster.account !== undefined) await chown(directory, cluster.account.uid, cluster.account.gid);
    crashPoint('database.making');
    const made = await runOn({ ...cluster, directory }, 'initdb', [...initdbArguments(dataDirectory)], {
      timeoutMs: INITDB_TIMEOUT_MS,
      signal,
    });
    if (made.exitCode !== 0)
      throw new PostwrightError(
        'DATABASE_UNAVAILABLE',
        `PostgreSQL could not make its data directory: ${lastLines(made.stderr)}`,
      );
    crashPoint('database.made');
    await rename(directory, cluster.directory);
    await syncDirectory(dataDirectory);
    crashPoint('database.named');
  } catch (error) {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

/** The same text everywhere: sorted by code point, lower() by Unicode's rules, whatever the system's locale. */
function initdbArguments(dataDirectory: string): readonly string[] {
  const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // The socket's directory lets nobody else in; a TCP port needs a password.
  const access =
    process.platform === 'win32'
      ? ['--auth=scram-sha-256', `--pwfile=${passwordFileIn(dataDirectory)}`]
      : ['--auth=trust'];
  return [`--username=${SUPERUSER}`, '--no-instructions', ...text, ...access];
}

/**
 * @returns whether there is a cluster.
 * @throws DATABASE_TOO_NEW, DATABASE_UNAVAILABLE when there is something these programs cannot use.
 */
export async function checkCluster({ directory, binaries }: Cluster): Promise<boolean> {
  const text = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (text === undefined) return !(await isMissingOrEmpty(directory));
  const major = Number(text);
  if (major === binaries.major) return true;
  if (major > binaries.major) {
    throw new PostwrightError(
      'DATABASE_TOO_NEW',
      `${directory} holds data of PostgreSQL ${major}, this version of Postwright brings ${binaries.major}.`,
    );
  }
  throw new PostwrightError(
    'DATABASE_UNAVAILABLE',
    `${directory} holds data of PostgreSQL ${major}, this version of Postwright brings ${binaries.major}. Move the data with pg_dump of ${major} and psql, or run PostgreSQL ${major} yourself and give its address with --database-url.`,
  );
}

async function isMissingOrEmpty(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new PostwrightError('DATA_DIR_UNUSABLE', `${directory} cannot be read: ${error.message}`, { cause: error });
  });
  if (names === undefined) return true;
  if (names.length > 0)
    throw new PostwrightError(
      'DATA_DIR_UNUSABLE',
      `${directory} is there but holds no PostgreSQL data. Move it away, or choose another with --data-dir.`,
    );
  await rmdir(directory);
  return true;
}

export interface PreparedLog {
  /** For `pg_ctl -l`. */
  readonly argument: string;
  /** Where what this start says will begin. */
  readonly sizeBytes: number;
}

/** The log starts anew when it has grown too large. */
export async function prepareLog({ directory, account }: Cluster): Promise<PreparedLog> {
  const path = join(directory, LOG_NAME);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > MAX_LOG_BYTES) await truncate(path);
  const argument = account === undefined ? path : `/proc/self/cwd/${LOG_NAME}`;
  return { argument, sizeBytes: size > MAX_LOG_BYTES ? 0 : size };
}

/** Why PostgreSQL did not start, in its own words: the log since `fromByte`. */
export async function lastWords({ directory }: Cluster, fromByte = 0): Promise<string> {
  const log = await readFile(join(directory, LOG_NAME)).catch(() => Buffer.alloc(0));
  return lastLines(log.subarray(fromByte).toString());
}

/** `2026-03-01 17:30:00.000 UTC [1234] `, which every line of the log begins with. */
const LOG_PREFIX = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \S+ \[\d+\] /gm;
/** What tells why, among what only tells that something ended. */
const COMPLAINT = /\b(?:FATAL|PANIC|ERROR|error|HINT):|invalid|could not|No space/;
const TOLD_LINES = 3;

function lastLines(text: string): string {
  const lines = text.replaceAll(LOG_PREFIX, '').trim().split('\n');
  const complaints = lines.filter((line) => COMPLAINT.test(line));
  const told = (complaints.length > 0 ? complaints : lines).slice(-TOLD_LINES);
  return told.map((line) => line.trim().replaceAll(/ {2,}/g, ' ')).join(' / ') || 'it said nothing';
}

/** Writes beside and renames: a crash leaves the old file or the new one. */
export async function writeClusterFile({ directory, account }: Cluster, name: string, text: string): Promise<void> {
  const temporary = join(directory, `${name}.new`);
  await writeFile(temporary, text, { mode: 0o600 });
  if (account !== undefined) await chown(temporary, account.uid, account.gid);
  await rename(temporary, join(directory, name));
}

async function syncDirectory(path: string): Promise<void> {
  // Windows can neither open a directory nor needs to.
  if (process.platform === 'win32') return;
  await using handle = await open(path, 'r');
  await handle.sync();
}
