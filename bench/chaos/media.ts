import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLES } from '../../src/cli/demo-plan.ts';

const CLIP = readFileSync(join(EXAMPLES, 'clip.mp4'));
const PHOTO = readFileSync(join(EXAMPLES, 'photo-1.jpg'));
const BOX_HEADER_BYTES = 8;
const JPEG_START_BYTES = 2;
const JPEG_LENGTH_BYTES = 2;

/** A clip or a photo that nobody else has: what is in it shows on no screen, but its hash says whose it is. */
export async function writeMedia(folder: string, kind: 'video' | 'image', mark: string): Promise<string> {
  const path = join(folder, `${mark}.${kind === 'video' ? 'mp4' : 'jpg'}`);
  await writeFile(path, kind === 'video' ? markedClip(mark) : markedPhoto(mark));
  return path;
}

/** With a `free` box at its end, which players skip. */
function markedClip(mark: string): Buffer {
  const text = Buffer.from(mark);
  const header = Buffer.alloc(BOX_HEADER_BYTES);
  header.writeUInt32BE(BOX_HEADER_BYTES + text.length);
  header.write('free', 4, 'latin1');
  return Buffer.concat([CLIP, header, text]);
}

/** With a comment segment right after the start of the image. */
function markedPhoto(mark: string): Buffer {
  const text = Buffer.from(mark);
  const header = Buffer.from([0xff, 0xfe, 0, 0]);
  header.writeUInt16BE(JPEG_LENGTH_BYTES + text.length, 2);
  return Buffer.concat([PHOTO.subarray(0, JPEG_START_BYTES), header, text, PHOTO.subarray(JPEG_START_BYTES)]);
}
