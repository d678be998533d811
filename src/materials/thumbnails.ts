import { readFile, rename, rm, writeFile } from 'node:fs/promises';

import type { Image, SKRSContext2D } from '@napi-rs/canvas';
import { fileTypeFromBuffer } from 'file-type';

import { fullDisk, isFullDisk, type MaterialFiles } from './files.ts';
import { KeyedLock } from './keyed-lock.ts';
import type { StoredMaterial } from './material.ts';
import { drawDuration } from './placeholder.ts';
import type { MediaProbe } from './probe.ts';
import { frameOf } from './video-frame.ts';

export interface ThumbnailParts {
  readonly files: MaterialFiles;
  readonly probe: MediaProbe;
  /** The ffmpeg program, which need not be there. */
  readonly ffmpeg: string;
}

const MAX_SIDE_PX = 320;
const JPEG_QUALITY = 80;
/** Decoded, a picture takes four bytes a pixel; one of more pixels is not decoded for a thumbnail. */
const MAX_PIXELS = 60_000_000;
const MAX_IMAGE_BYTES = 64 * 1024 ** 2;
/** What both the probe and the canvas can read. */
const COVER_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

/**
 * Small pictures of materials, drawn when they are first asked for and kept. A video shows the cover picture inside its
 * file, else one of its frames where there is an ffmpeg, else a drawing with its duration.
 */
export class Thumbnails {
  readonly #files: MaterialFiles;
  readonly #probe: MediaProbe;
  readonly #ffmpeg: string;
  /** One is drawn at a time, so that large pictures do not add up. */
  readonly #lock = new KeyedLock();
  /** By SHA-256, those of which this server could make no picture. Not kept longer: an ffmpeg may be installed. */
  readonly #pictureless = new Set<string>();

  constructor({ files, probe, ffmpeg }: ThumbnailParts) {
    this.#files = files;
    this.#probe = probe;
    this.#ffmpeg = ffmpeg;
  }

  /** @returns a JPEG of at most 320 pixels a side. */
  async of(material: StoredMaterial): Promise<Buffer> {
    const path = this.#files.thumbnailOf(material.sha256);
    const kept = await readFile(path).catch(() => undefined);
    if (kept !== undefined) return kept;
    return await this.#lock.run('', async () => {
      const picture = this.#pictureless.has(material.sha256) ? undefined : await this.#picture(material);
      if (picture === undefined) {
        this.#pictureless.add(material.sha256);
        return await placeholder(material);
      }
      const drawn = await shrink(picture);
      await this.#keep(path, drawn);
      return drawn;
    });
  }

  async #picture(material: StoredMaterial): Promise<Image | undefined> {
    if (material.kind === 'image') return await this.#image(material);
    return (await this.#cover(material)) ?? (await this.#frame(material));
  }

  async #frame(material: StoredMaterial): Promise<Image | undefined> {
    const path = this.#files.pathOf(material);
    return await decode(await frameOf({ ffmpeg: this.#ffmpeg, path, maxSidePx: MAX_SIDE_PX }));
  }

  async #image(material: StoredMaterial): Promise<Image | undefined> {
    if (!isDrawable(material.facts) || material.sizeBytes > MAX_IMAGE_BYTES) return undefined;
    return await decode(await readFile(this.#files.pathOf(material)).catch(() => undefined));
  }

  /** Anybody may have put anything into a file as its cover: its size is read before it is decoded. */
  async #cover(material: StoredMaterial): Promise<Image | undefined> {
    const bytes = await this.#probe.coverOf({ ...material, path: this.#files.pathOf(material) });
    if (bytes === null) return undefined;
    const mime = (await fileTypeFromBuffer(bytes))?.mime ?? '';
    if (!COVER_TYPES.has(mime)) return undefined;
    const path = this.#files.unfinished();
    try {
      await writeFile(path, bytes);
      const facts = await this.#probe.factsOf({ path, mime, sizeBytes: bytes.length });
      return isDrawable(facts) ? await decode(Buffer.from(bytes)) : undefined;
    } catch (error) {
      throw fullDisk(error);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** One that the disk does not take is drawn again next time. */
  async #keep(path: string, drawn: Buffer): Promise<void> {
    const unfinished = this.#files.unfinished();
    try {
      await writeFile(unfinished, drawn);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      if (!isFullDisk(error)) throw error;
    }
  }
}

/** Loaded when something is drawn: it takes a tenth of a second of every start, and its memory. */
async function canvasLibrary(): Promise<typeof import('@napi-rs/canvas')> {
  return await import('@napi-rs/canvas');
}

function isDrawable({ widthPx, heightPx }: StoredMaterial['facts']): boolean {
  return widthPx !== null && heightPx !== null && widthPx * heightPx <= MAX_PIXELS;
}

async function decode(bytes: Buffer | undefined): Promise<Image | undefined> {
  if (bytes === undefined) return undefined;
  const { loadImage } = await canvasLibrary();
  // A picture that is broken is no reason to fail: it has no thumbnail but a drawing.
  const image = await loadImage(bytes).catch(() => undefined);
  return image !== undefined && image.width > 0 && image.height > 0 ? image : undefined;
}

async function shrink(image: Image): Promise<Buffer> {
  return await draw(image, (context, { width, height }) => context.drawImage(image, 0, 0, width, height));
}

async function placeholder({ facts, kind }: StoredMaterial): Promise<Buffer> {
  const size = { width: facts.widthPx ?? MAX_SIDE_PX, height: facts.heightPx ?? MAX_SIDE_PX };
  return await draw(size, (context, fitted) => {
    drawDuration(context, { ...fitted, durationMs: kind === 'video' ? facts.durationMs : null });
  });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

async function draw(size: Size, paint: (context: SKRSContext2D, fitted: Size) => void): Promise<Buffer> {
  const scale = Math.min(1, MAX_SIDE_PX / Math.max(size.width, size.height));
  const fitted = {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
  const { createCanvas } = await canvasLibrary();
  const canvas = createCanvas(fitted.width, fitted.height);
  const context = canvas.getContext('2d');
  // JPEG knows no transparency.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, fitted.width, fitted.height);
  paint(context, fitted);
  return await canvas.encode('jpeg', JPEG_QUALITY);
}
