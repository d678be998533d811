/** What is checked on this machine: the data directory and PostgreSQL. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { openDatabase } from '../storage/database.ts';
import { inspectEmbedded } from '../storage/inspect.ts';
import { serverVersion } from '../storage/migrate.ts';
import { bytesInWords, examine, type Finding, fail, failAs, ok, warn } from './finding.ts';

/** A few hundred videos and their evidence. */
const COMFORTABLE_BYTES = 2 * 2 ** 30;
/** PostgreSQL stops writing some time before nothing is left. */
const NECESSARY_BYTES = 200 * 2 ** 20;
/** As storage/migrate.ts demands at the start. */
const OLDEST_POSTGRES_MAJOR = 14;

const DATA = 'Data directory';
const DATABASE = 'PostgreSQL';

export function checkDataDir({ dataDir }: Config): Promise<Finding> {
  return examine(DATA, async () => {
    const place = await nearestExisting(dataDir);
    if (!(await stat(place)).isDirectory()) return failAs(DATA, 'DATA_DIR_UNUSABLE', `${place} is not a directory`);
    const writable = await access(place, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!writable) return failAs(DATA, 'DATA_DIR_UNUSABLE', `${place} cannot be written to`);
    const { bavail, bsize } = await statfs(place);
    const free = bavail * bsize;
    const message = `${dataDir}${place === dataDir ? '' : ' (made at the first start)'}, ${bytesInWords(free)} free`;
    if (free < NECESSARY_BYTES) return fail(DATA, message, 'Free some space, or choose another disk with --data-dir.');
    if (free < COMFORTABLE_BYTES) return warn(DATA, message, 'Media and evidence will need more.');
    return ok(DATA, message);
  });
}

async function nearestExisting(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  return exists ? path : nearestExisting(dirname(path));
}

export function checkPostgres({ databaseUrl, dataDir }: Config): Promise<Finding> {
  return examine(DATABASE, () => (databaseUrl === null ? checkEmbedded(dataDir) : checkGiven(databaseUrl)));
}

async function checkEmbedded(dataDir: string): Promise<Finding> {
  const { major, exists, runs } = await inspectEmbedded(dataDir);
  const state = runs ? 'running' : exists ? 'ready to start' : 'its database is made at the first start';
  return ok(DATABASE, `embedded, version ${major}, ${state}`);
}

async function checkGiven(url: string): Promise<Finding> {
  const db = openDatabase(url, { maxConnections: 1 });
  try {
    const { major, text } = await serverVersion(db);
    if (major >= OLDEST_POSTGRES_MAJOR) return ok(DATABASE, `at database-url, version ${text}`);
    return fail(
      DATABASE,
      `at database-url, version ${text}`,
      `Upgrade it to ${OLDEST_POSTGRES_MAJOR} or newer, or leave database-url out.`,
    );
  } finally {
    await db.destroy();
  }
}
