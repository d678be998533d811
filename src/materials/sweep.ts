import { stat } from 'node:fs/promises';

import type { Db } from '../storage/database.ts';
import { knownMaterials } from '../storage/retention.ts';
import type { StoredFile } from './files.ts';
import type { MaterialStore } from './store.ts';

export interface SweepOptions {
  /** Files that were written later may be about to be told to the database. */
  readonly before: Date;
  readonly signal: AbortSignal;
}

const BATCH = 200;

/** Removes files of the store that the database does not know: a server was killed between the two. @returns how many. */
export async function sweepFiles(store: MaterialStore, db: Db, { before, signal }: SweepOptions): Promise<number> {
  let count = 0;
  let batch: StoredFile[] = [];
  const flush = async (): Promise<void> => {
    count += await removeUnknown(store, db, { batch, before });
    batch = [];
  };
  for await (const file of store.files.stored()) {
    signal.throwIfAborted();
    batch.push(file);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return count;
}

interface BatchOptions {
  readonly batch: readonly StoredFile[];
  readonly before: Date;
}

async function removeUnknown(store: MaterialStore, db: Db, { batch, before }: BatchOptions): Promise<number> {
  if (batch.length === 0) return 0;
  const known = await knownMaterials(
    db,
    batch.map(({ sha256 }) => sha256),
  );
  let count = 0;
  for (const file of batch) {
    if (known.has(file.sha256)) continue;
    const { mtime } = await stat(file.path).catch(() => ({ mtime: before }));
    if (mtime >= before) continue;
    // Asks the database again, while the file can neither come nor go.
    await store.discard(file);
    count += 1;
  }
  return count;
}
