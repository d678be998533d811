/** `ls`, in toybox's columns. */
import { isShared } from '../../machine/files.ts';
import { FsError } from '../../machine/fs-error.ts';
import { type Node, normalise } from '../../machine/fs-tree.ts';
import { type Call, complain, say } from '../call.ts';
import { type ParsedOptions, parseOptions } from '../options.ts';

const DIRECTORY_BYTES = 3452;
const SHARED_SINCE_FUSE = 30;

type Entry = readonly [string, Node];

export async function ls(call: Call): Promise<number> {
  const options = parseOptions(call.args, 'aAdlhnRtrS1Fi');
  if (options.unknown !== null)
    return await complain(call, `ls: Unknown option '${options.unknown}' (see "ls --help")`);
  const paths = options.operands.length > 0 ? options.operands : ['.'];
  let code = 0;
  for (const path of paths) {
    try {
      await show(call, path, options);
    } catch (error) {
      if (!(error instanceof FsError)) throw error;
      code = await complain(call, `ls: ${path}: ${error.message}`);
    }
  }
  return code;
}

async function show(call: Call, path: string, options: ParsedOptions): Promise<void> {
  const { files } = call.machine;
  const absolute = normalise(path, call.cwd);
  const { flags } = options;
  const keepLink = flags.has('l') && !path.endsWith('/');
  const node = files.stat(absolute, keepLink);
  if (node.kind !== 'directory' || flags.has('d')) {
    await say(call, line(call, { entry: [path, node], realPath: files.realPath(absolute) }, flags));
    return;
  }
  const realPath = files.realPath(absolute);
  const entries = sort(
    files.list(absolute).filter(([name]) => flags.has('a') || flags.has('A') || !name.startsWith('.')),
    flags,
  );
  if (options.operands.length > 1 || flags.has('R')) await say(call, `${path}:`);
  if (flags.has('l'))
    await say(call, `total ${entries.reduce((sum, [, { kind }]) => sum + (kind === 'directory' ? 4 : 8), 0)}`);
  for (const entry of entries) await say(call, line(call, { entry, realPath: `${realPath}/${entry[0]}` }, flags));
  if (!flags.has('R')) return;
  for (const [name, child] of entries) {
    if (child.kind !== 'directory') continue;
    await say(call, '');
    await show(call, `${path.replace(/\/$/, '')}/${name}`, options);
  }
}

function sort(entries: readonly Entry[], flags: ReadonlySet<string>): readonly Entry[] {
  const byName = (a: Entry, b: Entry): number => (a[0] < b[0] ? -1 : 1);
  const byTime = (a: Entry, b: Entry): number => b[1].modifiedSeconds - a[1].modifiedSeconds || byName(a, b);
  const bySize = (a: Entry, b: Entry): number => sizeOf(b[1]) - sizeOf(a[1]) || byName(a, b);
  const sorted = [...entries].sort(flags.has('t') ? byTime : flags.has('S') ? bySize : byName);
  return flags.has('r') ? sorted.reverse() : sorted;
}

function line(
  call: Call,
  { entry: [name, node], realPath }: { entry: Entry; realPath: string },
  flags: ReadonlySet<string>,
): string {
  if (!flags.has('l')) return name;
  const { user, group } = ownerOf(call, realPath);
  const time = new Date(node.modifiedSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
  const target = node.kind === 'link' ? ` -> ${node.target}` : '';
  const links = node.kind === 'directory' ? 2 : 1;
  return `${modeText(node)} ${links} ${user} ${group} ${String(sizeOf(node)).padStart(5)} ${time} ${name}${target}`;
}

function ownerOf(call: Call, realPath: string): { user: string; group: string } {
  if (!isShared(realPath))
    return realPath.startsWith('/data/local/tmp') ? { user: 'shell', group: 'shell' } : { user: 'root', group: 'root' };
  return call.machine.sdk >= SHARED_SINCE_FUSE
    ? { user: 'u0_a130', group: 'media_rw' }
    : { user: 'root', group: 'sdcard_rw' };
}

/** `drwxrwx--x`. */
export function modeText(node: Node): string {
  const type = { directory: 'd', file: '-', link: 'l', device: 'c' }[node.kind];
  const bits = Array.from({ length: 9 }, (_, index) => ((node.mode >> (8 - index)) & 1 ? 'rwx'[index % 3] : '-'));
  return type + bits.join('');
}

export function sizeOf(node: Node): number {
  if (node.kind === 'file') return node.sizeBytes;
  return node.kind === 'link' ? node.target.length : node.kind === 'directory' ? DIRECTORY_BYTES : 0;
}
