import { createHash } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { MAX_MATERIAL_BYTES } from '../contract/material.ts';
import { PostwrightError } from '../errors.ts';
import type { Clock } from '../kit/clock.ts';
import type { Db } from '../storage/database.ts';
import { wantMaterial } from '../storage/materials.ts';
import { append, hashOf } from './append.ts';
import type { Delivery } from './delivery.ts';
import { fullDisk, isFullDisk } from './files.ts';
import { materialOf, type StoredMaterial } from './material.ts';
import { plainName } from './name.ts';
import { refusedFile } from './refused.ts';
import type { MaterialStore } from './store.ts';

export interface UploadParts {
  readonly db: Db;
  readonly store: MaterialStore;
  readonly clock: Clock;
}

/** A file whose sender knows its hash, so that a cut upload can go on where it was cut. */
export interface Announced {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Where the sent bytes belong: not beyond those that are there. */
  readonly offset: number;
}

export interface SentFile {
  readonly name: string;
  /** Ends when the sender or the connection does. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Asked after the last chunk: whether the sender said that it was the last. */
  isWhole(): boolean;
}

export type Received =
  | { readonly complete: true; readonly created: boolean; readonly material: StoredMaterial }
  | { readonly complete: false; readonly receivedBytes: number };

/** Long enough to resume after a night. */
const KEEP_PARTIAL_MS = 24 * 60 * 60_000;

/** Takes files that come over the network, in constant memory. What arrived before a cut waits for the rest. */
export class MaterialUploads {
  readonly #db: Db;
  readonly #store: MaterialStore;
  readonly #clock: Clock;
  readonly #busy = new Set<string>();

  constructor({ db, store, clock }: UploadParts) {
    this.#db = db;
    this.#store = store;
    this.#clock = clock;
  }

