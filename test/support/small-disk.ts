import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/**
 * A file system of its own that fills up quickly, in memory. Only root may mount one, and only on Linux.
 * @returns undefined where that is not allowed.
 */
export async function smallDisk(t: TestContext, sizeMib: number): Promise<string | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'postwright-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    await rm(path, { recursive: true });
    return undefined;
  }
  t.after(async () => {
    execFileSync('umount', ['-l', path]);
    await rm(path, { recursive: true });
  });
  return path;
}
