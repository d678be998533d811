import { createCanvas } from '@napi-rs/canvas';
import type { Windows } from '../windows/windows.ts';
import { paintNode } from './paint-node.ts';
import { paintKeyboard, paintNavigationBar, paintStatusBar, paintToast } from './paint-system.ts';
import { Pictures } from './pictures.ts';
import { encodePng } from './png.ts';
import { type Scene, sceneKey, sceneOf } from './scene.ts';

/** How dark it gets beneath a dialog. */
const DIM = 'rgba(0, 0, 0, 0.5)';

const pictures = new Pictures();

/** A PNG of the screen as it is now. One that looks as it did shortly before is not painted again. */
export async function renderScreen(windows: Windows): Promise<Buffer> {
  const scene = sceneOf(windows);
  return await pictures.get(sceneKey(scene), async () => await paint(scene));
}

async function paint(scene: Scene): Promise<Buffer> {
  const { right, bottom } = scene.geometry.screen;
  const canvas = createCanvas(right, bottom);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000000';
  context.fillRect(0, 0, right, bottom);
  if (scene.isAwake) {
    for (const { isDialog, tree } of scene.layers) {
      if (isDialog) {
        context.fillStyle = DIM;
        context.fillRect(0, 0, right, bottom);
      }
      paintNode(context, tree, scene.geometry.scale);
    }
    paintStatusBar(context, scene);
    if (scene.hasKeyboard) paintKeyboard(context, scene);
    paintNavigationBar(context, scene);
    paintToast(context, scene);
  }
  return await encodePng(canvas.data(), right, bottom);
}