  /** How much of a file is here: all of it when it is in the library. */
  async progress(sha256: string): Promise<{ readonly receivedBytes: number; readonly complete: boolean }> {
    const known = await this.#whole(sha256);
    if (known !== undefined) return { receivedBytes: known.sizeBytes, complete: true };
    return { receivedBytes: await sizeOf(this.#partial(sha256)), complete: false };
  }

  /**
   * Takes a file, or the part of it from `offset` on.
   * @throws STATE_CONFLICT while the same file is being sent, or when bytes before the offset are missing;
   *   BODY_TOO_LARGE; INVALID_PARAMETER when the bytes are not those of the hash, or no media.
   */
  async receive(announced: Announced, file: SentFile, delivery?: Delivery): Promise<Received> {
    const { sha256 } = announced;
    if (announced.sizeBytes > MAX_MATERIAL_BYTES) throw tooLarge();
    if (this.#busy.has(sha256)) {
      throw new PostwrightError('STATE_CONFLICT', 'This file is being sent already; wait for the end of that upload.');
    }
    this.#busy.add(sha256);
    try {
      const known = await this.#whole(sha256);
      if (known !== undefined) return { complete: true, created: false, material: known };
      await this.forgetOld();
      await this.#store.space.require(Math.max(0, announced.sizeBytes - announced.offset));
      return await this.#append(announced, file, delivery);
    } finally {
      this.#busy.delete(sha256);
    }
  }

  /** Takes a whole file whose hash nobody told; when it is cut, nothing of it stays. */
  async receiveUnannounced(file: SentFile, delivery?: Delivery): Promise<Received> {
    await this.#store.space.require(0);
    const path = this.#store.files.unfinished();
    try {
      await using target = await open(path, 'wx', 0o600);
      const hash = createHash('sha256');
      const { sizeBytes, isTooMuch } = await append(target, file.chunks, {
        hash,
        offset: 0,
        maxBytes: MAX_MATERIAL_BYTES,
        space: this.#store.space,
      });
      if (isTooMuch) throw tooLarge();
      if (!file.isWhole()) throw refusedFile('The upload was cut off; send the file again.');
      if (sizeBytes === 0) throw refusedFile('The file is empty.');
      const sha256 = hash.digest('hex');
      const known = await this.#whole(sha256);
      if (known !== undefined) return { complete: true, created: false, material: known };
      const material = await this.#store.adopt({ path, sha256, sizeBytes, name: plainName(file.name) }, delivery);
      return { complete: true, created: true, material };
    } catch (error) {
      throw fullDisk(error);
    } finally {
      await rm(path, { force: true });
    }
  }

  async #append(
    { sha256, sizeBytes, offset }: Announced,
    file: SentFile,
    delivery: Delivery | undefined,
  ): Promise<Received> {
    const path = this.#partial(sha256);
    const present = await sizeOf(path);
    if (offset > present) throw gap(offset, present);
    const receivedBytes = await this.#write(path, { sizeBytes, offset, sha256 }, file);
    if (receivedBytes < sizeBytes) return { complete: false, receivedBytes };
    const material = await this.#store.adopt({ path, sha256, sizeBytes, name: plainName(file.name) }, delivery);
    return { complete: true, created: true, material };
  }

  /** @returns how many bytes are there now; with the last of them, their hash is right. */
  async #write(path: string, { sha256, sizeBytes, offset }: Announced, file: SentFile): Promise<number> {
    await using target = await open(path, offset === 0 ? 'w+' : 'r+', 0o600);
    await target.truncate(offset);
    const hash = await hashOf(target, offset);
    const space = this.#store.space;
    const limits = { hash, offset, maxBytes: sizeBytes, space };
    const written = await append(target, file.chunks, limits).catch(async (error: unknown) => {
      // What a full disk has taken is in the way of everybody; the sender begins anew when there is room.
      if (isFullDisk(error)) await rm(path, { force: true });
      throw fullDisk(error);
    });
    if (written.isTooMuch) {
      await rm(path, { force: true });
      throw tooMuch(sizeBytes);
    }
    const receivedBytes = written.sizeBytes;
    if (receivedBytes < sizeBytes) return receivedBytes;
    const found = hash.digest('hex');
    if (found === sha256) return receivedBytes;
    await rm(path, { force: true });
    const message = `The bytes are not those of the file that was announced: their SHA-256 is ${found}, not ${sha256}. They are discarded; send the file anew from offset 0.`;
    throw refusedFile(message);
  }

  async #whole(sha256: string): Promise<StoredMaterial | undefined> {
    const row = await wantMaterial(this.#db, sha256, this.#clock.now());
    if (row === undefined || !(await this.#store.files.isWhole(materialOf(row)))) return undefined;
    return await this.#store.probed(row);
  }

  #partial(sha256: string): string {
    return join(this.#store.files.partialDirectory, sha256);
  }

  /** Uploads that nobody went on with. */
  async forgetOld(): Promise<void> {
    const directory = this.#store.files.partialDirectory;
    const before = this.#clock.now().getTime() - KEEP_PARTIAL_MS;
    for (const name of await readdir(directory)) {
      if (this.#busy.has(name)) continue;
      const path = join(directory, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true });
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

function tooLarge(): PostwrightError {
  return new PostwrightError(
    'BODY_TOO_LARGE',
    `A material has at most ${MAX_MATERIAL_BYTES} bytes (4 GiB less one), which is the most a phone's storage takes.`,
  );
}

function tooMuch(sizeBytes: number): PostwrightError {
  return refusedFile(
    `More bytes came than size_bytes says (${sizeBytes}). They are discarded; send the file anew from offset 0.`,
  );
}

function gap(offset: number, receivedBytes: number): PostwrightError {
  return new PostwrightError(
    'STATE_CONFLICT',
    `The bytes before offset ${offset} are missing: ${receivedBytes} are here. Go on from there.`,
    { data: { received_bytes: receivedBytes } },
  );
}
