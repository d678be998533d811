/** Files, directories and links of one phone, and the way from a path to one of them. */
import type { FileContent } from './content.ts';
import { FsError } from './fs-error.ts';

interface Common {
  readonly inode: number;
  /** Permission bits and file type, as in `st_mode`. */
  readonly mode: number;
  modifiedSeconds: number;
}

export interface DirectoryNode extends Common {
  readonly kind: 'directory';
  readonly children: Map<string, Node>;
}

export interface FileNode extends Common {
  readonly kind: 'file';
  /** Null while the file is being written. */
  content: FileContent | null;
  /** How much has been written so far. */
  sizeBytes: number;
}

interface LinkNode extends Common {
  readonly kind: 'link';
  readonly target: string;
}

interface DeviceNode extends Common {
  readonly kind: 'device';
}

export type Node = DirectoryNode | FileNode | LinkNode | DeviceNode;

/** As many as Linux follows before it says ELOOP. */
const MAX_LINKS = 40;

/** Resolves `.`, `..` and doubled slashes of `path`, taken from `cwd` when relative. */
export function normalise(path: string, cwd = '/'): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export interface Located {
  /** Without links: `/storage/emulated/0/x` for `/sdcard/x`. */
  readonly realPath: string;
  /** Null when the directory exists and the name in it does not. */
  readonly node: Node | null;
}

/**
 * Follows `path` from `root`, through links; the last name is followed too unless `keepLink`.
 * @throws FsError ENOENT when a directory on the way is missing, ENOTDIR when one is a file.
 */
export function locate(root: DirectoryNode, path: string, keepLink = false): Located {
  let pending = path.split('/').filter((part) => part !== '');
  let real: string[] = [];
  let node: Node = root;
  for (let followed = 0; pending.length > 0; ) {
    const name = pending.shift() as string;
    if (node.kind !== 'directory') throw new FsError('ENOTDIR');
    const child: Node | undefined = node.children.get(name);
    if (!child) {
      if (pending.length > 0) throw new FsError('ENOENT');
      return { realPath: `/${[...real, name].join('/')}`, node: null };
    }
    if (child.kind === 'link' && !(keepLink && pending.length === 0)) {
      followed += 1;
      if (followed > MAX_LINKS) throw new FsError('ENOENT');
      pending = [...child.target.split('/').filter((part) => part !== ''), ...pending];
      real = [];
      node = root;
      continue;
    }
    real.push(name);
    node = child;
  }
  return { realPath: `/${real.join('/')}`, node };
}

/** All files in and below `node`, with their paths. */
export function* filesBelow(node: Node, path: string): Generator<readonly [string, FileNode]> {
  if (node.kind === 'file') yield [path, node];
  if (node.kind !== 'directory') return;
  for (const [name, child] of node.children) yield* filesBelow(child, `${path}/${name}`);
}
