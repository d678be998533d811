/** The records of the sync protocol; all numbers little-endian (facts 1.7). */
import type { Node } from '../machine/fs-tree.ts';

export const LIMITS = {
  /** Longest path a request may carry. */
  pathBytes: 1024,
  /** Longest DATA chunk, both ways. */
  chunkBytes: 65_536,
} as const;

const STAT_BYTES = 12;
const STAT2_BYTES = 68;
const ID_BYTES = 4;
/** The device number of shared storage; only its being the same everywhere matters. */
const DEVICE = 63n;

export function withNumber(id: string, number: number): Buffer {
  const record = Buffer.alloc(ID_BYTES + 4);
  record.write(id, 0, 'latin1');
  record.writeUInt32LE(number, ID_BYTES);
  return record;
}

export function withText(id: string, text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([withNumber(id, bytes.length), bytes]);
}

/** Mode, size and time behind `id`: 16 bytes; zeros when there is no such file. */
export function statRecord(id: 'STAT' | 'DENT', node: Node | null): Buffer {
  const record = Buffer.alloc(ID_BYTES + STAT_BYTES);
  record.write(id, 0, 'latin1');
  if (!node) return record;
  record.writeUInt32LE(node.mode, 4);
  // Older than large files: what does not fit is cut off, as adbd does.
  record.writeUInt32LE(sizeOf(node) >>> 0, 8);
  record.writeUInt32LE(node.modifiedSeconds >>> 0, 12);
  return record;
}

/** 72 bytes; `error` is an errno, with zeros behind it. */
export function stat2Record(id: 'STA2' | 'LST2' | 'DNT2', node: Node | null, error = 0): Buffer {
  const record = Buffer.alloc(ID_BYTES + STAT2_BYTES);
  record.write(id, 0, 'latin1');
  record.writeUInt32LE(error, 4);
  if (!node) return record;
  record.writeBigUInt64LE(DEVICE, 8);
  record.writeBigUInt64LE(BigInt(node.inode), 16);
  record.writeUInt32LE(node.mode, 24);
  record.writeUInt32LE(node.kind === 'directory' ? 2 : 1, 28);
  record.writeBigUInt64LE(BigInt(sizeOf(node)), 40);
  for (const at of [48, 56, 64]) record.writeBigInt64LE(BigInt(node.modifiedSeconds), at);
  return record;
}

/** One entry of a directory: 20 bytes (`DENT`) or 76 (`DNT2`) and the name. */
export function entryRecord(id: 'DENT' | 'DNT2', name: string, node: Node): Buffer {
  const stat = id === 'DENT' ? statRecord(id, node) : stat2Record(id, node);
  const bytes = Buffer.from(name);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([stat, length, bytes]);
}

/** The end of a listing, padded to the size of an entry. */
export function listEnd(id: 'DENT' | 'DNT2'): Buffer {
  const record = Buffer.alloc(ID_BYTES + (id === 'DENT' ? STAT_BYTES : STAT2_BYTES) + 4);
  record.write('DONE', 0, 'latin1');
  return record;
}

function sizeOf(node: Node): number {
  return node.kind === 'file' ? node.sizeBytes : 4096;
}
