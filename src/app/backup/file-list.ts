import { once } from 'node:events';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';

import { MaterialFiles } from '../../materials/files.ts';
import { keptEvidence, keptMaterials } from '../../storage/backup/kept-files.ts';
import type { Tx } from '../../storage/database.ts';
import { fileName, pathOfFile } from './archive.ts';

/** What operators put into the data directory themselves. */
const OPERATORS_FOLDERS = ['scripts', 'flows'] as const;
/** A link must not lead out of the data directory, nor a FIFO hold us up. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface FileList {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes down which files belong to what the database says at this moment, one path a line, in a file: there may be a
 * million of them. Media and evidence never change once they are there, so they can be read later.
 */
export async function listFiles(tx: Tx, dataDir: string, listPath: string): Promise<FileList> {
  const list = createWriteStream(listPath, { flags: 'wx', mode: 0o600 });
  let [files, bytes] = [0, 0];
  const note = async (path: string): Promise<void> => {
    files += 1;
    bytes += (await lstat(join(dataDir, path)).catch(() => undefined))?.size ?? 0;
    if (!list.write(`${path}\n`)) await once(list, 'drain');
  };
  const materials = new MaterialFiles(join(dataDir, 'materials'));
  for await (const page of keptMaterials(tx)) {
    for (const material of page) await note(slashed(relative(dataDir, materials.pathOf(material))));
  }
  for await (const page of keptEvidence(tx)) for (const path of page) await note(`evidence/${path}`);
  for (const folder of OPERATORS_FOLDERS) for (const path of await filesBelow(dataDir, folder)) await note(path);
  list.end();
  await once(list, 'close');
  return { files, bytes };
}

export async function* listedFiles(listPath: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(listPath), crlfDelay: Number.POSITIVE_INFINITY });
}

async function filesBelow(dataDir: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(dataDir, join(entry.parentPath, entry.name))))
    .sort();
}

const slashed = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** @returns undefined when it is gone, or is no plain file of a data directory. */
export async function openListed(dataDir: string, path: string) {
  if (pathOfFile(fileName(path)) !== path) return undefined;
  const file = await open(join(dataDir, path), OPEN_FLAGS).catch(() => undefined);
  if (file === undefined) return undefined;
  const found = await file.stat();
  if (found.isFile()) return { file, sizeBytes: found.size };
  await file.close();
  return undefined;
}
