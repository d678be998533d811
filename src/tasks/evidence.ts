import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { LookedFor } from '../contract/looked-for.ts';

export type EvidenceKind = 'screenshot' | 'tree';

/** One kept file of an attempt, as the attempt's row lists it. */
export interface EvidenceEntry {
  readonly kind: EvidenceKind;
  /** What it shows: `published`, `failure`. */
  readonly name: string;
  /** Relative to the evidence folder: `17/1-03-published.png`. */
  readonly path: string;
  readonly at: string;
  /** Of a tree on which a search ended. */
  readonly looked_for?: LookedFor;
}

const EXTENSIONS: Readonly<Record<EvidenceKind, string>> = { screenshot: 'png', tree: 'xml' };
/** Folders on their way out; what is left of them goes at the next start. */
const LEAVING = '.leaving-';
const TASK_FOLDER = /^[1-9]\d{0,15}$/;

export interface EvidenceFile {
  readonly taskId: number;
  readonly attempt: number;
  /** Counts within the attempt, so that names sort in the order of events. */
  readonly sequence: number;
  readonly kind: EvidenceKind;
  readonly name: string;
}

/** Screenshots and UI trees, one folder a task, under `<data-dir>/evidence`. Knows how much room they take. */
export class EvidenceStore {
  readonly directory: string;
  readonly #onLost: (error: unknown, file: EvidenceFile) => void;
  /** By task. Whole once `measure` has been through; kept up from then on. */
  readonly #bytes = new Map<number, number>();
  #totalBytes = 0;
  /** Tasks that were given a file while folders are measured: those are measured once more. */
  #written = new Set<number>();

  constructor(directory: string, onLost: (error: unknown, file: EvidenceFile) => void = () => {}) {
    this.directory = directory;
    this.#onLost = onLost;
  }

  /** Of all files; too little until `measure` has been through. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  bytesOf(taskId: number): number {
    return this.#bytes.get(taskId) ?? 0;
  }

  /**
   * Keeps a file, whole or not at all.
   * @returns null when it could not be written (the disk is full, say): a post that is up is up, with or without its picture.
   */
  async keep(bytes: Uint8Array, file: EvidenceFile): Promise<EvidenceEntry | null> {
    const folder = String(file.taskId);
    const safeName = file.name.replaceAll(/[^a-z0-9-]+/g, '-');
    const fileName = `${file.attempt}-${String(file.sequence).padStart(2, '0')}-${safeName}.${EXTENSIONS[file.kind]}`;
    const path = join(this.directory, folder, fileName);
    const draft = `${path}.part`;
    try {
      await mkdir(join(this.directory, folder), { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      this.#onLost(error, file);
      return null;
    }
    this.#written.add(file.taskId);
    this.#count(file.taskId, this.bytesOf(file.taskId) + bytes.length);
    return { kind: file.kind, name: file.name, path: `${folder}/${fileName}`, at: new Date().toISOString() };
  }

  /** Takes the files of tasks away. Those of one task are gone at once, also if the server is killed meanwhile. */
  async removeOf(taskIds: readonly number[]): Promise<void> {
    for (const taskId of taskIds) await (await this.detach(taskId))();
  }

  /** Takes the folder of a task out of the way at once. @returns what removes its files, which takes longer. */
  async detach(taskId: number): Promise<() => Promise<void>> {
    const leaving = join(this.directory, `${LEAVING}${taskId}-${randomUUID()}`);
    this.#count(taskId, 0);
    try {
      await rename(join(this.directory, String(taskId)), leaving);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return async () => {};
      throw error;
    }
    return async () => await rm(leaving, { recursive: true, force: true });
  }

  /**
   * Reads how much there is, folder by folder, so that nobody else waits for it, and removes what was on its way out.
   * @returns the tasks that have a folder.
   */
  async measure(signal: AbortSignal): Promise<readonly number[]> {
    const names = await readdir(this.directory).catch(ignoreMissing);
    const taskIds: number[] = [];
    for (const name of names) {
      signal.throwIfAborted();
      if (name.startsWith(LEAVING)) await rm(join(this.directory, name), { recursive: true, force: true });
      if (!TASK_FOLDER.test(name)) continue;
      const taskId = Number(name);
      taskIds.push(taskId);
      do {
        this.#written.delete(taskId);
        this.#count(taskId, await sizeOf(join(this.directory, name)));
      } while (this.#written.has(taskId));
    }
    this.#written = new Set();
    return taskIds;
  }

  #count(taskId: number, bytes: number): void {
    this.#totalBytes += bytes - this.bytesOf(taskId);
    if (bytes === 0) this.#bytes.delete(taskId);
    else this.#bytes.set(taskId, bytes);
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder).catch(ignoreMissing)) {
    bytes += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

function ignoreMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
