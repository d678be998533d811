import { createCanvas, loadImage } from '@napi-rs/canvas';

interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const GREY = '#808080';

/** A PNG with some places painted over. */
export async function blankPng(png: Uint8Array, places: readonly Place[]): Promise<Uint8Array> {
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  context.fillStyle = GREY;
  for (const { left, top, right, bottom } of places) context.fillRect(left, top, right - left, bottom - top);
  return await canvas.encode('png');
}
