import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { loadImage } from '@napi-rs/canvas';
import { fileTypeFromBuffer } from 'file-type';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples', 'media');
const PHOTOS = ['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg'];
const MAX_TOGETHER_BYTES = 2_000_000;

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** The boxes of an ISO base media file (ISO/IEC 14496-12, 4.2), one level deep. */
function boxesOf(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    assert.ok(size >= 8 && at + size <= bytes.length, `a box of ${size} bytes at ${at}`);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return boxes;
}

function boxAt(bytes: Buffer, [type, ...rest]: readonly string[]): Buffer {
  const found = boxesOf(bytes).find((box) => box.type === type);
  assert.ok(found !== undefined, `no ${type} box`);
  return rest.length === 0 ? found.body : boxAt(found.body, rest);
}

it('the clip is an MP4 with one H.264 track, upright and some seconds long', async () => {
  const bytes = readFileSync(join(FOLDER, 'clip.mp4'));
  assert.equal((await fileTypeFromBuffer(bytes))?.mime, 'video/mp4');
  const moov = boxAt(bytes, ['moov']);
  assert.equal(boxesOf(moov).filter((box) => box.type === 'trak').length, 1);
  // A sample entry follows the version, the flags and the count of stsd (ISO/IEC 14496-12, 8.5.2).
  const [entry] = boxesOf(boxAt(moov, ['trak', 'mdia', 'minf', 'stbl', 'stsd']).subarray(8));
  assert.equal(entry?.type, 'avc1');
  assert.deepEqual([entry.body.readUInt16BE(24), entry.body.readUInt16BE(26)], [720, 1280]);
  const header = boxAt(moov, ['mvhd']);
  assert.equal(header.readUInt8(0), 0);
  const seconds = header.readUInt32BE(16) / header.readUInt32BE(12);
  assert.ok(seconds >= 3 && seconds <= 15, `${seconds} s`);
});

for (const name of PHOTOS) {
  it(`${name} is a JPEG that can be decoded`, async () => {
    const bytes = readFileSync(join(FOLDER, name));
    assert.equal((await fileTypeFromBuffer(bytes))?.mime, 'image/jpeg');
    const { width, height } = await loadImage(bytes);
    assert.deepEqual([width, height], [1080, 1350]);
  });
}

it('all of them are different, and small together', () => {
  const files = ['clip.mp4', ...PHOTOS].map((name) => join(FOLDER, name));
  assert.equal(new Set(files.map((file) => readFileSync(file).toString('base64'))).size, files.length);
  const together = files.reduce((sum, file) => sum + statSync(file).size, 0);
  assert.ok(together < MAX_TOGETHER_BYTES, `${together} bytes`);
});
