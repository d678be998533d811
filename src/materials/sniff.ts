import type { FileHandle } from 'node:fs/promises';

import { fileTypeFromBuffer } from 'file-type';

export interface MediaType {
  readonly kind: 'video' | 'image';
  readonly mime: string;
  /** With the dot. */
  readonly extension: string;
}

/** What the apps take and Android's media store lists, by the name file-type gives it. */
const MEDIA_TYPES: Readonly<Record<string, MediaType>> = Object.freeze({
  mp4: { kind: 'video', mime: 'video/mp4', extension: '.mp4' },
  // An MP4 of Apple's: the same boxes under another brand.
  m4v: { kind: 'video', mime: 'video/mp4', extension: '.mp4' },
  mov: { kind: 'video', mime: 'video/quicktime', extension: '.mov' },
  jpg: { kind: 'image', mime: 'image/jpeg', extension: '.jpg' },
  png: { kind: 'image', mime: 'image/png', extension: '.png' },
  webp: { kind: 'image', mime: 'image/webp', extension: '.webp' },
});

/** What file-type asks for to tell every format it knows: https://github.com/sindresorhus/file-type#filetypefrombufferbuffer-options */
const SAMPLE_BYTES = 4100;

/** What a file that cannot be used is, in words that follow "it". */
export type Sniffed = MediaType | { readonly refusal: string };

/** Tells what a file is by its content. Its name says nothing here. */
export async function sniff(file: FileHandle, sizeBytes: number): Promise<Sniffed> {
  const sample = Buffer.alloc(Math.min(SAMPLE_BYTES, sizeBytes));
  await file.read(sample, 0, sample.length, 0);
  const found = await fileTypeFromBuffer(sample);
  const type = found === undefined ? undefined : MEDIA_TYPES[found.ext];
  if (type === undefined) {
    const what = found === undefined ? 'is no video or image' : `is ${found.mime}`;
    return { refusal: `${what} by its content; use MP4, MOV, JPEG, PNG or WebP` };
  }
  if (type.kind === 'video' && !(await hasWholeIndex(file, sizeBytes))) {
    return { refusal: 'is an incomplete video: it was cut off or is still being written' };
  }
  return type;
}

const BOX_HEADER_BYTES = 16;
/** A recorder writes a few, one that fragments a few a second; a file of nothing but empty boxes must not keep us reading. */
const MAX_BOXES = 100_000;

/**
 * Whether the boxes of an MP4 or MOV fit into the file and one of them is `moov`, without which nothing can play it
 * (ISO/IEC 14496-12, 4.2: a 32-bit size and a type; size 1 is followed by a 64-bit size, size 0 reaches to the end).
 */
async function hasWholeIndex(file: FileHandle, sizeBytes: number): Promise<boolean> {
  const header = Buffer.alloc(BOX_HEADER_BYTES);
  let found = false;
  let boxes = 0;
  for (let at = 0; at + BOX_HEADER_BYTES / 2 <= sizeBytes; boxes += 1) {
    if (boxes === MAX_BOXES) return found;
    const { bytesRead } = await file.read(header, 0, BOX_HEADER_BYTES, at);
    if (bytesRead < BOX_HEADER_BYTES / 2) return false;
    const size32 = header.readUInt32BE(0);
    const size = size32 === 1 ? Number(header.readBigUInt64BE(8)) : size32 === 0 ? sizeBytes - at : size32;
    if (size < BOX_HEADER_BYTES / 2) return found;
    const type = header.toString('latin1', 4, 8);
    // What follows the index may be anything some camera appends, but no part of the video may be missing.
    if (at + size > sizeBytes) return found && type !== 'mdat' && type !== 'moov';
    if (type === 'moov') found = true;
    at += size;
  }
  return found;
}
