import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { PostwrightError } from '../../errors.ts';
import { packageVersion } from '../../kit/package.ts';
import { isDatabaseAway } from '../../storage/away.ts';
import { copiedTables, readCounters, type TableShape } from '../../storage/backup/catalog.ts';
import { rowsOf, tableBytes } from '../../storage/backup/rows.ts';
import { atOneMoment, type Db, type Tx } from '../../storage/database.ts';
import { schemaOf } from '../../storage/migrate.ts';
import { ABOUT_NAME, type About, END_NAME, type End, FORMAT, fileName, partName } from './archive.ts';
import { type FileList, listedFiles, listFiles, openListed } from './file-list.ts';
import { ArchiveWriter } from './write-archive.ts';

/** Rows of one entry, before they are compressed. */
const PART_CHARS = 4 * 1024 ** 2;

export type OnProgress = (phase: string, doneBytes: number, totalBytes: number) => void;

export interface BackupOptions {
  readonly db: Db;
  readonly dataDir: string;
  /** What is written: beside it first, and under its name once it is whole. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

export interface BackupEnd extends End {
  /** Of the file. */
  readonly sizeBytes: number;
}

/**
 * Writes all that Postwright keeps into one file, as of one moment, while a server may be at work.
 * @throws FILE_UNUSABLE when the file is there already or cannot be written.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupEnd> {
  const { path, signal } = options;
  if ((await lstat(path).catch(() => undefined)) !== undefined)
    throw new PostwrightError('FILE_UNUSABLE', `${path} is there already; a backup overwrites nothing.`);
  const unfinished = `${path}.unfinished-${randomUUID().slice(0, 8)}`;
  const list = `${unfinished}.files`;
  const target = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
  const archive = new ArchiveWriter(target, signal);
  try {
    const end = await fill(archive, options, list);
    const { size } = await lstat(unfinished);
    await rename(unfinished, path);
    await syncDirectory(dirname(path));
    return { ...end, sizeBytes: size };
  } catch (error) {
    await archive.giveUp(error);
    signal.throwIfAborted();
    throw told(path, error);
  } finally {
    await rm(unfinished, { force: true });
    await rm(list, { force: true });
  }
}

async function fill(archive: ArchiveWriter, options: BackupOptions, list: string): Promise<End> {
  const { db, dataDir, signal } = options;
  // First what the database says at one moment, then the files it names.
  const taken = await atOneMoment(db, async (tx) => {
    const rows = await addTables(tx, archive, options);
    return { rows, counters: await readCounters(tx), files: await listFiles(tx, dataDir, list) };
  });
  signal.throwIfAborted();
  const missing = await addFiles(archive, options, { ...taken.files, list });
  const end: End = {
    rows: taken.rows,
    counters: taken.counters,
    files: taken.files.files - missing,
    missing,
    bytes: archive.bytes,
  };
  await archive.end(END_NAME, `${JSON.stringify(end)}\n`);
  return end;
}

async function addTables(
  tx: Tx,
  archive: ArchiveWriter,
  { signal, onProgress }: BackupOptions,
): Promise<Record<string, number>> {
  const tables = await copiedTables(tx);
  const about: About = {
    postwright_backup: FORMAT,
    version: packageVersion(),
    schema: await schemaOf(tx),
    taken_at: new Date().toISOString(),
    tables: tables.map(({ name, columns }) => ({ name, columns })),
  };
  await archive.add(ABOUT_NAME, `${JSON.stringify(about)}\n`);
  const total = await tableBytes(tx, tables);
  let done = 0;
  const counts: Record<string, number> = {};
  for (const table of tables) {
    counts[table.name] = await addTable(tx, archive, table, (chars) => {
      signal.throwIfAborted();
      done += chars;
      onProgress('rows', Math.min(done, total), total);
    });
  }
  return counts;
}

async function addTable(
  tx: Tx,
  archive: ArchiveWriter,
  table: TableShape,
  onChars: (chars: number) => void,
): Promise<number> {
  let count = 0;
  let parts = 0;
  let text = '';
  const flush = async (): Promise<void> => {
    if (text === '') return;
    parts += 1;
    const packed = await promisify(gzip)(text);
    text = '';
    await archive.add(partName(table.name, parts), packed);
  };
  for await (const rows of rowsOf(tx, table)) {
    for (const row of rows) {
      text += `${row}\n`;
      count += 1;
      onChars(row.length);
      if (text.length >= PART_CHARS) await flush();
    }
  }
  await flush();
  return count;
}

/** @returns how many were gone: deleted since the moment of the backup. */
async function addFiles(
  archive: ArchiveWriter,
  { dataDir, signal, onProgress }: BackupOptions,
  { list, bytes }: FileList & { readonly list: string },
): Promise<number> {
  let missing = 0;
  let done = 0;
  for await (const path of listedFiles(list)) {
    signal.throwIfAborted();
    const opened = await openListed(dataDir, path);
    if (opened === undefined) {
      missing += 1;
      continue;
    }
    try {
      await archive.addFile(fileName(path), opened.file, opened.sizeBytes, (read) => {
        done += read;
        onProgress('files', Math.min(done, bytes), bytes);
      });
    } finally {
      await opened.file.close();
    }
  }
  return missing;
}

function told(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (isDatabaseAway(error)) {
    return new PostwrightError('DATABASE_UNAVAILABLE', `PostgreSQL went away: ${message}`, { cause: error });
  }
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return new PostwrightError('FILE_UNUSABLE', `${path} cannot be written: ${message}`, { cause: error });
}

async function syncDirectory(path: string): Promise<void> {
  // Windows can neither open a directory nor needs to.
  if (process.platform === 'win32') return;
  await using handle = await open(path, 'r');
  await handle.sync();
}
