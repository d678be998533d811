import { createHash } from 'node:crypto';
import type { UiNode } from '../ui/node.ts';
import { Slider } from '../ui/slider.ts';
import { TextField } from '../ui/text-field.ts';
import type { Windows } from '../windows/windows.ts';

/** All that a picture of the screen is painted from. */
export interface Scene {
  readonly geometry: Windows['geometry'];
  readonly isAwake: boolean;
  /** From the lowest that can be seen to the one on top. */
  readonly layers: readonly Layer[];
  readonly hasDarkStatusBar: boolean;
  readonly hasDarkNavigationBar: boolean;
  /** As the status bar tells it: `09:41`. */
  readonly clock: string;
  readonly hasKeyboard: boolean;
  /** Its text. */
  readonly toast: string | null;
}

interface Layer {
  readonly isDialog: boolean;
  readonly tree: UiNode;
}

/** The screen as it is now, from the trees that accessibility sees. */
export function sceneOf(windows: Windows): Scene {
  const { geometry, machine, layers, top } = windows;
  return {
    geometry,
    isAwake: machine.power.awake,
    layers: layers.map((screen) => ({ isDialog: screen.isDialog, tree: windows.treeOf(screen) })),
    hasDarkStatusBar: top.isDialog || top.isDark,
    hasDarkNavigationBar: layers[0]?.isDark === true,
    clock: machine.time.now().toISOString().slice(11, 16),
    hasKeyboard: windows.isKeyboardShown,
    toast: windows.toast?.text ?? null,
  };
}

/** The same for scenes that look the same. */
export function sceneKey(scene: Scene): string {
  const layers = scene.layers.map(({ isDialog, tree }) => [isDialog, ...painted(tree)]);
  return createHash('sha256')
    .update(JSON.stringify({ ...scene, layers }, looks))
    .digest('base64url');
}

/** Everything of the nodes that painting may look at, in its order. */
function painted(node: UiNode): unknown[] {
  const { view, bounds, visible, children } = node;
  if (visible === null) return [null];
  return [bounds, visible, { ...view, children: children.length }, ...children.flatMap(painted)];
}

/** What a view shows of the state behind it; what it does when touched is left out, as functions are. */
function looks(_name: string, value: unknown): unknown {
  if (value instanceof TextField) return value.text;
  if (value instanceof Slider) return value.share;
  return value;
}
