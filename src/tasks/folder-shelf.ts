import { join } from 'node:path';

import { invalid, PostwrightError } from '../errors.ts';
import type { MaterialFolders, MediaFolder } from '../materials/folders.ts';
import type { StoredMaterial } from '../materials/material.ts';
import type { CaptionSource } from './caption.ts';

/** As far as picks need to see folders. */
export type FolderReader = Pick<MaterialFolders, 'read' | 'take' | 'readCaption'>;

const PATH = 'script_config.material_path';

/** One folder that is picked from, and as many of its files as were needed so far, in natural order. */
export class FolderShelf {
  readonly #reader: FolderReader;
  readonly #folder: MediaFolder;
  readonly #kind: StoredMaterial['kind'];
  readonly #materials: StoredMaterial[] = [];
  #next = 0;
  #caption: CaptionSource | null = null;

  constructor(reader: FolderReader, folder: MediaFolder, kind: StoredMaterial['kind']) {
    this.#reader = reader;
    this.#folder = folder;
    this.#kind = kind;
  }

  /** @throws INVALID_PARAMETER */
  static async open(reader: FolderReader, path: string, kind: StoredMaterial['kind']): Promise<FolderShelf> {
    return new FolderShelf(reader, await atPath(async () => await reader.read(path)), kind);
  }

  get path(): string {
    return this.#folder.path;
  }

  get subfolders(): readonly string[] {
    return this.#folder.subfolders;
  }

  /** Those that are in the store by now, each content once. */
  get materials(): readonly StoredMaterial[] {
    return this.#materials;
  }

  /** Whether the folder holds nothing else. */
  get isComplete(): boolean {
    return this.#next >= this.#folder.files.length;
  }

  /** What `caption.txt` says, after `readCaption`. */
  get caption(): CaptionSource | null {
    return this.#caption;
  }

  /** Takes files into the store until there are `count` of them, or no more in the folder. */
  async fill(count: number): Promise<void> {
    while (this.#materials.length < count && !this.isComplete) {
      const name = this.#folder.files[this.#next] ?? '';
      this.#next += 1;
      const material = await this.#take(name);
      if (material === null || this.#materials.some(({ sha256 }) => sha256 === material.sha256)) continue;
      this.#materials.push(material);
    }
  }

  /** @throws INVALID_PARAMETER when it cannot be a caption. */
  async readCaption(): Promise<void> {
    const { path, captionFile } = this.#folder;
    if (captionFile === null || this.#caption !== null) return;
    const file = join(path, captionFile);
    const text = await atPath(async () => await this.#reader.readCaption(file));
    this.#caption = { text, path: PATH, of: `"${file}": ` };
  }

  /** A file that cannot be used is no reason to refuse the others: it may be one that is still being written. */
  async #take(name: string): Promise<StoredMaterial | null> {
    try {
      return await this.#reader.take(join(this.#folder.path, name), this.#kind);
    } catch (error) {
      if (error instanceof PostwrightError && error.errorName === 'INVALID_PARAMETER') return null;
      throw error;
    }
  }
}

/** Says which key of the request a folder's trouble belongs to. */
async function atPath<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PostwrightError) || error.errorName !== 'INVALID_PARAMETER') throw error;
    throw invalid([{ path: PATH, message: error.message }]);
  }
}
