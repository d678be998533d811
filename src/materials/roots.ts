import { constants } from 'node:fs';
import { type FileHandle, open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';

/** Where a file really is, or why it cannot be used, in words that follow its path. */
export type Located = { readonly path: string } | { readonly refusal: string };

/** A file of one of the folders, ready to be read, or why there is none, in words that follow its path. */
export type Opened = { readonly file: FileHandle } | { readonly refusal: string; readonly cause?: unknown };

/** A FIFO without a writer must not hold us up, nor a link appear where there was a file. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

const WINDOWS_PATH = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** The folders media may come from. Symbolic links are resolved before anything is decided. */
export class MaterialRoots {
  readonly #roots: readonly string[];

  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  /**
   * Whether a path outside of the roots exists is not told: the refusal is the same.
   * @param path as the caller wrote it; a relative one counts from the server's working directory.
   */
  async locate(path: string): Promise<Located> {
    if (path.includes('\0')) return { refusal: 'is no path' };
    const roots = await this.#realRoots();
    try {
      const real = await realpath(path);
      return isUnder(real, roots) ? { path: real } : this.#outside();
    } catch (error) {
      if (process.platform !== 'win32' && WINDOWS_PATH.test(path))
        return { refusal: 'does not exist: it is a Windows path, and this server runs on another system' };
      const deepest = await deepestExisting(resolve(path));
      if (!isUnder(deepest, roots)) return this.#outside();
      return { refusal: reasonOf(error) };
    }
  }

  /**
   * Opens a regular file. That it lies in one of the folders is seen once more when it is open: whoever may rename
   * folders there could have put a link in the way meanwhile.
   */
  async open(path: string): Promise<Opened> {
    const located = await this.locate(path);
    if ('refusal' in located) return located;
    const refusal = await notRegular(located.path);
    if (refusal !== null) return { refusal };
    let file: FileHandle;
    try {
      file = await open(located.path, OPEN_FLAGS);
    } catch (cause) {
      return { refusal: openRefusal(cause), cause };
    }
    if (await this.#isInside(file, path)) return { file };
    await file.close();
    return this.#outside();
  }

  /** Asks the system where an open file lies; where it cannot tell, whether the path still leads to that very file. */
  async #isInside(file: FileHandle, path: string): Promise<boolean> {
    const real = await readlink(`/proc/self/fd/${file.fd}`).catch(() => undefined);
    if (real !== undefined) return isUnder(real, await this.#realRoots());
    const located = await this.locate(path);
    if ('refusal' in located) return false;
    const [opened, there] = await Promise.all([file.stat(), stat(located.path).catch(() => undefined)]);
    return there !== undefined && there.ino === opened.ino && there.dev === opened.dev;
  }

  #outside(): { readonly refusal: string } {
    return { refusal: `is not in a folder that media may come from (material-roots: ${this.#roots.join(', ')})` };
  }

  /** Resolved each time: a root may be mounted or made after the start. */
  async #realRoots(): Promise<string[]> {
    const resolved = await Promise.all(this.#roots.map((root) => realpath(root).catch(() => undefined)));
    return resolved.filter((root) => root !== undefined);
  }
}

function isUnder(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
}

/** Before it is opened: with some devices that alone does something. */
async function notRegular(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return null;
  return found.isDirectory() ? 'is a folder, not a file' : 'is no regular file';
}

function openRefusal(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read by the server: permission denied';
  return code === 'ENXIO' ? 'is no regular file' : 'cannot be opened';
}

/** Where the part of a path that exists leads to. */
async function deepestExisting(path: string): Promise<string> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const real = await realpath(folder).catch(() => undefined);
    if (real !== undefined) return real;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read by the server: permission denied';
  if (code === 'ELOOP') return 'is a symbolic link that leads to itself';
  if (code === 'ENAMETOOLONG') return 'is too long for a path';
  return 'does not exist on the server';
}
