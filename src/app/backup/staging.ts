import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PostwrightError } from '../../errors.ts';
import { discardCluster } from '../../storage/embedded.ts';

/**
 * Where a backup is unpacked: inside the data directory, since that may be a disk of its own. While it is there, nothing in
 * the data directory counts.
 */
const STAGING_NAME = 'restore.unfinished';
/** What an empty data directory may hold. */
const NOTHING = /^(?:server\.lock.*|lost\+found|\.gitkeep)$/;

/** @throws DATA_DIR_UNUSABLE when a restore was cut short there. */
export async function refuseUnfinishedRestore(dataDir: string): Promise<void> {
  const names = await readdir(dataDir);
  if (!names.includes(STAGING_NAME)) return;
  throw new PostwrightError(
    'DATA_DIR_UNUSABLE',
    `A restore into ${dataDir} was cut short. Run "restore" again, which begins anew, or remove the directory.`,
  );
}

/**
 * Makes room for a restore in a data directory whose lock is held. What an earlier one that was cut short has left is removed.
 * @returns the folder to unpack into.
 * @throws NOT_EMPTY
 */
export async function makeStaging(dataDir: string): Promise<string> {
  const names = await somethingIn(dataDir);
  if (names.includes(STAGING_NAME)) await discardRestored(dataDir);
  else if (names.length > 0)
    throw new PostwrightError('NOT_EMPTY', `${dataDir} is not empty (it holds ${names.slice(0, 3).join(', ')}).`);
  const staging = join(dataDir, STAGING_NAME);
  await mkdir(staging, { mode: 0o700 });
  return staging;
}

/** Moves what was unpacked to its place. The staging folder stays until `endStaging`. */
export async function moveOut(staging: string, dataDir: string): Promise<void> {
  for (const name of await readdir(staging)) await rename(join(staging, name), join(dataDir, name));
}

export async function endStaging(staging: string): Promise<void> {
  await rmdir(staging);
}

/** Removes all that a restore has put into a data directory, which was empty before it; the mark of it last. */
export async function discardRestored(dataDir: string): Promise<void> {
  const staging = join(dataDir, STAGING_NAME);
  for (const place of [staging, dataDir]) await discardCluster(place);
  for (const name of await somethingIn(dataDir)) {
    if (name !== STAGING_NAME) await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 3 });
  }
  await rm(staging, { recursive: true, force: true, maxRetries: 3 });
}

async function somethingIn(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir)).filter((name) => !NOTHING.test(name));
}
