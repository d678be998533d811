import { createCanvas, loadImage } from '@napi-rs/canvas';

/** A part of a PNG, in its pixels. */
export async function cropPng(
  png: Buffer,
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<Buffer> {
  const { x, y, width, height } = area;
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(await loadImage(png), x, y, width, height, 0, 0, width, height);
  return canvas.encode('png');
}
