import { promisify } from 'node:util';
import { constants, crc32, deflate } from 'node:zlib';

const compress = promisify(deflate);
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const BITS_PER_CHANNEL = 8;
/** Red, green, blue, alpha: as `screencap -p` writes it. */
const COLOR_TYPE_RGBA = 6;
const BYTES_PER_PIXEL = 4;
/** Filters of a line: as it is, or by its difference from the line above. */
const AS_IS = 0;
const UP = 2;

/**
 * A PNG of pixels. Screens are areas of one colour: most lines are the one above again, which is cheap to find and to
 * write, and the library's encoder, which tries all filters on every line, takes several times as long for half the size.
 */
export async function encodePng(rgba: Buffer, width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = BITS_PER_CHANNEL;
  header[9] = COLOR_TYPE_RGBA;
  const data = await compress(filtered(rgba, width * BYTES_PER_PIXEL, height), { level: constants.Z_BEST_SPEED });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function filtered(rgba: Buffer, lineBytes: number, height: number): Buffer {
  const lines = Buffer.alloc((lineBytes + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const from = y * lineBytes;
    const to = y * (lineBytes + 1);
    const isSame = y > 0 && rgba.compare(rgba, from - lineBytes, from, from, from + lineBytes) === 0;
    // The difference from the same line is nothing, which is there already.
    lines[to] = isSame ? UP : AS_IS;
    if (!isSame) rgba.copy(lines, to + 1, from, from + lineBytes);
  }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
