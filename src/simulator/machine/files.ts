/** The file system of one phone as the shell user sees it: what may be read and written, and how much still fits. */
import { ContentBuilder, type FileContent } from './content.ts';
import { FileWriter } from './file-writer.ts';
import { FsError } from './fs-error.ts';
import { type DirectoryNode, type FileNode, filesBelow, type Located, locate, type Node } from './fs-tree.ts';

export const SHARED_STORAGE = '/storage/emulated/0';
const TEMPORARY = '/data/local/tmp';

const GIGABYTE = 1024 ** 3;
const TOTAL_BYTES = 110 * GIGABYTE;
const FREE_BYTES = 24 * GIGABYTE;
const DIRECTORY_MODE = 0o40771;
const SHARED_DIRECTORY_MODE = 0o40770;
const SHARED_FILE_MODE = 0o100660;
const REGULAR = 0o100000;
const LINK_MODE = 0o120777;
const DEVICE_MODE = 0o20666;

const DIRECTORIES = [
  '/data/app',
  '/data/data',
  TEMPORARY,
  '/dev',
  '/mnt/sdcard',
  '/proc',
  '/storage/self',
  '/system/bin',
  '/vendor',
  ...['Alarms', 'Android', 'DCIM/Camera', 'Download', 'Movies', 'Music', 'Pictures'].map(
    (name) => `${SHARED_STORAGE}/${name}`,
  ),
];

/** What others want to know of changes below shared storage: on Android 11+ the media provider sits in the way of each. */
interface FileWatcher {
  created(path: string): void;
  removed(path: string): void;
  moved(from: string, to: string): void;
}

interface FilesOptions {
  readonly keepContent: boolean;
  nowSeconds(): number;
}

