import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { PostwrightError } from '../../errors.ts';

/** The file that makes a folder a script, without its ending. */
export const SCRIPT_FILE = 'script';

/** A script is a few pages of text; what is larger is something else that came into the folder. */
const MOST_FILES = 100;
const LARGEST_FILE_BYTES = 256 * 1024;
const LARGEST_FOLDER_BYTES = 2 * 1024 * 1024;

export interface ScriptFolder {
  /** As messages name it: that of the folder. */
  readonly name: string;
  /** Where it really lies: the folder may be a link, what is in it may not lead out of it. */
  readonly path: string;
  /** SHA-256 over names and contents of its files. */
  readonly version: string;
}

/**
 * Looks at every file of a script's folder before any of them is read.
 * @throws SCRIPT_INVALID for what is too large or leads out of the folder.
 */
export function openScriptFolder(root: string, name: string): ScriptFolder {
  const path = realpathSync(join(root, name));
  const files = readdirSync(path).filter(isVisible).sort();
  const variant = files.find((file) => file.includes('@'));
  if (variant !== undefined) throw invalid(`${name}/${variant}`, 'the flows of a script have no variants');
  if (files.length > MOST_FILES)
    throw invalid(name, `it has ${files.length} files; at most ${MOST_FILES} are possible`);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for (const file of files) {
    const bytes = readOwn(path, { name, file });
    sizeBytes += bytes.byteLength;
    if (sizeBytes > LARGEST_FOLDER_BYTES)
      throw invalid(name, `its files are larger than ${LARGEST_FOLDER_BYTES} bytes together`);
    hash.update(`${file}\0${bytes.byteLength}\0`).update(bytes);
  }
  return { name, path, version: hash.digest('hex') };
}

/** Editors keep what they are at work on under such names. */
export function isVisible(name: string): boolean {
  return !/^[.#]/.test(name);
}

function readOwn(folder: string, { name, file }: { readonly name: string; readonly file: string }): Buffer {
  const path = realpathSync(join(folder, file));
  if (!path.startsWith(folder + sep)) throw invalid(`${name}/${file}`, 'the link leads out of the folder');
  const stat = statSync(path);
  if (!stat.isFile()) throw invalid(`${name}/${file}`, 'a script has no folders in its folder, only files');
  if (stat.size > LARGEST_FILE_BYTES)
    throw invalid(`${name}/${file}`, `it has ${stat.size} bytes; at most ${LARGEST_FILE_BYTES} are possible`);
  return readFileSync(path);
}

function invalid(where: string, problem: string): PostwrightError {
  return new PostwrightError('SCRIPT_INVALID', `${where}: ${problem}`);
}
