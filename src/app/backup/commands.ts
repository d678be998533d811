/** Taking a backup and restoring one: which database it is about, and what is tidied up however it ends. */
import { lstat, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Config } from '../../config.ts';
import { PostwrightError } from '../../errors.ts';
import { crashPoint } from '../../kit/crash-points.ts';
import { isEmptyDatabase } from '../../storage/backup/catalog.ts';
import { lockDataDirectory } from '../../storage/data-directory.ts';
import { type Db, openDatabase } from '../../storage/database.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '../../storage/embedded.ts';
import { requireSupportedVersion } from '../../storage/migrate.ts';
import { type BackupEnd, type OnProgress, writeBackup } from './backup.ts';
import { checkBackup, type RestoreEnd, unpackBackup } from './restore.ts';
import { discardRestored, endStaging, makeStaging, moveOut } from './staging.ts';

export interface BackupJob {
  readonly config: Config;
  /** Of the backup. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Copies of whole tables, checks of all their rows, migrations. */
const STATEMENT_TIMEOUT_MS = 60 * 60_000;

/**
 * Takes a backup: of the database at database-url; else of the embedded one, through the server that runs it, or by
 * starting it for the time being.
 * @throws DATABASE_UNAVAILABLE, DATABASE_TOO_NEW, DATA_DIR_UNUSABLE, FILE_UNUSABLE
 */
export async function takeBackup({ config, ...job }: BackupJob): Promise<BackupEnd> {
  const { dataDir, databaseUrl } = config;
  const write = async (db: Db): Promise<BackupEnd> => await writeBackup({ ...job, db, dataDir });
  if (databaseUrl !== null) return await withDatabase(databaseUrl, write);
  if ((await lstat(join(dataDir, 'postgres')).catch(() => undefined)) === undefined)
    throw new PostwrightError('DATA_DIR_UNUSABLE', `${dataDir} holds no database: there is nothing to back up.`);
  const lock = await lockDataDirectory(dataDir).catch((error: unknown) => {
    if (error instanceof PostwrightError && error.errorName === 'DATA_DIR_IN_USE') return undefined;
    throw error;
  });
  if (lock === undefined) return await withDatabase(await runningIn(dataDir), write);
  try {
    const postgres = await startEmbeddedPostgres({ dataDirectory: dataDir, signal: job.signal });
    try {
      return await withDatabase(postgres.url, write);
    } finally {
      await postgres.stop();
    }
  } finally {
    await lock.release();
  }
}

async function runningIn(dataDir: string): Promise<string> {
  const url = await findRunningPostgres(dataDir);
  if (url !== undefined) return url;
  throw new PostwrightError(
    'DATABASE_UNAVAILABLE',
    `The server of ${dataDir} is starting or stopping; its database does not run now. Try again.`,
  );
}

async function withDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDatabase(url, { maxConnections: 1, statementTimeoutMs: STATEMENT_TIMEOUT_MS, idleTransactionMs: 0 });
  try {
    await requireSupportedVersion(db);
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/**
 * Restores a backup into an empty data directory, and an empty database where database-url names one. Whatever keeps it
 * from being restored whole leaves both as they were.
 * @throws NOT_EMPTY, BACKUP_INVALID, DATABASE_TOO_NEW, DATABASE_UNAVAILABLE, DATA_DIR_IN_USE, FILE_UNUSABLE
 */
export async function restoreBackup({ config, path, signal, onProgress }: BackupJob): Promise<RestoreEnd> {
  const { dataDir, databaseUrl } = config;
  await checkBackup(path);
  const wasThere = (await lstat(dataDir).catch(() => undefined)) !== undefined;
  const lock = await lockDataDirectory(dataDir);
  try {
    const staging = await makeStaging(dataDir);
    try {
      const options = { path, target: staging, now: new Date(), signal, onProgress };
      const end =
        databaseUrl === null
          ? await restoreEmbedded(staging, options)
          : await withDatabase(databaseUrl, async (db) => {
              await requireEmpty(db);
              return await unpackBackup(db, options, async () => await moveOut(staging, dataDir));
            });
      signal.throwIfAborted();
      crashPoint('restore.committed');
      await moveOut(staging, dataDir);
      crashPoint('restore.moved');
      await endStaging(staging);
      return end;
    } catch (error) {
      await discardRestored(dataDir);
      throw error;
    }
  } finally {
    await lock.release();
    if (!wasThere && (await readdir(dataDir)).length === 0) await rmdir(dataDir);
  }
}

async function restoreEmbedded(staging: string, options: Parameters<typeof unpackBackup>[1]): Promise<RestoreEnd> {
  const postgres = await startEmbeddedPostgres({ dataDirectory: staging, signal: options.signal });
  try {
    return await withDatabase(postgres.url, async (db) => await unpackBackup(db, options, async () => {}));
  } finally {
    await postgres.stop();
  }
}

async function requireEmpty(db: Db): Promise<void> {
  if (await isEmptyDatabase(db)) return;
  throw new PostwrightError('NOT_EMPTY', 'The database at database-url holds tables already.');
}
