import { parentPort } from 'node:worker_threads';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** A picture of a phone's screen to be made smaller. */
export interface ScaleOrder {
  readonly id: number;
  readonly png: Uint8Array;
  readonly widthPx: number;
}

export interface ScaleAnswer {
  readonly id: number;
  /** Null for what is no picture. */
  readonly jpeg: Uint8Array | null;
}

/** Letters of an app stay readable at the width of a wall's tile, and no phone's picture takes more than some ten kilobytes. */
const JPEG_QUALITY = 72;

async function scale({ id, png, widthPx }: ScaleOrder): Promise<ScaleAnswer> {
  const image = await loadImage(png).catch(() => null);
  if (image === null || image.width === 0) return { id, jpeg: null };
  const width = Math.min(widthPx, image.width);
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'medium';
  context.drawImage(image, 0, 0, width, height);
  // In this thread: the pool that `encode` would use belongs to everybody.
  return { id, jpeg: canvas.encodeSync('jpeg', JPEG_QUALITY) };
}

parentPort?.on('message', async (order: ScaleOrder) => parentPort?.postMessage(await scale(order)));
