import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PostwrightError } from '../errors.ts';
import type { StoredMaterial } from './material.ts';

export type NamedFile = Omit<StoredMaterial, 'facts'>;
type Addressed = Pick<StoredMaterial, 'sha256' | 'extension'>;

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

  async discard(material: Addressed): Promise<void> {
    await rm(this.pathOf(material), { force: true });
    await rm(this.thumbnailOf(material.sha256), { force: true });
  }

  #unfinished(): string {
    return join(this.#directory, 'unfinished');
  }

  #thumbnails(): string {
    return join(this.#directory, 'thumbnails');
  }
}

/** A full disk is not the caller's mistake, and passes. */
export function fullDisk(error: unknown): unknown {
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
