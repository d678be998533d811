import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { PostwrightError } from '../errors.ts';
import type { Db } from '../storage/database.ts';
import { findMaterial, insertMaterial, type MaterialRow, setFacts } from '../storage/materials.ts';
import { factColumns, materialOf, type StoredMaterial } from './material.ts';
import { MediaProbe } from './probe.ts';
import { MaterialRoots } from './roots.ts';
import { sniff } from './sniff.ts';

type NamedFile = Omit<StoredMaterial, 'facts'>;

export interface MaterialStoreParts {
  readonly db: Db;
  /** Where the copies are kept: `<first two digits>/<sha256><extension>`. */
  readonly directory: string;
  /** The folders files may come from. */
  readonly roots: readonly string[];
}

const SCHEME = 'material://';
const SHA256 = /^[0-9a-f]{64}$/;
/** What a FAT-formatted phone storage and TikTok itself take at most. */
const MAX_MATERIAL_BYTES = 4 * 1024 ** 3 - 1;
const CHUNK_BYTES = 1024 ** 2;
/** A FIFO without a writer must not hold us up, nor a link appear where there was a file. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Keeps a copy of every media file under its SHA-256: what happens to the source later changes no task. */
export class MaterialStore {
  readonly #db: Db;
  readonly #directory: string;
  readonly #roots: MaterialRoots;
  readonly #probe = new MediaProbe();

  constructor({ db, directory, roots }: MaterialStoreParts) {
    this.#db = db;
    this.#directory = directory;
    this.#roots = new MaterialRoots(roots);
  }

  /** Removes half-made copies of an earlier server. Before the first `admit`. */
  async start(): Promise<void> {
    await rm(this.#unfinished(), { recursive: true, force: true });
    await mkdir(this.#unfinished(), { recursive: true });
  }

  /** Where the bytes of a material are on this machine. */
  pathOf({ sha256, extension }: Pick<StoredMaterial, 'sha256' | 'extension'>): string {
    return join(this.#directory, sha256.slice(0, 2), `${sha256}${extension}`);
  }

  /**
   * Takes a file into the store, or finds one that is there.
   * @param source a path on this machine, or `material://<sha256>`.
   * @throws INVALID_PARAMETER with a sentence that says what is wrong with it; UNAVAILABLE when the disk is full.
   */
  async admit(source: string): Promise<StoredMaterial> {
    return source.startsWith(SCHEME) ? await this.#find(source) : await this.#take(source);
  }

  async #find(source: string): Promise<StoredMaterial> {
    const sha256 = source.slice(SCHEME.length).toLowerCase();
    if (!SHA256.test(sha256)) throw refuse(source, 'must be material:// and 64 hexadecimal digits');
    const row = await findMaterial(this.#db, sha256);
    if (row === undefined) throw refuse(source, 'is not in the material store');
    if (!(await this.#isWhole(materialOf(row)))) {
      throw refuse(source, 'is damaged in the material store; send the file again');
    }
    return await this.#probed(source, row);
  }

  async #take(source: string): Promise<StoredMaterial> {
    const located = await this.#roots.locate(source);
    if ('refusal' in located) throw refuse(source, located.refusal);
    await using file = await openFile(source, located.path);
    const { size } = await checkedStat(source, file);
    const type = await sniff(file, size);
    if ('refusal' in type) throw refuse(source, type.refusal);
    const copy = await this.#copy(source, file);
    const named = { ...type, sha256: copy.sha256, sizeBytes: copy.sizeBytes, name: basename(source) };
    await this.#place(copy.path, named);
    await this.#register(named);
    const row = await findMaterial(this.#db, named.sha256);
    if (row === undefined) throw refuse(source, 'was deleted from the material store while it was added');
    return { ...(await this.#probed(source, row)), name: named.name };
  }

  /** Files that came before there was a probe are looked at when they are needed. */
  async #probed(source: string, row: MaterialRow): Promise<StoredMaterial> {
    const material = materialOf(row);
    if (row.probed_at !== null) return material;
    const facts = await this.#probe.factsOf({ ...material, path: this.pathOf(material) });
    const probed = await setFacts(this.#db, row.sha256, { ...factColumns(facts), probed_at: new Date() });
    if (probed === undefined) throw refuse(source, 'was deleted from the material store while it was read');
    return materialOf(probed);
  }

  /** Copies and hashes in one go, so that the hash is that of the copy; on disk before it counts. */
  async #copy(source: string, file: FileHandle): Promise<{ path: string; sha256: string; sizeBytes: number }> {
    const path = join(this.#unfinished(), randomUUID());
    const before = await file.stat();
    try {
      await using copy = await open(path, 'wx', 0o600);
      const hash = createHash('sha256');
      const chunk = Buffer.alloc(CHUNK_BYTES);
      let sizeBytes = 0;
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, sizeBytes);
        if (bytesRead === 0) break;
        hash.update(chunk.subarray(0, bytesRead));
        await copy.writeFile(chunk.subarray(0, bytesRead));
        sizeBytes += bytesRead;
      }
      await copy.sync();
      const after = await file.stat();
      if (after.mtimeMs !== before.mtimeMs || sizeBytes !== before.size)
        throw refuse(source, 'changed while it was read');
      return { path, sha256: hash.digest('hex'), sizeBytes };
    } catch (error) {
      await rm(path, { force: true });
      throw translated(error);
    }
  }

  async #place(copy: string, material: NamedFile): Promise<void> {
    if (await this.#isWhole(material)) {
      await rm(copy);
      return;
    }
    const path = this.pathOf(material);
    try {
      await mkdir(dirname(path), { recursive: true });
      await rename(copy, path);
      await syncDirectory(dirname(path));
    } catch (error) {
      await rm(copy, { force: true });
      throw translated(error);
    }
  }

  async #register({ sha256, kind, mime, extension, sizeBytes, name }: NamedFile): Promise<void> {
    await insertMaterial(this.#db, { sha256, kind, mime, extension, size_bytes: sizeBytes, original_name: name });
  }

  async #isWhole(material: NamedFile): Promise<boolean> {
    const found = await stat(this.pathOf(material)).catch(() => undefined);
    return found?.size === material.sizeBytes;
  }

  #unfinished(): string {
    return join(this.#directory, 'unfinished');
  }
}

async function openFile(source: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, OPEN_FLAGS);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EPERM') throw refuse(source, 'cannot be read by the server: permission denied');
    if (code === 'ENXIO') throw refuse(source, 'is no regular file');
    throw refuse(source, 'cannot be opened', error);
  }
}

async function checkedStat(source: string, file: FileHandle): Promise<{ size: number }> {
  const found = await file.stat();
  if (found.isDirectory()) throw refuse(source, 'is a folder, not a file');
  if (!found.isFile()) throw refuse(source, 'is no regular file');
  if (found.size === 0) throw refuse(source, 'is empty');
  if (found.size > MAX_MATERIAL_BYTES) throw refuse(source, 'is larger than 4 GiB, which no phone takes');
  return found;
}

function refuse(source: string, refusal: string, cause?: unknown): PostwrightError {
  const message = `"${source}" ${refusal}`;
  return new PostwrightError('INVALID_PARAMETER', message, cause === undefined ? {} : { cause });
}

/** A full disk is not the caller's mistake, and passes. */
function translated(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') return error;
  return new PostwrightError('UNAVAILABLE', 'There is no space left for media in the data directory.', {
    cause: error,
  });
}

async function syncDirectory(path: string): Promise<void> {
  // Windows can neither open a directory nor needs to.
  if (process.platform === 'win32') return;
  await using directory = await open(path, 'r');
  await directory.sync();
}
