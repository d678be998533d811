import { chown, lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PostwrightError } from '../../errors.ts';
import type { Account } from './run.ts';

/** Users that exist for this: PostgreSQL's own where it is installed, else the one that owns nothing. */
const PREFERRED_NAMES = ['postgres', 'nobody'] as const;

/**
 * As whom PostgreSQL runs. It refuses root, which Postwright is in many containers; then it runs as the owner of the
 * existing cluster, or as `postgres` or `nobody`.
 * @returns undefined when Postwright's own user will do.
 */
export async function chooseAccount(clusterDirectory: string): Promise<Account | undefined> {
  const own = process.geteuid?.();
  const existing = await lstat(clusterDirectory).catch(() => undefined);
  if (own === undefined) return undefined;
  if (own !== 0) {
    if (existing === undefined || existing.uid === own) return undefined;
    throw new PostwrightError(
      'DATA_DIR_UNUSABLE',
      `${clusterDirectory} belongs to another user (uid ${existing.uid}), so PostgreSQL cannot use it. Start Postwright as the user that made it, or choose another with --data-dir.`,
    );
  }
  if (existing !== undefined && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const account = await findAccount();
  // A data directory that root has copied or restored belongs to root: PostgreSQL wants its own files.
  if (existing !== undefined) await giveTree(clusterDirectory, account);
  return account;
}

async function findAccount(): Promise<Account> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const wanted of PREFERRED_NAMES) {
    const [, , uid, gid] = lines.find(([name]) => name === wanted) ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new PostwrightError(
    'DATABASE_UNAVAILABLE',
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody". Run Postwright as an ordinary user.',
  );
}

async function giveTree(path: string, account: Account): Promise<void> {
  await chown(path, account.uid, account.gid);
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}
