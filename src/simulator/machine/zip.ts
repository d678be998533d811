/** Finds one file in a zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3. */
import { inflateRawSync } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const DIRECTORY_SIGNATURE = 0x02014b50;
const DIRECTORY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/** Where the list of files begins; an APK's signatures lie just before it. Null when `zip` is no zip. */
export function centralDirectoryAt(zip: Buffer): number | null {
  const end = endRecordAt(zip);
  if (end === null) return null;
  const at = zip.readUInt32LE(end + 16);
  return at <= end ? at : null;
}

/** The unpacked bytes of the file `name`; null when `zip` is no zip, is broken, or has no such file. */
export function readZipEntry(zip: Buffer, name: string): Buffer | null {
  const end = endRecordAt(zip);
  let at = centralDirectoryAt(zip);
  if (end === null || at === null) return null;
  while (at + DIRECTORY_BYTES <= end && zip.readUInt32LE(at) === DIRECTORY_SIGNATURE) {
    const nameBytes = zip.readUInt16LE(at + 28);
    const next: number = at + DIRECTORY_BYTES + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    const entryName = zip.subarray(at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameBytes).toString('utf8');
    if (entryName === name) return unpack(zip, at);
    at = next;
  }
  return null;
}

function unpack(zip: Buffer, entryAt: number): Buffer | null {
  const method = zip.readUInt16LE(entryAt + 10);
  const packedBytes = zip.readUInt32LE(entryAt + 20);
  const localAt = zip.readUInt32LE(entryAt + 42);
  if (localAt + LOCAL_BYTES > zip.length) return null;
  const dataAt = localAt + LOCAL_BYTES + zip.readUInt16LE(localAt + 26) + zip.readUInt16LE(localAt + 28);
  const packed = zip.subarray(dataAt, dataAt + packedBytes);
  if (method === STORED) return packed;
  if (method !== DEFLATED) return null;
  try {
    return inflateRawSync(packed);
  } catch {
    return null;
  }
}

function endRecordAt(zip: Buffer): number | null {
  const lowest = Math.max(0, zip.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = zip.length - END_BYTES; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return null;
}
