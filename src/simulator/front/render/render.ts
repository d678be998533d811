import { createCanvas } from '@napi-rs/canvas';
import type { Windows } from '../windows/windows.ts';
import { paintNode } from './paint-node.ts';
import { paintKeyboard, paintNavigationBar, paintStatusBar, paintToast } from './paint-system.ts';

/** How dark it gets beneath a dialog. */
const DIM = 'rgba(0, 0, 0, 0.5)';

/** A PNG of the screen as it is now, painted from the trees that accessibility sees. */
export async function renderScreen(windows: Windows): Promise<Buffer> {
  const { geometry } = windows;
  const { right, bottom } = geometry.screen;
  const canvas = createCanvas(right, bottom);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000000';
  context.fillRect(0, 0, right, bottom);
  if (!windows.machine.power.awake) return canvas.encode('png');
  for (const screen of windows.layers) {
    if (screen.isDialog) {
      context.fillStyle = DIM;
      context.fillRect(0, 0, right, bottom);
    }
    paintNode(context, windows.treeOf(screen), geometry.scale);
  }
  paintStatusBar(context, windows);
  if (windows.isKeyboardShown) paintKeyboard(context, windows);
  paintNavigationBar(context, windows);
  paintToast(context, windows);
  return canvas.encode('png');
}
