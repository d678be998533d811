import { opendir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { PostwrightError } from '../errors.ts';
import { naturalOrder } from '../kit/natural-order.ts';
import type { StoredMaterial } from './material.ts';
import { refusedFile } from './refused.ts';
import { MaterialRoots } from './roots.ts';
import { sniff } from './sniff.ts';
import type { MaterialStore } from './store.ts';

/** A folder that media are picked from, as it was when it was read. */
export interface MediaFolder {
  /** As the caller wrote it, with the name of the sub-folder where it is one. */
  readonly path: string;
  /** Names of the files in natural order; hidden ones and `caption.txt` are left out. */
  readonly files: readonly string[];
  /** Names of the sub-folders that are not hidden. */
  readonly subfolders: readonly string[];
  /** The name of `caption.txt`, in whatever case; null where there is none. */
  readonly captionFile: string | null;
}

export interface MaterialFoldersParts {
  readonly store: Pick<MaterialStore, 'admit'>;
  /** The folders files may come from. */
  readonly roots: readonly string[];
}

/** Far more than anybody sorts by hand; a mistaken path like `/` must not keep the server busy. */
const MAX_ENTRIES = 20_000;
const CAPTION_FILE = 'caption.txt';
/** As much as `captions` may hold, in characters of up to four bytes. */
const MAX_CAPTION_BYTES = 80_000;
const MAX_CAPTION_UNITS = 20_000;
/** Files whose content is known from an earlier look; the oldest are forgotten. */
const MAX_KNOWN = 20_000;

/** Reads folders that media are picked from, and takes their files into the store. */
export class MaterialFolders {
  readonly #store: Pick<MaterialStore, 'admit'>;
  readonly #roots: MaterialRoots;
  /** SHA-256 by what a changed file does not keep, so that a folder of many is not read anew for every pick. */
  readonly #known = new Map<string, string>();

  constructor({ store, roots }: MaterialFoldersParts) {
    this.#store = store;
    this.#roots = new MaterialRoots(roots);
  }

  /** @throws INVALID_PARAMETER with a sentence that says what is wrong with the folder. */
  async read(path: string): Promise<MediaFolder> {
    const located = await this.#roots.locate(path);
    if ('refusal' in located) throw refuse(path, located.refusal);
    const files: string[] = [];
    const subfolders: string[] = [];
    let captionFile: string | null = null;
    for (const name of await visibleNames(path, located.path)) {
      const kind = await kindOf(join(located.path, name));
      if (kind === 'folder') subfolders.push(name);
      if (kind !== 'file') continue;
      if (name.toLowerCase() === CAPTION_FILE) captionFile ??= name;
      else files.push(name);
    }
    return { path, files: files.sort(naturalOrder), subfolders: subfolders.sort(naturalOrder), captionFile };
  }

  /**
   * Takes a file of a folder into the store.
   * @param store takes it, in place of the store itself.
   * @returns null when its content is nothing of this kind, or it leads out of the folders that media may come from.
   * @throws INVALID_PARAMETER when it is, and cannot be used.
   */
  async take(
    path: string,
    kind: StoredMaterial['kind'],
    store: Pick<MaterialStore, 'admit'> = this.#store,
  ): Promise<StoredMaterial | null> {
    const located = await this.#roots.locate(path);
    if ('refusal' in located) return null;
    const key = await keyOf(located.path);
    const sha256 = this.#known.get(key);
    if (sha256 !== undefined) {
      const found = await store.admit(`material://${sha256}`).catch(() => null);
      if (found !== null) return found.kind === kind ? { ...found, name: basename(path) } : null;
    }
    if ((await this.#contentOf(path)) !== kind) return null;
    const material = await store.admit(path);
    this.#remember(key, material.sha256);
    return material;
  }

  /**
   * What the `caption.txt` of a folder says.
   * @throws INVALID_PARAMETER with a sentence that says what is wrong with it.
   */
  async readCaption(path: string): Promise<string> {
    const opened = await this.#roots.open(path);
    if ('refusal' in opened) throw refuse(path, opened.refusal, opened.cause);
    try {
      await using file = opened.file;
      const { size } = await file.stat();
      if (size > MAX_CAPTION_BYTES) throw refuse(path, `has ${size} bytes; a caption has at most ${MAX_CAPTION_BYTES}`);
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await file.read(bytes, 0, size, 0);
      return decoded(path, bytes.subarray(0, bytesRead));
    } catch (error) {
      if (error instanceof PostwrightError) throw error;
      throw refuse(path, 'cannot be read by the server', error);
    }
  }

  async #contentOf(path: string): Promise<StoredMaterial['kind'] | null> {
    const opened = await this.#roots.open(path);
    // Gone since the folder was read, or not for us to read: nothing to pick.
    if ('refusal' in opened) return null;
    await using file = opened.file;
    try {
      const { size } = await file.stat();
      const type = size === 0 ? { refusal: 'is empty' } : await sniff(file, size);
      return 'refusal' in type ? null : type.kind;
    } catch {
      return null;
    }
  }

  #remember(key: string, sha256: string): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, sha256);
  }
}

/** UTF-8 with or without a byte order mark. Editors of some systems end lines with CR LF, and most end the last one. */
function decoded(path: string, bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refuse(path, 'is not UTF-8; save it as UTF-8', error);
  }
  const caption = text.replaceAll('\r\n', '\n').trim();
  if (caption.includes('\0')) throw refuse(path, 'contains the character U+0000');
  if (caption.length > MAX_CAPTION_UNITS)
    throw refuse(
      path,
      `has ${caption.length} characters; a caption with all its spintax has at most ${MAX_CAPTION_UNITS}`,
    );
  return caption;
}

async function visibleNames(path: string, real: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(real)) {
      if (name.startsWith('.')) continue;
      names.push(name);
      if (names.length > MAX_ENTRIES) throw refuse(path, `holds more than ${MAX_ENTRIES} files`);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOTDIR') throw refuse(path, 'is a file, not a folder', error);
    if (code === 'EACCES' || code === 'EPERM')
      throw refuse(path, 'cannot be read by the server: permission denied', error);
    throw error;
  }
  return names;
}

/** What a name leads to, links followed; null for what is neither, or leads nowhere. */
async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) return 'folder';
  return found?.isFile() === true ? 'file' : null;
}

async function keyOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? path : [path, found.dev, found.ino, found.size, found.mtimeNs].join('\n');
}

function refuse(path: string, refusal: string, cause?: unknown): PostwrightError {
  return refusedFile(`"${path}" ${refusal}`, cause);
}
