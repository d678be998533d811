import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const EXAMPLES = join(import.meta.dirname, '../../examples/media');

export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `taken` says nothing about whether it can be drawn; null where either will do. */
  readonly expected: 'taken' | 'refused' | null;
}

/** Files that harm those who read them without care, by name. Some are gigabytes once they are unpacked; none is large. */
export async function hostileMedia(): Promise<HostileFile[]> {
  const clip = await readFile(join(EXAMPLES, 'clip.mp4'));
  const photo = await readFile(join(EXAMPLES, 'photo-1.jpg'));
  return [...videos(clip), ...jpegs(photo), ...pngs(), ...webps(), ...pretenders(photo, clip)];
}

const BIG = Buffer.alloc(8, 0xff);
const u32 = (value: number): Buffer => Buffer.from(new Uint32Array([value]).buffer).swap32();

function box(type: string, content: Uint8Array, size = content.length + 8): Buffer {
  return Buffer.concat([u32(size), Buffer.from(type), content]);
}

const FTYP = box('ftyp', Buffer.from('mp42\0\0\0\0mp42isom'));

function videos(clip: Buffer): HostileFile[] {
  const cut = [1, 7, 8, 24, 100, 1000, 30_000, 100_000].map((length): HostileFile => {
    return { name: `cut at ${length}`, bytes: clip.subarray(0, length), expected: 'refused' };
  });
  const spoilt = [40, 215_000, 240_000].map((at): HostileFile => {
    const bytes = Buffer.from(clip);
    bytes.fill(0xff, at, at + 12);
    return { name: `spoilt at ${at}`, bytes, expected: null };
  });
  const nested = nestedBoxes(10_000);
  const wide = Buffer.concat(Array.from({ length: 2_000 }, () => box('free', Buffer.alloc(0))));
  return [
    ...cut,
    ...spoilt,
    { name: 'box without a size', bytes: Buffer.concat([FTYP, box('moov', Buffer.alloc(20), 0)]), expected: null },
    { name: 'box of 2^64', bytes: Buffer.concat([FTYP, box('moov', BIG, 1)]), expected: 'refused' },
    {
      name: 'box of 2^63',
      bytes: Buffer.concat([FTYP, box('moov', Buffer.from('7fffffffffffffff', 'hex'), 1)]),
      expected: 'refused',
    },
    { name: 'box of 3', bytes: Buffer.concat([FTYP, box('moov', Buffer.alloc(9), 3)]), expected: 'refused' },
    { name: 'boxes in boxes', bytes: Buffer.concat([FTYP, box('moov', nested)]), expected: null },
    { name: 'boxes behind boxes', bytes: Buffer.concat([FTYP, wide, box('moov', Buffer.alloc(8))]), expected: null },
    { name: 'tables of 2^32', bytes: Buffer.concat([FTYP, box('moov', hugeTables())]), expected: null },
  ];
}

function nestedBoxes(levels: number): Buffer {
  const heads = Array.from({ length: levels }, (_, level) => [u32((levels - level) * 8), Buffer.from('trak')]).flat();
  return Buffer.concat(heads);
}

/** A track that says it has 2^32 samples. */
function hugeTables(): Buffer {
  const table = (type: string): Buffer => box(type, Buffer.concat([u32(0), u32(0xffffffff)]));
  const stbl = box('stbl', Buffer.concat(['stsd', 'stts', 'stsc', 'stsz', 'stco', 'ctts', 'stss'].map(table)));
  return box('trak', box('mdia', box('minf', stbl)));
}

function jpegs(photo: Buffer): HostileFile[] {
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), Buffer.from('Exif\0\0'), Buffer.alloc(65_527)]);
  const exif = Buffer.concat([photo.subarray(0, 2), ...Array.from({ length: 200 }, () => segment), photo.subarray(2)]);
  const huge = Buffer.from(photo);
  const frame = huge.indexOf(Buffer.from([0xff, 0xc0]));
  const at = frame === -1 ? huge.indexOf(Buffer.from([0xff, 0xc2])) : frame;
  huge.writeUInt16BE(0xffff, at + 5);
  huge.writeUInt16BE(0xffff, at + 7);
  const second = Buffer.concat([photo.subarray(0, at), smallFrame(photo, at), huge.subarray(at)]);
  const cut = [4, 500].map((length): HostileFile => {
    return { name: `picture cut at ${length}`, bytes: photo.subarray(0, length), expected: null };
  });
  return [
    ...cut,
    { name: '13 MB of EXIF', bytes: exif, expected: 'taken' },
    { name: '65535 × 65535 by its frame', bytes: huge, expected: 'taken' },
    { name: 'two frames, the second huge', bytes: second, expected: 'taken' },
  ];
}

