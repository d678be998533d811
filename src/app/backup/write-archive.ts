import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { createTarPacker } from 'modern-tar';

import { LISTED_ENTRIES, type ListedEntry, listName } from './archive.ts';

const CHUNK_BYTES = 1024 ** 2;

/** Writes the entries of a backup one after the other, each with its hash in a list that follows. */
export class ArchiveWriter {
  readonly #packer = createTarPacker();
  readonly #written: Promise<void>;
  #listed: ListedEntry[] = [];
  #lists = 0;
  bytes = 0;

  constructor(target: Writable, signal: AbortSignal) {
    this.#written = pipeline(Readable.fromWeb(this.#packer.readable as NodeReadableStream), target, { signal });
    // Whoever writes next is told; here nobody waits yet.
    this.#written.catch((error: unknown) => this.#packer.controller.error(error));
  }

  async add(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    await this.#entry(name, bytes.length, async function* () {
      yield bytes;
    });
  }

  /** @returns false when the file got shorter while it was read, which spoils the archive. */
  async addFile(name: string, file: FileHandle, sizeBytes: number, onBytes: (bytes: number) => void): Promise<void> {
    await this.#entry(name, sizeBytes, async function* () {
      for (let at = 0; at < sizeBytes; ) {
        const { bytesRead, buffer } = await file.read({
          buffer: Buffer.allocUnsafe(Math.min(CHUNK_BYTES, sizeBytes - at)),
          position: at,
        });
        if (bytesRead === 0) throw new Error(`${name} got shorter while it was read`);
        at += bytesRead;
        onBytes(bytesRead);
        yield buffer.subarray(0, bytesRead);
      }
    });
  }

  /** Writes the last entry and waits until all is on its way to the disk. */
  async end(name: string, content: string): Promise<void> {
    await this.add(name, content);
    await this.#list();
    this.#packer.controller.finalize();
    await this.#written;
  }

  /** Ends without having written all. */
  async giveUp(reason: unknown): Promise<void> {
    this.#packer.controller.error(reason);
    await this.#written.catch(() => {});
  }

  async #entry(name: string, size: number, chunks: () => AsyncGenerator<Uint8Array>): Promise<void> {
    if (this.#listed.length >= LISTED_ENTRIES) await this.#list();
    const hash = createHash('sha256');
    await this.#write(name, size, async function* () {
      for await (const chunk of chunks()) {
        hash.update(chunk);
        yield chunk;
      }
    });
    this.#listed.push({ name, size, sha256: hash.digest('hex') });
  }

  async #list(): Promise<void> {
    const text = Buffer.from(`${JSON.stringify(this.#listed)}\n`);
    this.#listed = [];
    this.#lists += 1;
    await this.#write(listName(this.#lists), text.length, async function* () {
      yield text;
    });
  }

  async #write(name: string, size: number, chunks: () => AsyncGenerator<Uint8Array>): Promise<void> {
    const writer = this.#packer.controller.add({ name, size, mode: 0o600 }).getWriter();
    for await (const chunk of chunks()) await writer.write(chunk as Uint8Array<ArrayBuffer>);
    await writer.close();
    this.bytes += size;
  }
}
