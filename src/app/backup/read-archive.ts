import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';

import { PostwrightError } from '../../errors.ts';
import { damaged, END_NAME, isList, LISTED_ENTRIES, type ListedEntry } from './archive.ts';

/** What is read whole: a part of a table, a list. Files are not. */
const MAX_WHOLE_BYTES = 64 * 1024 ** 2;

export interface Entry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface ReadOptions {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
  /** Reads an entry to its end. What it has read is checked after it: nothing is true before the whole archive is read. */
  readonly onEntry: (entry: Entry) => Promise<void>;
}

/**
 * Reads a backup from beginning to end and checks every entry against the list that follows it.
 * @throws BACKUP_INVALID naming the first entry that is not as it was written; FILE_UNUSABLE.
 */
export async function readArchive({ path, signal, onBytes, onEntry }: ReadOptions): Promise<void> {
  const source = createReadStream(path, { signal });
  source.on('data', (chunk) => onBytes(chunk.length));
  const entries = entriesOf(source);
  let seen: ListedEntry[] = [];
  let last = '';
  try {
    for await (const entry of guarded(entries)) {
      signal.throwIfAborted();
      const { name } = entry.header;
      if ((entry.header.type ?? 'file') !== 'file') throw damaged(`${name} is no file`);
      if (isList(name)) {
        checkList(await wholeText({ name, sizeBytes: entry.header.size, chunks: entry.body }), seen);
        seen = [];
        continue;
      }
      if (seen.length >= LISTED_ENTRIES || last === END_NAME) throw damaged(`a list is missing before ${name}`);
      seen.push(await readEntry(entry, onEntry));
      last = name;
    }
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw new PostwrightError('FILE_UNUSABLE', `${path} cannot be read: ${message}`, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
  if (last !== END_NAME || seen.length > 0) throw damaged('it was cut off');
}

/** What a backup says of itself, before anything else is read. @throws BACKUP_INVALID, FILE_UNUSABLE */
export async function readFirst(path: string): Promise<{ readonly name: string; readonly text: string }> {
  await using file = await open(path).catch((error: Error) => {
    throw new PostwrightError('FILE_UNUSABLE', `${path} cannot be read: ${error.message}`, { cause: error });
  });
  const source = file.createReadStream({ autoClose: false });
  const entries = entriesOf(source);
  try {
    for await (const entry of guarded(entries)) {
      const { name, size } = entry.header;
      return { name, text: await wholeText({ name, sizeBytes: size, chunks: guarded(entry.body) }) };
    }
  } finally {
    source.destroy();
  }
  throw damaged('it is empty');
}

function entriesOf(source: Readable): AsyncIterable<ParsedTarEntry> {
  const bytes = Readable.toWeb(source) as ReadableStream<Uint8Array>;
  return bytes.pipeThrough(createTarDecoder({ strict: true }) as TransformStream<Uint8Array, ParsedTarEntry>);
}

async function readEntry(entry: ParsedTarEntry, onEntry: ReadOptions['onEntry']): Promise<ListedEntry> {
  const { name } = entry.header;
  const hash = createHash('sha256');
  let size = 0;
  const chunks = (async function* () {
    for await (const chunk of guarded(entry.body)) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  })();
  await onEntry({ name, sizeBytes: entry.header.size, chunks });
  for await (const _ of chunks);
  return { name, size, sha256: hash.digest('hex') };
}

/** What the tar itself says of its own damage. */
async function* guarded<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch((error: unknown) => {
      const { code, name } = error as NodeJS.ErrnoException;
      throw code !== undefined || name === 'AbortError' ? error : damaged((error as Error).message, error);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

function checkList(text: string, seen: readonly ListedEntry[]): void {
  const listed = parse(text);
  for (const [at, entry] of seen.entries()) {
    if (!isDeepStrictEqual(listed[at], entry)) throw damaged(`${entry.name} is not as it was written`);
  }
  if (listed.length !== seen.length) throw damaged(`${listed[seen.length]?.name} is missing`);
}

function parse(text: string): readonly ListedEntry[] {
  try {
    return JSON.parse(text) as readonly ListedEntry[];
  } catch (error) {
    throw damaged('a list of its entries cannot be read', error);
  }
}

export async function whole({ name, sizeBytes, chunks }: Entry): Promise<Buffer> {
  if (sizeBytes > MAX_WHOLE_BYTES) throw damaged(`${name} is too large`);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

export async function wholeText(entry: Entry): Promise<string> {
  return (await whole(entry)).toString();
}
