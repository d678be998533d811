import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PostwrightError } from '../errors.ts';
import type { StoredMaterial } from './material.ts';

export type NamedFile = Omit<StoredMaterial, 'facts'>;
type Addressed = Pick<StoredMaterial, 'sha256' | 'extension'>;

export interface StoredFile {
  readonly sha256: string;
  /** With the dot. */
  readonly extension: string;
  readonly path: string;
}

const THUMBNAILS = 'thumbnails';
const FOLDER = /^[0-9a-f]{2}$/;
const FILE = /^([0-9a-f]{64})(\.[a-z0-9]+)$/;

/** The folder of the materials: `<first two digits>/<sha256><extension>`, and beside them what is not whole yet. */
export class MaterialFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Removes half-made copies of an earlier server. Uploads that were cut off stay: they may be resumed. */
  async start(): Promise<void> {
    await rm(this.#unfinished(), { recursive: true, force: true });
    for (const folder of [this.#unfinished(), this.partialDirectory, this.#thumbnails()]) {
      await mkdir(folder, { recursive: true });
    }
  }

  pathOf({ sha256, extension }: Addressed): string {
    return join(this.#directory, sha256.slice(0, 2), `${sha256}${extension}`);
  }

  /** Where the bytes of uploads wait for the rest. */
  get partialDirectory(): string {
    return join(this.#directory, 'partial');
  }

  thumbnailOf(sha256: string): string {
    return join(this.#thumbnails(), `${sha256}.jpg`);
  }

  /** A name for a file that is not whole yet, gone with the next start. */
  unfinished(): string {
    return join(this.#unfinished(), randomUUID());
  }

  async isWhole(material: NamedFile): Promise<boolean> {
    const found = await stat(this.pathOf(material)).catch(() => undefined);
    return found?.size === material.sizeBytes;
  }

  /** Moves a finished file, which is on disk, to its place; one that is there already is kept instead. */
  async place(finished: string, material: NamedFile): Promise<void> {
    if (await this.isWhole(material)) {
      await rm(finished);
      return;
    }
    const path = this.pathOf(material);
    try {
      await mkdir(dirname(path), { recursive: true });
      await rename(finished, path);
      await syncDirectory(dirname(path));
    } catch (error) {
      await rm(finished, { force: true });
      throw fullDisk(error);
    }
  }

  /** All files at their places, and thumbnails, in no order. */
  async *stored(): AsyncGenerator<StoredFile> {
    for (const folder of await readdir(this.#directory)) {
      if (!FOLDER.test(folder) && folder !== THUMBNAILS) continue;
      for (const name of await readdir(join(this.#directory, folder))) {
        const [, sha256, extension] = FILE.exec(name) ?? [];
        if (sha256 === undefined || extension === undefined) continue;
        yield { sha256, extension, path: join(this.#directory, folder, name) };
      }
    }
  }

  async discard(material: Addressed): Promise<void> {
    await rm(this.pathOf(material), { force: true });
    await rm(this.thumbnailOf(material.sha256), { force: true });
  }

  #unfinished(): string {
    return join(this.#directory, 'unfinished');
  }

  #thumbnails(): string {
    return join(this.#directory, THUMBNAILS);
  }
}

/** No space, or none for us. */
export function isFullDisk(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** A full disk is not the caller's mistake, and passes. */
export function fullDisk(error: unknown): unknown {
  if (!isFullDisk(error)) return error;
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