export class Files {
  readonly totalBytes = TOTAL_BYTES;
  readonly #options: FilesOptions;
  readonly #root: DirectoryNode;
  #lastInode = 1;
  #freeBytes = FREE_BYTES;
  watcher: FileWatcher | null = null;

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#root = this.#directory(DIRECTORY_MODE);
    for (const path of DIRECTORIES) this.#makeParents(`${path}/`);
    this.#link('/storage/self/primary', SHARED_STORAGE);
    this.#link('/sdcard', '/storage/self/primary');
    this.#put('/dev/null', { kind: 'device', ...this.#common(DEVICE_MODE) });
  }

  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** Makes room or fills up with things that no directory shows. */
  setFreeBytes(bytes: number): void {
    this.#freeBytes = bytes;
  }

  /** @throws FsError ENOENT, ENOTDIR, EACCES */
  stat(path: string, keepLink = false): Node {
    const { node, realPath } = locate(this.#root, path, keepLink);
    if (!isVisible(realPath)) throw new FsError('EACCES');
    if (!node) throw new FsError('ENOENT');
    return node;
  }

  /** The path without links; of something missing too, when its directory exists. @throws FsError */
  realPath(path: string): string {
    return locate(this.#root, path).realPath;
  }

  exists(path: string): boolean {
    try {
      this.stat(path);
      return true;
    } catch {
      return false;
    }
  }

  /** Names in the order of creation. @throws FsError */
  list(path: string): readonly (readonly [string, Node])[] {
    const { node, realPath } = locate(this.#root, path);
    if (!node) throw new FsError('ENOENT');
    if (node.kind !== 'directory') throw new FsError('ENOTDIR');
    if (!isVisible(`${realPath}/x`) || ['/data', '/data/app', '/data/data'].includes(realPath))
      throw new FsError('EACCES');
    return [...node.children];
  }

  /** @throws FsError; EISDIR for a directory, EIO when the bytes were not kept. */
  read(path: string): Buffer {
    const node = this.stat(path);
    if (node.kind === 'device') return Buffer.alloc(0);
    if (node.kind !== 'file') throw new FsError('EISDIR');
    if (!node.content?.bytes) throw new FsError('EIO');
    return node.content.bytes;
  }

  /** @throws FsError; EISDIR for a directory. Null while it is being written. */
  contentOf(path: string): FileContent | null {
    const node = this.stat(path);
    if (node.kind !== 'file') throw new FsError(node.kind === 'directory' ? 'EISDIR' : 'EINVAL');
    return node.content;
  }

  /** Creates or empties a file and opens it for writing. @throws FsError */
  create(path: string, permissions = 0o644): FileWriter {
    const located = locate(this.#root, path);
    this.#mustBeWritable(located);
    if (located.node?.kind === 'directory') throw new FsError('EISDIR');
    const { node, isNew } = this.#emptyFile(located, permissions);
    if (isNew) this.watcher?.created(located.realPath);
    const take = (bytes: number): void => {
      if (bytes > this.#freeBytes) throw new FsError('ENOSPC');
      this.#freeBytes -= bytes;
    };
    return new FileWriter(node, {
      builder: new ContentBuilder(this.#options.keepContent),
      take,
      nowSeconds: this.#options.nowSeconds,
      discard: () => this.#forget(located.realPath, node),
    });
  }

  /** With `parents` missing directories on the way are made too and an existing one is fine. @throws FsError */
  makeDirectory(path: string, parents = false): void {
    if (parents) {
      const missing = this.#firstMissing(path);
      if (missing === null) {
        if (this.stat(path).kind !== 'directory') throw new FsError('EEXIST');
        return;
      }
      this.#mustBeWritable(locate(this.#root, missing));
      this.#makeParents(`${path}/`);
      return;
    }
    const located = locate(this.#root, path);
    if (located.node) throw new FsError('EEXIST');
    this.#mustBeWritable(located);
    this.#makeParents(`${located.realPath}/`);
  }

  /** A file, a link or, when empty or with `recursive`, a directory. @throws FsError */
  remove(path: string, recursive = false): void {
    const located = locate(this.#root, path, true);
    if (!located.node) throw new FsError('ENOENT');
    this.#mustBeWritable(located);
    const files = [...filesBelow(located.node, located.realPath)];
    if (located.node.kind === 'directory' && located.node.children.size > 0 && !recursive)
      throw new FsError('ENOTEMPTY');
    this.#parentOf(located.realPath).children.delete(nameOf(located.realPath));
    for (const [filePath, node] of files) {
      this.#freeBytes += node.sizeBytes;
      this.watcher?.removed(filePath);
    }
  }

  /** @throws FsError */
  move(from: string, to: string): void {
    const source = locate(this.#root, from, true);
    if (!source.node) throw new FsError('ENOENT');
    let target = locate(this.#root, to);
    if (target.node?.kind === 'directory') target = locate(this.#root, `${target.realPath}/${nameOf(source.realPath)}`);
    this.#mustBeWritable(source);
    this.#mustBeWritable(target);
    if (target.node === source.node) return;
    if (target.node) this.remove(target.realPath);
    this.#parentOf(source.realPath).children.delete(nameOf(source.realPath));
    this.#put(target.realPath, source.node);
    for (const [path] of filesBelow(source.node, target.realPath)) {
      this.watcher?.moved(source.realPath + path.slice(target.realPath.length), path);
    }
  }

  #emptyFile({ realPath, node }: Located, permissions: number): { node: FileNode; isNew: boolean } {
    if (node?.kind === 'file') {
      this.#freeBytes += node.sizeBytes;
      node.sizeBytes = 0;
      node.content = null;
      return { node, isNew: false };
    }
    const mode = isShared(realPath) ? SHARED_FILE_MODE : REGULAR | permissions;
    const created: FileNode = { kind: 'file', ...this.#common(mode), content: null, sizeBytes: 0 };
    this.#put(realPath, created);
    return { node: created, isNew: true };
  }

  #forget(path: string, node: FileNode): void {
    const parent = this.#parentOf(path);
    this.#freeBytes += node.sizeBytes;
    if (parent.children.get(nameOf(path)) !== node) return;
    parent.children.delete(nameOf(path));
    this.watcher?.removed(path);
  }

  /** Only shared storage and the shell's own temporary directory may be written. */
  #mustBeWritable({ realPath }: Located): void {
    if (isShared(realPath) || realPath.startsWith(`${TEMPORARY}/`) || realPath.startsWith('/dev/')) return;
    throw new FsError(realPath.startsWith('/data') || realPath.startsWith('/storage') ? 'EACCES' : 'EROFS');
  }

  #firstMissing(path: string): string | null {
    const parts = path.split('/').filter((part) => part !== '');
    for (let count = 1; count <= parts.length; count += 1) {
      const candidate = `/${parts.slice(0, count).join('/')}`;
      if (!locate(this.#root, candidate).node) return candidate;
    }
    return null;
  }

  /** Makes the directories before the last slash. */
  #makeParents(path: string): void {
    const parts = locateParts(path);
    let node: DirectoryNode = this.#root;
    let real = '';
    for (const part of parts) {
      real += `/${part}`;
      let child = node.children.get(part);
      if (child?.kind === 'link') {
        const target = locate(this.#root, real);
        child = target.node ?? undefined;
        real = target.realPath;
      }
      if (!child) {
        child = this.#directory(isShared(real) ? SHARED_DIRECTORY_MODE : DIRECTORY_MODE);
        node.children.set(part, child);
      }
      if (child.kind !== 'directory') throw new FsError('ENOTDIR');
      node = child;
    }
  }

  #link(path: string, target: string): void {
    this.#put(path, { kind: 'link', ...this.#common(LINK_MODE), target });
  }

  #put(path: string, node: Node): void {
    this.#parentOf(path).children.set(nameOf(path), node);
  }

  #parentOf(path: string): DirectoryNode {
    const { node } = locate(this.#root, path.slice(0, path.lastIndexOf('/')));
    if (node?.kind !== 'directory') throw new FsError(node ? 'ENOTDIR' : 'ENOENT');
    return node;
  }

  #directory(mode: number): DirectoryNode {
    return { kind: 'directory', ...this.#common(mode), children: new Map() };
  }

  #common(mode: number): { inode: number; mode: number; modifiedSeconds: number } {
    this.#lastInode += 1;
    return { inode: this.#lastInode, mode, modifiedSeconds: this.#options.nowSeconds() };
  }
}

/** In or below shared storage. */
export function isShared(realPath: string): boolean {
  return realPath === SHARED_STORAGE || realPath.startsWith(`${SHARED_STORAGE}/`);
}

/** The shell user sees nothing of other users and of apps' data. */
function isVisible(realPath: string): boolean {
  return !realPath.startsWith('/data/data/') && !realPath.startsWith('/data/media');
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function locateParts(path: string): string[] {
  return path
    .slice(0, path.lastIndexOf('/'))
    .split('/')
    .filter((part) => part !== '');
}
