import { createCanvas } from '@napi-rs/canvas';
import type { Windows } from '../windows/windows.ts';

/** A PNG of the screen as it is now. */
export async function renderScreen(windows: Windows): Promise<Buffer> {
  const { right, bottom } = windows.geometry.screen;
  return createCanvas(right, bottom).encode('png');
}
