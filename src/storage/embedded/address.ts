import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PostwrightError } from '../../errors.ts';
import { passwordFileIn } from './cluster.ts';
import type { Account } from './run.ts';
import type { Address } from './settings.ts';

const SOCKET_DIRECTORY_PREFIX = 'postwright-';
/** What a Unix socket's path may take: 104 bytes with the final zero on macOS, 108 on Linux. */
const MAX_SOCKET_PATH_BYTES = 103;
/** The name's letters and `/.s.PGSQL.5432`. */
const SOCKET_SUFFIX_BYTES = 26;
const NAME_LETTERS = 12;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const PASSWORD_BYTES = 24;

/**
 * Where sockets' directories are made: not in the data directory, whose path may be too long for a socket and whose
 * parents may be closed to PostgreSQL's user.
 */
export function socketDirectoryPrefix(account: Account | undefined): string {
  const preferred = join(tmpdir(), SOCKET_DIRECTORY_PREFIX);
  const fits = Buffer.byteLength(preferred) + SOCKET_SUFFIX_BYTES <= MAX_SOCKET_PATH_BYTES;
  // Root's own TMPDIR may be one that PostgreSQL's user cannot enter.
  return account === undefined && fits ? preferred : join('/tmp', SOCKET_DIRECTORY_PREFIX);
}

/** A new address at every start: a directory that nobody else can have prepared, or a port that is free now. */
export async function chooseAddress(dataDirectory: string, account: Account | undefined): Promise<Address> {
  if (process.platform === 'win32') return { port: await freePort(), password: await readPassword(dataDirectory) };
  const name = Array.from(randomBytes(NAME_LETTERS), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return { socketDirectory: `${socketDirectoryPrefix(account)}${name}` };
}

/** @throws Error when it is there already: somebody has guessed the name. */
export async function makeAddress(address: Address, account: Account | undefined): Promise<void> {
  if (!('socketDirectory' in address)) return;
  await mkdir(address.socketDirectory, { mode: 0o700 });
  if (account !== undefined) await chown(address.socketDirectory, account.uid, account.gid);
}

/** Of a postmaster that runs. */
export async function addressOf(
  dataDirectory: string,
  { socketDirectory, port }: { readonly socketDirectory: string; readonly port: number },
): Promise<Address> {
  return socketDirectory === '' ? { port, password: await readPassword(dataDirectory) } : { socketDirectory };
}

/**
 * Before a postmaster is started again at its address. Cleaners of temporary files may have taken the directory away; and
 * the killed one's lock in it keeps the next one out where its number lives on, as a zombie's or a stranger's.
 */
export async function restoreAddress(address: Address, account: Account | undefined): Promise<void> {
  if (!('socketDirectory' in address)) return;
  const { socketDirectory } = address;
  const made = await mkdir(socketDirectory, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (made && account !== undefined) await chown(socketDirectory, account.uid, account.gid);
  const found = await lstat(socketDirectory);
  if (!found.isDirectory() || found.uid !== (account?.uid ?? process.geteuid?.()))
    throw new PostwrightError('DATABASE_UNAVAILABLE', `${socketDirectory} was taken by another user.`);
  for (const name of await readdir(socketDirectory)) await rm(join(socketDirectory, name), { force: true });
}

export async function discardAddress(address: Address): Promise<void> {
  if ('socketDirectory' in address) await rm(address.socketDirectory, { recursive: true, force: true });
}

/** Before the first start on Windows: initdb takes the password from this file. */
export async function makePassword(dataDirectory: string): Promise<void> {
  if (process.platform !== 'win32') return;
  await writeFile(passwordFileIn(dataDirectory), randomBytes(PASSWORD_BYTES).toString('base64url'), {
    mode: 0o600,
    flush: true,
  });
}

async function readPassword(dataDirectory: string): Promise<string> {
  const path = passwordFileIn(dataDirectory);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `${path} is gone, and with it the password of the database. Restore it.`,
      { cause: error },
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port');
  return address.port;
}
