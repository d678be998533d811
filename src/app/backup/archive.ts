/** What a backup file is: a tar that any tar program can list, with its own checks inside. */
import { PostwrightError } from '../../errors.ts';
import type { Counters } from '../../storage/backup/catalog.ts';

export const FORMAT = 1;
/** The first entry: what this is. */
export const ABOUT_NAME = 'about.json';
/** The last entry: a file without it was cut off. */
export const END_NAME = 'end.json';
/** After so many entries come their names, sizes and hashes; so neither side has to remember them all. */
export const LISTED_ENTRIES = 500;

export interface About {
  readonly postwright_backup: typeof FORMAT;
  /** Of the Postwright that made it. */
  readonly version: string;
  /** The last migration of its tables. */
  readonly schema: string;
  readonly taken_at: string;
  /** In the order in which they are put back. */
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
}

export interface ListedEntry {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

export interface End {
  readonly rows: Readonly<Record<string, number>>;
  readonly counters: Counters;
  readonly files: number;
  /** Named by a row, but gone when their turn came. */
  readonly missing: number;
  readonly bytes: number;
}

const number = (at: number): string => String(at).padStart(6, '0');
export const partName = (table: string, part: number): string => `tables/${table}/${number(part)}.jsonl.gz`;
export const listName = (part: number): string => `lists/${number(part)}.json`;
export const fileName = (path: string): string => `files/${path}`;

/** What a file of a backup may be called: below one of our folders, and nowhere else. */
const FILE_NAME = /^files\/((?:materials|evidence|scripts|flows)\/(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\\0]+)$/;

/** @returns the path below the data directory; undefined for what is no file of a data directory. */
export function pathOfFile(entry: string): string | undefined {
  return FILE_NAME.exec(entry)?.[1];
}

export function tableOfPart(entry: string): string | undefined {
  return /^tables\/(\w+)\/\d+\.jsonl\.gz$/.exec(entry)?.[1];
}

export function isList(entry: string): boolean {
  return /^lists\/\d+\.json$/.test(entry);
}

export function damaged(what: string, cause?: unknown): PostwrightError {
  return new PostwrightError('BACKUP_INVALID', `The backup is damaged: ${what.replace(/\.$/, '')}.`, { cause });
}
