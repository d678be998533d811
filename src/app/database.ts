import type { Config } from '../config.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Log } from '../kit/log.ts';
import { type Db, openDatabase } from '../storage/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../storage/embedded.ts';
import { migrate } from '../storage/migrate.ts';

export interface OpenedDatabase {
  readonly db: Db;
  readonly url: string;
  /** Why our own PostgreSQL does not run now; null while it does, and of one that is not ours. */
  trouble(): string | null;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly config: Config;
  readonly log: Log;
  readonly signal: AbortSignal;
  onProgress(sentence: string): void;
}

/** A migration may rewrite a table of millions of rows. */
const MIGRATION_TIMEOUT_MS = 60 * 60_000;

/** Opens the configured PostgreSQL, or starts our own, and brings its tables up to date. */
export async function openConfiguredDatabase({
  config,
  log,
  signal,
  onProgress,
}: DatabaseOptions): Promise<OpenedDatabase> {
  const embedded: EmbeddedPostgres | null =
    config.databaseUrl === null
      ? await startEmbeddedPostgres({ dataDirectory: config.dataDir, signal, onProgress, log })
      : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const db = openDatabase(url, {
    onConnectionLost: (error) => log.warn({ err: error }, 'a connection to PostgreSQL broke'),
  });
  const close = async (): Promise<void> => {
    await db.destroy();
    await embedded?.stop();
  };
  try {
    await migrateWithPatience(url);
    crashPoint('database.migrated');
    return { db, url, isEmbedded: embedded !== null, trouble: () => embedded?.trouble ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function migrateWithPatience(url: string): Promise<void> {
  const db = openDatabase(url, { maxConnections: 1, statementTimeoutMs: MIGRATION_TIMEOUT_MS, idleTransactionMs: 0 });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}
