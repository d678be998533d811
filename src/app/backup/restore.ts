import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { PostwrightError } from '../../errors.ts';
import { crashPoint } from '../../kit/crash-points.ts';
import { copiedTables, setCounters, type TableShape } from '../../storage/backup/catalog.ts';
import { type Held, holdRestored } from '../../storage/backup/hold-restored.ts';
import { countRows, emptyTables, insertRows } from '../../storage/backup/rows.ts';
import type { Db, Tx } from '../../storage/database.ts';
import { migrateWithin, requireKnownSchema } from '../../storage/migrate.ts';
import { ABOUT_NAME, type About, damaged, END_NAME, type End, FORMAT, pathOfFile, tableOfPart } from './archive.ts';
import type { OnProgress } from './backup.ts';
import { type Entry, readArchive, readFirst, whole, wholeText } from './read-archive.ts';

/** Rows of one statement. */
const INSERT_ROWS = 500;
/** A part of a table is a few MB; what unpacks to more than this is none. */
const MAX_PART_BYTES = 512 * 1024 ** 2;

export interface UnpackOptions {
  readonly path: string;
  /** An empty folder. */
  readonly target: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

export interface RestoreEnd {
  readonly about: About;
  readonly end: End;
  readonly held: Held;
}

/**
 * Unpacks a backup: its files into a folder, its rows into an empty database, in one transaction that is committed only after
 * everything was found as it was written.
 * @param beforeCommit what has to be done by then.
 * @throws BACKUP_INVALID, DATABASE_TOO_NEW, FILE_UNUSABLE
 */
export async function unpackBackup(
  db: Db,
  options: UnpackOptions,
  beforeCommit: () => Promise<void>,
): Promise<RestoreEnd> {
  const { size: total } = await stat(options.path).catch((error: Error) => {
    throw new PostwrightError('FILE_UNUSABLE', `${options.path} cannot be read: ${error.message}`, { cause: error });
  });
  let done = 0;
  return await db.transaction().execute(async (tx) => {
    const unpacking = new Unpacking(tx, options);
    await readArchive({
      path: options.path,
      signal: options.signal,
      onBytes: (bytes) => {
        done += bytes;
        options.onProgress('restore', done, total);
      },
      onEntry: async (entry) => await unpacking.take(entry),
    });
    const end = await unpacking.finish();
    crashPoint('restore.unpacked');
    await beforeCommit();
    return end;
  });
}

/** Refuses what this version cannot restore, before anything is made for it. @throws BACKUP_INVALID, DATABASE_TOO_NEW, FILE_UNUSABLE */
export async function checkBackup(path: string): Promise<void> {
  aboutOf(path, await readFirst(path));
}

function aboutOf(path: string, { name, text }: { readonly name: string; readonly text: string }): About {
  if (name !== ABOUT_NAME) throw new PostwrightError('BACKUP_INVALID', `${path} is no backup of Postwright.`);
  const about = parse<About>(name, text);
  if (about.postwright_backup !== FORMAT) {
    throw new PostwrightError(
      'DATABASE_TOO_NEW',
      `The backup was written by Postwright ${about.version}, in a form that this version does not know.`,
    );
  }
  requireKnownSchema(about.schema);
  return about;
}

/** One backup on its way in. */
class Unpacking {
  readonly #tx: Tx;
  readonly #options: UnpackOptions;
  #about: About | undefined;
  #end: End | undefined;
  #tables: readonly TableShape[] = [];
  #files = 0;

  constructor(tx: Tx, options: UnpackOptions) {
    this.#tx = tx;
    this.#options = options;
  }

  async take(entry: Entry): Promise<void> {
    const { name } = entry;
    if (this.#about === undefined) {
      this.#about = await this.#begin(entry);
      return;
    }
    const table = tableOfPart(name);
    const path = pathOfFile(name);
    if (name === END_NAME) this.#end = parse<End>(name, await wholeText(entry));
    else if (table !== undefined) await this.#takePart(entry, table);
    else if (path !== undefined) await this.#takeFile(entry, path);
    else throw damaged(`${name} does not belong in it`);
  }

  /** After all was read and found whole: the database is as it was, and then as this version wants it. */
  async finish(): Promise<RestoreEnd> {
    if (this.#about === undefined || this.#end === undefined) throw damaged('it was cut off');
    for (const table of this.#tables) {
      const [count, wanted] = [await countRows(this.#tx, table), this.#end.rows[table.name]];
      if (count !== wanted) throw damaged(`${table.name} has ${count} rows, not ${wanted}`);
    }
    if (this.#files !== this.#end.files) throw damaged(`it has ${this.#files} files, not ${this.#end.files}`);
    await setCounters(this.#tx, this.#end.counters);
    await migrateWithin(this.#tx);
    const held = await holdRestored(this.#tx, this.#options.now);
    return { about: this.#about, end: this.#end, held };
  }

  async #begin(entry: Entry): Promise<About> {
    const about = aboutOf(this.#options.path, { name: entry.name, text: await wholeText(entry) });
    await migrateWithin(this.#tx, about.schema);
    this.#tables = await copiedTables(this.#tx);
    const known = JSON.stringify(this.#tables.map(({ name, columns }) => ({ name, columns })));
    if (known !== JSON.stringify(about.tables)) throw damaged('its tables are not those of its version');
    await emptyTables(this.#tx, this.#tables);
    return about;
  }

  async #takePart(entry: Entry, name: string): Promise<void> {
    const table = this.#tables.find((known) => known.name === name);
    if (table === undefined) throw damaged(`${entry.name} is of no table`);
    const packed = await whole(entry);
    const text = await promisify(gunzip)(packed, { maxOutputLength: MAX_PART_BYTES }).catch((error: unknown) => {
      throw damaged(`${entry.name} is not as it was written`, error);
    });
    const rows = text.toString().split('\n').slice(0, -1);
    for (let at = 0; at < rows.length; at += INSERT_ROWS) {
      this.#options.signal.throwIfAborted();
      await insertRows(this.#tx, table, rows.slice(at, at + INSERT_ROWS));
    }
  }

  async #takeFile({ chunks }: Entry, path: string): Promise<void> {
    const place = join(this.#options.target, path);
    await mkdir(dirname(place), { recursive: true });
    await pipeline(Readable.from(chunks), createWriteStream(place, { flags: 'wx', mode: 0o600 }));
    this.#files += 1;
  }
}

function parse<T>(name: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw damaged(`${name} cannot be read`, error);
  }
}
