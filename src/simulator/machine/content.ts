/** A file's bytes while they come and what is remembered of them afterwards. */
import { createHash } from 'node:crypto';
import { type Apk, readApk } from './apk.ts';
import { type MediaFacts, MediaProbe } from './media-probe.ts';

/** Files up to this size always keep their bytes: enough for what a shell script writes and reads back. */
const KEPT_BYTES = 64 * 1024;
/** Zips are looked into when complete, so they are held until then; no APK of interest comes near this. */
const ZIP_LIMIT_BYTES = 512 * 1024 * 1024;
const ZIP_SIGNATURE = 'PK\u0003\u0004';

export interface FileContent {
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly md5: string;
  /** Null when only size and hashes were kept. */
  readonly bytes: Buffer | null;
  /** What the package manager reads in it; null when it is no APK. */
  readonly apk: Apk | null;
  /** Null when it is neither a video nor an image that can be read. */
  readonly media: MediaFacts | null;
}

export class ContentBuilder {
  readonly #keepAll: boolean;
  readonly #sha256 = createHash('sha256');
  readonly #md5 = createHash('md5');
  readonly #probe = new MediaProbe();
  #held: Buffer[] | null = [];
  #isZip = false;
  #sizeBytes = 0;

  constructor(keepAll: boolean) {
    this.#keepAll = keepAll;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  add(chunk: Buffer): void {
    if (this.#sizeBytes === 0) this.#isZip = chunk.subarray(0, 4).toString('latin1') === ZIP_SIGNATURE;
    this.#sizeBytes += chunk.length;
    this.#sha256.update(chunk);
    this.#md5.update(chunk);
    this.#probe.add(chunk);
    this.#held?.push(chunk);
    const limit = this.#keepAll ? Number.POSITIVE_INFINITY : this.#isZip ? ZIP_LIMIT_BYTES : KEPT_BYTES;
    if (this.#sizeBytes > limit) this.#held = null;
  }

  finish(): FileContent {
    const whole = this.#held ? Buffer.concat(this.#held) : null;
    return {
      sizeBytes: this.#sizeBytes,
      sha256: this.#sha256.digest('hex'),
      md5: this.#md5.digest('hex'),
      bytes: this.#keepAll || this.#sizeBytes <= KEPT_BYTES ? whole : null,
      apk: this.#isZip && whole ? readApk(whole) : null,
      media: this.#probe.facts(),
    };
  }
}
