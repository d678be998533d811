import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowRoots } from './folder.ts';

/**
 * What changes whenever a flow file does: names, sizes, times and inodes of all files. Cheap enough to be asked before
 * each attempt. What cannot be looked at is part of it, and will be told by whoever reads the files.
 */
export function signatureOf({ shipped, operator }: FlowRoots): string {
  return [shipped, ...(operator === null ? [] : [operator])].map((root) => folderSignature(root, 1)).join('\n');
}

/** The same for one folder. @param depth how many levels of folders in it count as well. */
export function folderSignature(path: string, depth: number): string {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries
      .map((entry) => {
        const inner = join(path, entry.name);
        const { size, mtimeMs, ctimeMs, ino } = statSync(inner);
        const below = depth > 0 && entry.isDirectory() ? folderSignature(inner, depth - 1) : '';
        return `${entry.name} ${size} ${mtimeMs} ${ctimeMs} ${ino} ${below}`;
      })
      .join(';');
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
