import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type EvidenceKind = 'screenshot' | 'tree';

/** One kept file of an attempt, as the attempt's row lists it. */
export interface EvidenceEntry {
  readonly kind: EvidenceKind;
  /** What it shows: `published`, `failure`. */
  readonly name: string;
  /** Relative to the evidence folder: `17/1-03-published.png`. */
  readonly path: string;
  readonly at: string;
}

const EXTENSIONS: Readonly<Record<EvidenceKind, string>> = { screenshot: 'png', tree: 'xml' };

export interface EvidenceFile {
  readonly taskId: number;
  readonly attempt: number;
  /** Counts within the attempt, so that names sort in the order of events. */
  readonly sequence: number;
  readonly kind: EvidenceKind;
  readonly name: string;
}

/** Screenshots and UI trees, one folder a task, under `<data-dir>/evidence`. */
export class EvidenceStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  async keep(bytes: Uint8Array, file: EvidenceFile): Promise<EvidenceEntry> {
    const folder = String(file.taskId);
    const safeName = file.name.replaceAll(/[^a-z0-9-]+/g, '-');
    const fileName = `${file.attempt}-${String(file.sequence).padStart(2, '0')}-${safeName}.${EXTENSIONS[file.kind]}`;
    await mkdir(join(this.directory, folder), { recursive: true });
    await writeFile(join(this.directory, folder, fileName), bytes);
    return { kind: file.kind, name: file.name, path: `${folder}/${fileName}`, at: new Date().toISOString() };
  }

  async removeOf(taskIds: readonly number[]): Promise<void> {
    for (const taskId of taskIds) await rm(join(this.directory, String(taskId)), { recursive: true, force: true });
  }
}
