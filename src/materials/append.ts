import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Space } from './space.ts';

const CHUNK_BYTES = 1024 ** 2;
/** Written to disk this often, so that a power cut takes no more and the end of a large file does not wait long. */
const SYNC_EVERY_BYTES = 64 * 1024 ** 2;

export interface AppendOptions {
  readonly hash: Hash;
  readonly offset: number;
  readonly maxBytes: number;
  readonly space: Space;
}

export interface Appended {
  /** Of the file, with what was there before. */
  readonly sizeBytes: number;
  /** Whether more came than fits, which was not written. */
  readonly isTooMuch: boolean;
}

/** Appends what comes, and sees to it that it is on disk, whether the end was one or a cut. */
export async function append(
  target: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
  { hash, offset, maxBytes, space }: AppendOptions,
): Promise<Appended> {
  let at = offset;
  let syncedAt = offset;
  try {
    for await (const chunk of chunks) {
      if (at + chunk.length > maxBytes) return { sizeBytes: at, isTooMuch: true };
      await writeAll(target, chunk, at);
      hash.update(chunk);
      at += chunk.length;
      if (at - syncedAt >= SYNC_EVERY_BYTES) {
        await target.datasync();
        syncedAt = at;
        await space.require(0);
      }
    }
    return { sizeBytes: at, isTooMuch: false };
  } finally {
    await target.sync();
  }
}

async function writeAll(target: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await target.write(chunk, written, chunk.length - written, at + written);
    written += bytesWritten;
  }
}

/** Of the bytes that came before: what is on disk counts, not what was once received. */
export async function hashOf(file: FileHandle, sizeBytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, sizeBytes));
  for (let at = 0; at < sizeBytes; ) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, sizeBytes - at), at);
    if (bytesRead === 0) break;
    hash.update(chunk.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash;
}
