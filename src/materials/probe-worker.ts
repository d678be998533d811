/**
 * The thread in which files are read by MediaInfoLib, each by an instance of its own: a file that writes all over its
 * memory has no hold on the next one. Gets ProbeOrders one at a time, answers each with a ProbeAnswer; what throws ends it.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import mediaInfoFactory from 'mediainfo.js';

import { type MediaFacts, NO_FACTS } from './facts.ts';

export interface ProbeOrder {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whether the picture that stands for a video inside its file is wanted too. */
  readonly withCover: boolean;
}

export interface ProbeAnswer {
  readonly facts: MediaFacts;
  /** The bytes of an image file; null where there is none, or none of a sensible size. */
  readonly cover: Uint8Array | null;
  /** Outside of its JavaScript: the memory of the instances that are not yet collected. */
  readonly heldBytes: number;
}

const MS_PER_SECOND = 1000;
/**
 * An index of an hour-long video is a few MiB. A file that makes the parser ask for more than this is told what was
 * found so far.
 */
const MAX_READ_BYTES = 256 * 1024 ** 2;

const CODECS: Readonly<Record<string, string>> = Object.freeze({
  avc: 'h264',
  'mpeg-4 visual': 'mpeg4',
  'h.263': 'h263',
  'mpeg audio': 'mp3',
});

/** The fields of MediaInfoLib's tracks that count here; it tells most numbers as numbers, some as text. */
interface Track {
  readonly '@type': string;
  readonly Format?: unknown;
  readonly Width?: unknown;
  readonly Height?: unknown;
  readonly Rotation?: unknown;
  readonly Duration?: unknown;
  readonly FrameRate?: unknown;
  /** Base64; several are parted by " / ". */
  readonly Cover_Data?: unknown;
}

/** A cover is a small picture; what is larger is not looked at. */
const MAX_COVER_BYTES = 16 * 1024 ** 2;

async function probe({ path, sizeBytes, withCover }: ProbeOrder): Promise<ProbeAnswer> {
  const library = await mediaInfoFactory({ format: 'object', coverData: withCover });
  const file = openSync(path, 'r');
  let leftBytes = MAX_READ_BYTES;
  try {
    const result = await library.analyzeData(sizeBytes, (wanted, offset) => {
      const chunk = new Uint8Array(Math.min(wanted, leftBytes));
      const read = readSync(file, chunk, 0, chunk.length, offset);
      leftBytes -= read;
      return chunk.subarray(0, read);
    });
    const tracks = (result.media?.track ?? []) as unknown as readonly Track[];
    const heldBytes = process.memoryUsage().external;
    return { facts: factsOf(tracks), cover: withCover ? coverOf(tracks) : null, heldBytes };
  } finally {
    closeSync(file);
  }
}

function factsOf(tracks: readonly Track[]): MediaFacts {
  const general = tracks.find((track) => track['@type'] === 'General');
  // A video's cover is an image track of its own.
  const video = tracks.find((track) => track['@type'] === 'Video');
  const picture = video ?? tracks.find((track) => track['@type'] === 'Image');
  const audio = tracks.find((track) => track['@type'] === 'Audio');
  const rotation = rotationOf(picture?.Rotation);
  const [width, height] = [pixels(picture?.Width), pixels(picture?.Height)];
  const isTurned = rotation === 90 || rotation === 270;
  const seconds = positive(general?.Duration) ?? positive(picture?.Duration);
  return {
    ...NO_FACTS,
    videoCodec: codec(video?.Format),
    audioCodec: codec(audio?.Format),
    widthPx: isTurned ? height : width,
    heightPx: isTurned ? width : height,
    rotationDegrees: rotation,
    durationMs: seconds === null ? null : Math.round(seconds * MS_PER_SECOND),
    frameRate: positive(picture?.FrameRate),
  };
}

function coverOf(tracks: readonly Track[]): Uint8Array | null {
  const data = tracks.find((track) => track['@type'] === 'General')?.Cover_Data;
  if (typeof data !== 'string') return null;
  const [first = ''] = data.split(' / ', 1);
  return first === '' || first.length * 0.75 > MAX_COVER_BYTES ? null : Buffer.from(first, 'base64');
}

/** No picture has more columns and no clip more seconds or frames a second: beyond it is a broken file's nonsense. */
const MAX_SENSIBLE = 1_000_000;

function positive(value: unknown): number | null {
  const number = Number(value);
  return number > 0 && number <= MAX_SENSIBLE ? number : null;
}

function pixels(value: unknown): number | null {
  const number = positive(value);
  return number === null ? null : Math.round(number);
}

function codec(format: unknown): string | null {
  if (typeof format !== 'string' || format === '') return null;
  const name = format.toLowerCase();
  return CODECS[name] ?? name;
}

function rotationOf(value: unknown): number | null {
  const degrees = Math.round(Number(value));
  return Number.isFinite(degrees) ? ((degrees % 360) + 360) % 360 : null;
}

parentPort?.on('message', async (order: ProbeOrder) => parentPort?.postMessage(await probe(order)));
