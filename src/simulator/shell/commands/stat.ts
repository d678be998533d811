/** `stat`, of toybox. */
import { FsError } from '../../machine/fs-error.ts';
import { type Node, normalise } from '../../machine/fs-tree.ts';
import { type Call, complain, say } from '../call.ts';
import { parseOptions } from '../options.ts';
import { modeText, sizeOf } from './ls.ts';

const BLOCK_BYTES = 512;
const KIND_NAMES = {
  directory: 'directory',
  file: 'regular file',
  link: 'symbolic link',
  device: 'character device',
} as const;

export async function stat(call: Call): Promise<number> {
  const { flags, values, operands, unknown } = parseOptions(call.args, 'Lftc:');
  if (unknown !== null) return await complain(call, `stat: Unknown option '${unknown}' (see "stat --help")`);
  if (operands.length === 0) return await complain(call, 'stat: Needs 1 argument (see "stat --help")');
  let code = 0;
  for (const path of operands) {
    try {
      const node = call.machine.files.stat(normalise(path, call.cwd), !flags.has('L'));
      const format = values.get('c');
      await say(call, format === undefined ? describe(path, node) : fill(format, path, node));
    } catch (error) {
      if (!(error instanceof FsError)) throw error;
      code = await complain(call, `stat: '${path}': ${error.message}`);
    }
  }
  return code;
}

function fill(format: string, path: string, node: Node): string {
  const values: Readonly<Record<string, string>> = {
    a: (node.mode & 0o7777).toString(8),
    A: modeText(node),
    b: String(Math.ceil(sizeOf(node) / BLOCK_BYTES)),
    B: String(BLOCK_BYTES),
    F: KIND_NAMES[node.kind],
    h: '1',
    i: String(node.inode),
    n: path,
    N: node.kind === 'link' ? `'${path}' -> '${node.target}'` : `'${path}'`,
    s: String(sizeOf(node)),
    u: '0',
    y: timeText(node),
    Y: String(node.modifiedSeconds),
    x: timeText(node),
    X: String(node.modifiedSeconds),
    z: timeText(node),
    Z: String(node.modifiedSeconds),
    '%': '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => values[letter] ?? whole);
}

function describe(path: string, node: Node): string {
  const time = timeText(node);
  return [
    `  File: ${node.kind === 'link' ? `'${path}' -> '${node.target}'` : path}`,
    `  Size: ${sizeOf(node)}\t Blocks: ${Math.ceil(sizeOf(node) / BLOCK_BYTES)}\t IO Blocks: ${BLOCK_BYTES}\t${KIND_NAMES[node.kind]}`,
    `Device: 3fh/63d\t Inode: ${node.inode}\t Links: 1`,
    `Access: (0${(node.mode & 0o7777).toString(8)}/${modeText(node)})\tUid: (    0/    root)\tGid: ( 1015/sdcard_rw)`,
    `Access: ${time}`,
    `Modify: ${time}`,
    `Change: ${time}`,
  ].join('\n');
}

function timeText({ modifiedSeconds }: Node): string {
  return `${new Date(modifiedSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}.000000000 +0000`;
}
