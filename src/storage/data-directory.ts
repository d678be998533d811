import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PostwrightError } from '../errors.ts';
import { describeProcess } from './process-identity.ts';

const LOCK_NAME = 'server.lock';

/** Which process holds a data directory. The start time tells it from a later process of the same number. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

export interface DataDirectoryLock {
  release(): Promise<void>;
}

/**
 * Makes the data directory if need be and holds it: one server at a time. The lock of a server that was killed is
 * taken over.
 * @throws DATA_DIR_IN_USE naming the process that holds it; DATA_DIR_UNUSABLE when nothing can be written there.
 */
export async function lockDataDirectory(directory: string): Promise<DataDirectoryLock> {
  const path = join(directory, LOCK_NAME);
  const own = `${JSON.stringify(await thisProcess())}\n`;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(directory, error);
  }
  await acquire({ directory, path, own });
  await sweep(directory);
  return { release: async () => await release(path, own) };
}

interface Attempt {
  readonly directory: string;
  /** The lock file. */
  readonly path: string;
  /** What it holds when it is ours. */
  readonly own: string;
}

/**
 * A lock file appears whole or not at all (by a link), and is replaced only by who holds the lock on its replacement,
 * named after the stale content. So of many servers that find a stale lock at once, one gets it.
 */
async function acquire({ directory, path, own }: Attempt): Promise<void> {
  const draft = `${path}.${process.pid}-${randomUUID()}`;
  try {
    await writeFile(draft, own, { flag: 'wx' });
    while (!(await linked(draft, path))) {
      const stale = await readIfThere(path);
      if (stale === undefined) continue;
      await refuseLiving(directory, stale);
      const claim = `${path}.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`;
      await acquire({ directory, path: claim, own });
      try {
        if ((await readIfThere(path)) === stale) {
          await rename(draft, path);
          return;
        }
      } finally {
        await release(claim, own);
      }
    }
  } catch (error) {
    throw error instanceof PostwrightError ? error : unusable(directory, error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes what those who were killed while they took or gave a lock have left beside it. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(`${LOCK_NAME}.`)) continue;
    const path = join(directory, name);
    const holder = parse((await readFile(path, 'utf8').catch(() => undefined)) ?? '');
    // A draft that was not written yet names its process only in its own name.
    const pid = holder?.pid ?? Number.parseInt(/\.(\d+)-[^.]*$/.exec(name)?.[1] ?? '', 10);
    if (!Number.isInteger(pid)) continue;
    const living = await describeProcess(pid);
    if (living === undefined || (holder !== undefined && living.startedAt !== holder.startedAt))
      await rm(path, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns undefined when it is gone. Whatever else keeps it from being read stays, so that trying again is no help. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws DATA_DIR_IN_USE when the process that wrote a lock lives. */
async function refuseLiving(directory: string, text: string): Promise<void> {
  const holder = parse(text);
  if (holder === undefined) return;
  const living = await describeProcess(holder.pid);
  if (living === undefined || living.startedAt !== holder.startedAt) return;
  throw new PostwrightError(
    'DATA_DIR_IN_USE',
    `${directory} is in use by the Postwright server with process id ${holder.pid}. Stop it, or choose another with --data-dir.`,
  );
}

/** @returns undefined for what is no lock of ours: a crash while the disk was full may leave it empty. */
function parse(text: string): Holder | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

async function thisProcess(): Promise<Holder> {
  const description = await describeProcess(process.pid);
  return { pid: process.pid, startedAt: description?.startedAt ?? '' };
}

async function release(path: string, own: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === own) await rm(path, { force: true });
}

function unusable(directory: string, error: unknown): PostwrightError {
  const why = error instanceof Error ? error.message : String(error);
  return new PostwrightError('DATA_DIR_UNUSABLE', `${directory} cannot be written to: ${why}`, { cause: error });
}
