/**
 * Android's binary XML, as far as a manifest needs it: elements with their attributes. Layout:
 * https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/libs/androidfw/include/androidfw/ResourceTypes.h
 */

const XML = 0x0003;
const STRING_POOL = 0x0001;
const RESOURCE_MAP = 0x0180;
const START_ELEMENT = 0x0102;
const END_ELEMENT = 0x0103;
const UTF8_FLAG = 1 << 8;
const NO_STRING = 0xffffffff;
const TYPE_STRING = 0x03;
const TYPE_INT_DEC = 0x10;
const TYPE_INT_HEX = 0x11;
const TYPE_BOOLEAN = 0x12;

export type AttributeValue = string | number | boolean | null;

export interface XmlElement {
  readonly name: string;
  /** Names of the elements around it, outermost first. */
  readonly path: readonly string[];
  /** By resource id for `android:` attributes (`0x0101021b`), else by name. A reference to a resource is null. */
  readonly attributes: ReadonlyMap<string | number, AttributeValue>;
}

/** All elements in document order; null when `bytes` is no binary XML. */
export function readBinaryXml(bytes: Buffer): readonly XmlElement[] | null {
  try {
    return readDocument(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readDocument(bytes: Buffer): readonly XmlElement[] | null {
  if (bytes.readUInt16LE(0) !== XML) return null;
  let strings: readonly string[] = [];
  let resourceIds: readonly number[] = [];
  const elements: XmlElement[] = [];
  const path: string[] = [];
  for (let at = bytes.readUInt16LE(2); at + 8 <= bytes.length; at += bytes.readUInt32LE(at + 4)) {
    const size = bytes.readUInt32LE(at + 4);
    if (size < 8) return null;
    const chunk = bytes.subarray(at, at + size);
    const type = chunk.readUInt16LE(0);
    if (type === STRING_POOL) strings = readStringPool(chunk);
    else if (type === RESOURCE_MAP) resourceIds = readResourceMap(chunk);
    else if (type === START_ELEMENT) {
      const element = readElement(chunk, { strings, resourceIds, path: [...path] });
      elements.push(element);
      path.push(element.name);
    } else if (type === END_ELEMENT) path.pop();
  }
  return elements;
}

interface ElementContext {
  readonly strings: readonly string[];
  readonly resourceIds: readonly number[];
  readonly path: readonly string[];
}

function readElement(chunk: Buffer, { strings, resourceIds, path }: ElementContext): XmlElement {
  const body = chunk.readUInt16LE(2);
  const firstAt = body + chunk.readUInt16LE(body + 8);
  const attributeBytes = chunk.readUInt16LE(body + 10);
  const count = chunk.readUInt16LE(body + 12);
  const attributes = new Map<string | number, AttributeValue>();
  for (let index = 0; index < count; index += 1) {
    const at = firstAt + index * attributeBytes;
    const nameIndex = chunk.readUInt32LE(at + 4);
    const key = resourceIds[nameIndex] ?? strings[nameIndex] ?? '';
    attributes.set(key, readValue(chunk, at, strings));
  }
  return { name: strings[chunk.readUInt32LE(body + 4)] ?? '', path, attributes };
}

function readValue(chunk: Buffer, at: number, strings: readonly string[]): AttributeValue {
  const type = chunk.readUInt8(at + 15);
  const data = chunk.readUInt32LE(at + 16);
  if (type === TYPE_STRING) return strings[data] ?? null;
  if (type === TYPE_BOOLEAN) return data !== 0;
  if (type === TYPE_INT_DEC || type === TYPE_INT_HEX) return data;
  const raw = chunk.readUInt32LE(at + 8);
  return raw === NO_STRING ? null : (strings[raw] ?? null);
}

function readResourceMap(chunk: Buffer): readonly number[] {
  const ids: number[] = [];
  for (let at = chunk.readUInt16LE(2); at + 4 <= chunk.length; at += 4) ids.push(chunk.readUInt32LE(at));
  return ids;
}

function readStringPool(chunk: Buffer): readonly string[] {
  const offsetsAt = chunk.readUInt16LE(2);
  const count = chunk.readUInt32LE(8);
  const isUtf8 = (chunk.readUInt32LE(16) & UTF8_FLAG) !== 0;
  const dataAt = chunk.readUInt32LE(20);
  return Array.from({ length: count }, (_, index) => {
    const at = dataAt + chunk.readUInt32LE(offsetsAt + index * 4);
    return isUtf8 ? readUtf8(chunk, at) : readUtf16(chunk, at);
  });
}

/** Length in characters, then length in bytes, each one byte or, with the top bit set, two; then the bytes. */
function readUtf8(chunk: Buffer, at: number): string {
  const afterCharacters = at + ((chunk.readUInt8(at) & 0x80) === 0 ? 1 : 2);
  const first = chunk.readUInt8(afterCharacters);
  const isLong = (first & 0x80) !== 0;
  const bytes = isLong ? ((first & 0x7f) << 8) | chunk.readUInt8(afterCharacters + 1) : first;
  const start = afterCharacters + (isLong ? 2 : 1);
  return chunk.subarray(start, start + bytes).toString('utf8');
}

/** Length in 16-bit units, one unit or, with the top bit set, two; then the units. */
function readUtf16(chunk: Buffer, at: number): string {
  const first = chunk.readUInt16LE(at);
  const isLong = (first & 0x8000) !== 0;
  const units = isLong ? ((first & 0x7fff) << 16) | chunk.readUInt16LE(at + 2) : first;
  const start = at + (isLong ? 4 : 2);
  return chunk.subarray(start, start + units * 2).toString('utf16le');
}
