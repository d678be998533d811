import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describeProcess } from '../process-identity.ts';
import { type Cluster, writeClusterFile } from './cluster.ts';

/** What PostgreSQL writes into `postmaster.pid`: https://www.postgresql.org/docs/18/storage-file-layout.html */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Empty on Windows. */
  readonly socketDirectory: string;
}

export const POSTMASTER_FILE = 'postmaster.pid';

/** Whether there is one, whole or not. */
export async function hasPostmasterFile(clusterDirectory: string): Promise<boolean> {
  return (await lstat(join(clusterDirectory, POSTMASTER_FILE)).catch(() => undefined)) !== undefined;
}

/** @returns undefined when there is no such file, or only the beginning of one. */
export async function readPostmasterFile(clusterDirectory: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(clusterDirectory, POSTMASTER_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [pid = '', , , port = '', socketDirectory = ''] = text.split('\n');
  return /^-?\d+$/.test(pid.trim())
    ? { pid: Math.abs(Number(pid)), port: Number(port), socketDirectory: socketDirectory.trim() }
    : undefined;
}

/**
 * Whether the process is the postmaster of this very cluster. Neither a zombie is (nobody reaps the orphans of a killed
 * server in a container) nor a stranger that got its number after a restart.
 */
export async function isPostmasterOf(clusterDirectory: string, pid: number): Promise<boolean> {
  const found = await describeProcess(pid);
  if (found === undefined || !found.name.startsWith('postgres')) return false;
  // A postmaster's working directory is its cluster, and its own user may know that. Only Linux tells; elsewhere the
  // name has to do.
  return process.platform !== 'linux' || found.cwd === (await realpath(clusterDirectory));
}

/**
 * Makes a `postmaster.pid` whose postmaster is gone acceptable to PostgreSQL, which takes any process of that number
 * for the old postmaster and refuses to start. The file stays, since PostgreSQL finds in it the shared memory that
 * orphaned backends may still use; only the number is replaced by ours, which PostgreSQL knows for its grandparent's
 * and so never for a rival (CreateLockFile in src/backend/utils/init/miscinit.c).
 */
export async function disownPostmasterFile(cluster: Cluster): Promise<void> {
  const text = await readFile(join(cluster.directory, POSTMASTER_FILE), 'utf8');
  const rest = text.slice(text.indexOf('\n') + 1);
  await writeClusterFile(cluster, POSTMASTER_FILE, `${process.pid}\n${rest}`);
}

/** The directory made for a socket, if it is one of ours. */
export function ownSocketDirectory(path: string | undefined, prefix: string): string | undefined {
  return path?.startsWith(prefix) === true && dirname(path) === dirname(prefix) ? path : undefined;
}
