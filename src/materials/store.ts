import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename } from 'node:path';

import { MAX_MATERIAL_BYTES } from '../contract/material.ts';
import type { PostwrightError } from '../errors.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Db } from '../storage/database.ts';
import {
  deleteUnneeded,
  findMaterial,
  insertMaterial,
  type MaterialRow,
  setFacts,
  wantMaterial,
} from '../storage/materials.ts';
import { Deliveries, Delivery } from './delivery.ts';
import { fullDisk, MaterialFiles, type NamedFile } from './files.ts';
import { KeyedLock } from './keyed-lock.ts';
import { factColumns, materialOf, type StoredMaterial } from './material.ts';
import { MediaProbe } from './probe.ts';
import { refusedFile } from './refused.ts';
import { MaterialRoots } from './roots.ts';
import { sniff } from './sniff.ts';
import { ENDLESS_SPACE, type Space } from './space.ts';

export interface MaterialStoreParts {
  readonly db: Db;
  /** Where the copies are kept. */
  readonly directory: string;
  /** The folders files may come from. */
  readonly roots: readonly string[];
  readonly space?: Space;
}

/** Bytes that are on disk in the data directory already, and what is known of them. */
export interface FinishedFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** As the sender calls it; it decides nothing. */
  readonly name: string;
}

const SCHEME = 'material://';
const SHA256 = /^[0-9a-f]{64}$/;
const CHUNK_BYTES = 1024 ** 2;
/** A multiple of the chunks. */
const ASK_EVERY_BYTES = 64 * CHUNK_BYTES;

/** Keeps a copy of every media file under its SHA-256: what happens to the source later changes no task. */
export class MaterialStore {
  readonly files: MaterialFiles;
  readonly probe = new MediaProbe();
  readonly #db: Db;
  readonly #roots: MaterialRoots;
  /** Of the disk that the copies are written to. */
  readonly space: Space;
  /** By SHA-256: a file does not come and go at the same time. */
  readonly #lock = new KeyedLock();
  readonly #deliveries = new Deliveries();

  constructor({ db, directory, roots, space = ENDLESS_SPACE }: MaterialStoreParts) {
    this.space = space;
    this.#db = db;
    this.files = new MaterialFiles(directory);
    this.#roots = new MaterialRoots(roots);
  }

  /** Before the first `admit`. */
  async start(): Promise<void> {
    await this.files.start();
  }

  /** Where the bytes of a material are on this machine. */
  pathOf(material: Pick<StoredMaterial, 'sha256' | 'extension'>): string {
    return this.files.pathOf(material);
  }

  /**
   * Takes a file into the store, or finds one that is there.
   * @param source a path on this machine, or `material://<sha256>`.
   * @param delivery told of the file, so that it can be taken back.
   * @throws INVALID_PARAMETER with a sentence that says what is wrong with it; UNAVAILABLE when the disk is full.
   */
  async admit(source: string, delivery?: Delivery): Promise<StoredMaterial> {
    return source.startsWith(SCHEME) ? await this.#find(source) : await this.#take(source, delivery);
  }

  /** For the files of a request that may yet be refused. */
  open(): Delivery {
    return new Delivery(this, this.#deliveries);
  }

  /** Removes a material, if `isForsaken` says so at the moment when nobody else can bring it, and no task or person needs it. */
  async forsake(sha256: string, isForsaken: () => boolean): Promise<void> {
    await this.#lock.run(sha256, async () => {
      const row = isForsaken() ? await deleteUnneeded(this.#db, sha256) : undefined;
      if (row !== undefined) await this.files.discard(row);
    });
  }

  /**
   * Takes a file that is in the data directory and moves it to its place. Of a file that is refused nothing stays.
   * @throws INVALID_PARAMETER with a sentence that says what is wrong with it.
   */
  async adopt({ path, sha256, sizeBytes, name }: FinishedFile, delivery?: Delivery): Promise<StoredMaterial> {
    const type = await sniffPath(path, sizeBytes);
    if ('refusal' in type) {
      await rm(path, { force: true });
      throw refuse(name, type.refusal);
    }
    return await this.#keep(path, { ...type, sha256, sizeBytes, name }, delivery);
  }