/** A frame header like the one at `at`, of a tiny picture. */
function smallFrame(photo: Buffer, at: number): Buffer {
  const frame = Buffer.from(photo.subarray(at, at + 2 + photo.readUInt16BE(at + 2)));
  frame.writeUInt16BE(16, 5);
  frame.writeUInt16BE(16, 7);
  return frame;
}

function chunk(type: string, content: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type), content]);
  return Buffer.concat([u32(content.length), typed, u32(crc32(typed))]);
}

function png(width: number, height: number, more: readonly Buffer[]): Buffer {
  const header = chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])]));
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([magic, header, ...more, chunk('IEND', Buffer.alloc(0))]);
}

/** Zeros that deflate to a thousandth. */
const ZEROS = deflateSync(Buffer.alloc(64 * 1024 ** 2), { level: 9 });

function pngs(): HostileFile[] {
  const data = chunk('IDAT', ZEROS);
  const profile = chunk('iCCP', Buffer.concat([Buffer.from('bomb\0\0'), ZEROS]));
  const text = chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), ZEROS]));
  const packed = Array.from({ length: 3 }, () => text);
  return [
    { name: '100000 × 100000', bytes: png(100_000, 100_000, [data]), expected: 'taken' },
    { name: '2^31 × 2^31', bytes: png(2 ** 31 - 1, 2 ** 31 - 1, [data]), expected: 'taken' },
    { name: '0 × 0', bytes: png(0, 0, [data]), expected: 'taken' },
    { name: '1 × 60000000', bytes: png(1, 60_000_000, [data]), expected: 'taken' },
    { name: 'as large as is drawn', bytes: png(4_700, 4_700, [data]), expected: 'taken' },
    { name: 'a profile that unpacks', bytes: png(100, 100, [profile, data]), expected: 'taken' },
    { name: 'texts that unpack', bytes: png(100, 100, [...packed, data]), expected: 'taken' },
  ];
}

function webps(): HostileFile[] {
  const riff = (content: Buffer, size = content.length + 4): Buffer => {
    const head = Buffer.alloc(8);
    head.write('RIFF');
    head.writeUInt32LE(size, 4);
    return Buffer.concat([head, Buffer.from('WEBP'), content]);
  };
  const extended = Buffer.alloc(18, 0xff);
  extended.write('VP8X');
  extended.writeUInt32LE(10, 4);
  const lossless = Buffer.concat([Buffer.from('VP8L'), Buffer.from([20, 0, 0, 0, 0x2f]), Buffer.alloc(19, 0xff)]);
  return [
    { name: 'a canvas of 2^24', bytes: riff(extended), expected: null },
    { name: 'lossless and nothing behind it', bytes: riff(lossless), expected: null },
    { name: 'longer than it is', bytes: riff(lossless, 0xffffffff), expected: null },
  ];
}

/** What is something else than its name or its first bytes say. */
function pretenders(photo: Buffer, clip: Buffer): HostileFile[] {
  const zip = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0'), Buffer.alloc(16), ZEROS]);
  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['empty.jpg', new Uint8Array()],
    ['zip bomb.jpg', zip],
    ['page.mp4', Buffer.from('<html><script>alert(1)</script></html>')],
    ['picture.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
    ['animation.gif', Buffer.from('GIF89a\xff\xff\xff\xff\xf7\0\0', 'latin1')],
    ['apple.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1')],
    ['next.avif', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0avifmif1', 'latin1')],
    ['list.m3u8', Buffer.from('#EXTM3U\nfile:///etc/passwd\n')],
    ['program', Buffer.concat([Buffer.from('\x7fELF'), clip])],
    ['script.mp4', Buffer.from('#!/bin/sh\ntouch /tmp/pwned\n')],
  ];
  return [
    ...refused.map(([name, bytes]): HostileFile => ({ name, bytes, expected: 'refused' })),
    { name: 'a picture that is a zip too', bytes: Buffer.concat([photo, zip]), expected: 'taken' },
    { name: 'a picture called.mp4', bytes: photo, expected: 'taken' },
    { name: 'a video called.jpg', bytes: clip, expected: 'taken' },
  ];
}
