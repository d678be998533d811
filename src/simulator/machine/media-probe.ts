/** Reads size and length of a video or image from its bytes as they stream by, as the media scanner does from the file. */

export interface MediaFacts {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationMs: number | null;
}

/** JPEG and PNG tell their size near the beginning, after at most a few metadata segments. */
const IMAGE_HEAD_BYTES = 512 * 1024;
/** The index of an hour of video stays below this. */
const MOVIE_LIMIT_BYTES = 32 * 1024 * 1024;
const BOX_HEAD_BYTES = 8;
const LONG_BOX_HEAD_BYTES = 16;

/** Skips through the top-level boxes of an MP4 and keeps only its `moov`, wherever it lies; of images it keeps the head. */
export class MediaProbe {
  #pending: Buffer = Buffer.alloc(0);
  #mode: 'unknown' | 'image' | 'movie' | 'done' = 'unknown';
  #skipBytes = 0;
  #facts: MediaFacts | null = null;

  add(chunk: Buffer): void {
    if (this.#mode === 'done') return;
    let rest = chunk;
    if (this.#skipBytes > 0) {
      const skipped = Math.min(this.#skipBytes, rest.length);
      this.#skipBytes -= skipped;
      rest = rest.subarray(skipped);
    }
    if (rest.length === 0) return;
    this.#pending = this.#pending.length === 0 ? rest : Buffer.concat([this.#pending, rest]);
    if (this.#mode === 'unknown' && this.#pending.length >= BOX_HEAD_BYTES) this.#mode = kindOf(this.#pending);
    if (this.#mode === 'movie') this.#walkBoxes();
    else if (this.#mode === 'image' && this.#pending.length >= IMAGE_HEAD_BYTES) this.#readImage();
  }

  facts(): MediaFacts | null {
    if (this.#mode === 'image') this.#readImage();
    return this.#facts;
  }

  #readImage(): void {
    this.#finish(isPng(this.#pending) ? readPng(this.#pending) : readJpeg(this.#pending));
  }

  #walkBoxes(): void {
    while (this.#pending.length >= LONG_BOX_HEAD_BYTES) {
      const { type, sizeBytes } = readBoxHead(this.#pending, 0);
      if (sizeBytes < BOX_HEAD_BYTES || (type === 'moov' && sizeBytes > MOVIE_LIMIT_BYTES)) {
        this.#finish(null);
        return;
      }
      if (type === 'moov') {
        if (this.#pending.length < sizeBytes) return;
        this.#finish(readMovie(this.#pending.subarray(0, sizeBytes)));
        return;
      }
      const skippedNow = Math.min(sizeBytes, this.#pending.length);
      this.#pending = this.#pending.subarray(skippedNow);
      this.#skipBytes = sizeBytes - skippedNow;
    }
  }

  #finish(facts: MediaFacts | null): void {
    this.#facts = facts;
    this.#mode = 'done';
    this.#pending = Buffer.alloc(0);
  }
}

function kindOf(head: Buffer): 'image' | 'movie' | 'done' {
  if (isPng(head) || head.readUInt16BE(0) === 0xffd8) return 'image';
  return head.subarray(4, 8).toString('latin1') === 'ftyp' ? 'movie' : 'done';
}

function isPng(head: Buffer): boolean {
  return head.subarray(1, 4).toString('latin1') === 'PNG';
}

/** Width and height stand in the IHDR chunk, which is always the first. */
function readPng(head: Buffer): MediaFacts | null {
  if (head.length < 24) return null;
  return { widthPx: head.readUInt32BE(16), heightPx: head.readUInt32BE(20), durationMs: null };
}

/** Goes from segment to segment to the first frame header (SOF0…SOF15 without DHT, JPG and DAC). */
function readJpeg(head: Buffer): MediaFacts | null {
  let at = 2;
  while (at + 9 <= head.length && head[at] === 0xff) {
    const marker = head[at + 1] as number;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { heightPx: head.readUInt16BE(at + 5), widthPx: head.readUInt16BE(at + 7), durationMs: null };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

function readBoxHead(bytes: Buffer, at: number): { type: string; sizeBytes: number; headBytes: number } {
  const short = bytes.readUInt32BE(at);
  const type = bytes.subarray(at + 4, at + 8).toString('latin1');
  if (short === 1) return { type, sizeBytes: Number(bytes.readBigUInt64BE(at + 8)), headBytes: LONG_BOX_HEAD_BYTES };
  // Zero means: to the end of the file.
  return { type, sizeBytes: short === 0 ? Number.MAX_SAFE_INTEGER : short, headBytes: BOX_HEAD_BYTES };
}

function boxesIn(box: Buffer): { type: string; body: Buffer; whole: Buffer }[] {
  const found: { type: string; body: Buffer; whole: Buffer }[] = [];
  let at = readBoxHead(box, 0).headBytes;
  while (at + LONG_BOX_HEAD_BYTES <= box.length) {
    const { type, sizeBytes, headBytes } = readBoxHead(box, at);
    if (sizeBytes < headBytes || at + sizeBytes > box.length) break;
    found.push({ type, body: box.subarray(at + headBytes, at + sizeBytes), whole: box.subarray(at, at + sizeBytes) });
    at += sizeBytes;
  }
  return found;
}

/** Length from `mvhd`, size from the first track that has one (ISO/IEC 14496-12, 8.2.2 and 8.3.2). */
function readMovie(moov: Buffer): MediaFacts {
  const boxes = boxesIn(moov);
  const header = boxes.find(({ type }) => type === 'mvhd')?.body;
  const sizes = boxes
    .filter(({ type }) => type === 'trak')
    .map(({ whole }) => boxesIn(whole).find(({ type }) => type === 'tkhd')?.body)
    .map((body) => (body && body.length >= 84 ? readTrackSize(body) : null));
  const size = sizes.find((candidate) => candidate !== null && candidate.widthPx > 0);
  return {
    widthPx: size?.widthPx ?? null,
    heightPx: size?.heightPx ?? null,
    durationMs: header ? readDurationMs(header) : null,
  };
}

function readDurationMs(header: Buffer): number | null {
  const isLong = header[0] === 1;
  if (header.length < (isLong ? 32 : 20)) return null;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const units = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale === 0 ? null : Math.round((units * 1000) / scale);
}

/** The last eight bytes of `tkhd`: width and height as 16.16 fixed-point numbers. */
function readTrackSize(header: Buffer): { widthPx: number; heightPx: number } {
  return { widthPx: header.readUInt16BE(header.length - 8), heightPx: header.readUInt16BE(header.length - 4) };
}
