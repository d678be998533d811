import { realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';

/** Where a file really is, or why it cannot be used, in words that follow its path. */
export type Located = { readonly path: string } | { readonly refusal: string };

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

  #outside(): Located {
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
