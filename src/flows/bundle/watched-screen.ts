import type { Limits } from '../../kit/abort.ts';
import type { Screen, SwipeOptions, UiNode, UiTree } from '../../screen/screen.ts';
import { centreOf } from '../../screen/tree.ts';
import type { Act } from './bundle.ts';

/** Told of everything that passes through a screen. */
export interface ScreenWatcher {
  looked(tree: UiTree): void;
  /** Called before the phone is touched. */
  acting(act: Act): Promise<void>;
}

type Phone = Screen['phone'];

/** A screen that does what another does, under the eyes of a watcher. The other one is not closed with it. */
export function watchScreen(screen: Screen, watcher: ScreenWatcher): Screen {
  const at = (node: UiNode): { readonly x: number; readonly y: number } => centreOf(node.bounds);
  const acted = async (act: Act, work: () => Promise<void>): Promise<void> => {
    await watcher.acting(act);
    await work();
  };
  return {
    phone: watchPhone(screen.phone, watcher),
    tree: async (limits) => {
      const tree = await screen.tree(limits);
      watcher.looked(tree);
      return tree;
    },
    tap: async (node, limits) => await acted({ kind: 'tap', ...at(node) }, () => screen.tap(node, limits)),
    tapAt: async ({ x, y }, limits) => await acted({ kind: 'tap', x, y }, () => screen.tapAt({ x, y }, limits)),
    longPress: async (node, limits) =>
      await acted({ kind: 'long press', ...at(node) }, () => screen.longPress(node, limits)),
    swipe: async (options: SwipeOptions) =>
      await acted({ kind: 'swipe', from: options.from, to: options.to }, () => screen.swipe(options)),
    setText: async (node, text, limits) =>
      await acted({ kind: 'text', ...at(node), text }, () => screen.setText(node, text, limits)),
    pressKey: async (code, limits) => await acted({ kind: 'key', code }, () => screen.pressKey(code, limits)),
    back: async (limits) => await acted({ kind: 'back' }, () => screen.back(limits)),
    hideKeyboard: async (limits) => await acted({ kind: 'hide keyboard' }, () => screen.hideKeyboard(limits)),
    screenshot: async (limits: Limits) => await screen.screenshot(limits),
    select: (tree, selector) => screen.select(tree, selector),
    waitFor: async (selector, limits) => await screen.waitFor(selector, limits),
    waitUntilGone: async (selector, limits) => await screen.waitUntilGone(selector, limits),
    close: async () => {},
  };
}

function watchPhone(phone: Phone, watcher: ScreenWatcher): Phone {
  const own: Partial<Phone> = {
    forceStop: async (packageName, limits) => {
      await watcher.acting({ kind: 'stop app', what: packageName });
      await phone.forceStop(packageName, limits);
    },
    startActivity: async (options) => {
      const { component, packageName, dataUri, action } = options;
      await watcher.acting({ kind: 'start activity', what: component ?? packageName ?? dataUri ?? action });
      await phone.startActivity(options);
    },
  };
  return new Proxy(phone, {
    get: (target, key) => {
      const value: unknown = Reflect.get(key in own ? own : target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