  /** Removes the file of a material that is no longer known. One that came back meanwhile stays. */
  async discard(material: Pick<StoredMaterial, 'sha256' | 'extension'>): Promise<void> {
    await this.#lock.run(material.sha256, async () => {
      if ((await findMaterial(this.#db, material.sha256)) === undefined) await this.files.discard(material);
    });
  }

  /** The material with its facts; files that came before there was a probe are read now. */
  async probed(row: MaterialRow): Promise<StoredMaterial> {
    const material = materialOf(row);
    if (row.probed_at !== null) return material;
    const facts = await this.probe.factsOf({ ...material, path: this.pathOf(material) });
    const probed = await setFacts(this.#db, row.sha256, { ...factColumns(facts), probed_at: new Date() });
    if (probed === undefined) throw refuse(`${SCHEME}${row.sha256}`, 'was deleted from the library while it was read');
    return materialOf(probed);
  }

  async #find(source: string): Promise<StoredMaterial> {
    const sha256 = source.slice(SCHEME.length).toLowerCase();
    if (!SHA256.test(sha256)) throw refuse(source, 'must be material:// and 64 hexadecimal digits');
    const row = await wantMaterial(this.#db, sha256, new Date());
    if (row === undefined) throw refuse(source, 'is not in the material store');
    if (!(await this.files.isWhole(materialOf(row)))) {
      throw refuse(source, 'is damaged in the material store; send the file again');
    }
    return await this.probed(row);
  }

  async #take(source: string, delivery: Delivery | undefined): Promise<StoredMaterial> {
    const opened = await this.#roots.open(source);
    if ('refusal' in opened) throw refuse(source, opened.refusal, opened.cause);
    await using file = opened.file;
    const { size } = await checkedStat(source, file);
    const type = await sniff(file, size);
    if ('refusal' in type) throw refuse(source, type.refusal);
    await this.space.require(size);
    const { path, sha256, sizeBytes } = await this.#copy(source, file);
    return await this.#keep(path, { ...type, sha256, sizeBytes, name: basename(source) }, delivery);
  }

  async #keep(path: string, named: NamedFile, delivery: Delivery | undefined): Promise<StoredMaterial> {
    const row = await this.#lock.run(named.sha256, async () => {
      await this.files.place(path, named);
      crashPoint('material.placed');
      const { sha256, kind, mime, extension, sizeBytes, name } = named;
      const row = { sha256, kind, mime, extension, size_bytes: sizeBytes, original_name: name };
      const isNew = await insertMaterial(this.#db, row);
      delivery?.hold(sha256, isNew);
      return await wantMaterial(this.#db, sha256, new Date());
    });
    if (row === undefined) throw refuse(named.name, 'was deleted from the library while it was added');
    return { ...(await this.probed(row)), name: named.name };
  }

  /** Copies and hashes in one go, so that the hash is that of the copy; on disk before it counts. */
  async #copy(source: string, file: FileHandle): Promise<{ path: string; sha256: string; sizeBytes: number }> {
    const path = this.files.unfinished();
    const before = await file.stat();
    try {
      await using copy = await open(path, 'wx', 0o600);
      const hash = createHash('sha256');
      const chunk = Buffer.alloc(CHUNK_BYTES);
      let sizeBytes = 0;
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, sizeBytes);
        if (bytesRead === 0) break;
        hash.update(chunk.subarray(0, bytesRead));
        await copy.writeFile(chunk.subarray(0, bytesRead));
        sizeBytes += bytesRead;
        // It may be written to for ever.
        if (sizeBytes > before.size) throw refuse(source, 'changed while it was read');
        // Others write to the same disk meanwhile.
        if (sizeBytes % ASK_EVERY_BYTES === 0) await this.space.require(0);
      }
      await copy.sync();
      const after = await file.stat();
      if (after.mtimeMs !== before.mtimeMs || sizeBytes !== before.size)
        throw refuse(source, 'changed while it was read');
      return { path, sha256: hash.digest('hex'), sizeBytes };
    } catch (error) {
      await rm(path, { force: true });
      throw fullDisk(error);
    }
  }
}

async function sniffPath(path: string, sizeBytes: number): ReturnType<typeof sniff> {
  await using file = await open(path, 'r');
  return await sniff(file, sizeBytes);
}

async function checkedStat(source: string, file: FileHandle): Promise<{ size: number }> {
  const found = await file.stat();
  if (found.isDirectory()) throw refuse(source, 'is a folder, not a file');
  if (!found.isFile()) throw refuse(source, 'is no regular file');
  if (found.size === 0) throw refuse(source, 'is empty');
  if (found.size > MAX_MATERIAL_BYTES) throw refuse(source, 'is larger than 4 GiB, which no phone takes');
  return found;
}

function refuse(source: string, refusal: string, cause?: unknown): PostwrightError {
  return refusedFile(`"${source}" ${refusal}`, cause);
}
