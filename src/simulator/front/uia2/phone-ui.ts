import type { Pace, PhoneMachine } from '../../ports.ts';
import { listedNodes, type UiNode } from '../ui/node.ts';
import type { InputDispatcher } from '../windows/input.ts';
import type { Windows } from '../windows/windows.ts';
import type { Snapshot } from './source.ts';

/** What the server reaches of the phone it runs on. */
export interface PhoneUi {
  readonly machine: PhoneMachine;
  readonly windows: Windows;
  readonly input: InputDispatcher;
  readonly pace: Pace;
  screenshot(): Promise<Buffer>;
  /** Somebody touched the phone whose session another owner's has replaced. */
  touchedByTwo(what: string): void;
}

/** A window id as accessibility numbers them: small, and the same while the window lives. */
function windowId(ui: PhoneUi): number {
  return ui.windows.top.serial;
}

/** The tree as accessibility tells it at this moment. */
export function snapshotOf(ui: PhoneUi): Snapshot {
  const { windows } = ui;
  const { navigationBar } = windows.geometry;
  return {
    root: windows.seenTree(),
    facts: { focusedField: windows.focusedField, windowId: windowId(ui) },
    toast: windows.toast,
    widthPx: navigationBar.right,
    heightPx: navigationBar.top,
  };
}

/** The node on the screen with this identity, if accessibility can see it. */
export function visibleNode(ui: PhoneUi, identity: string): UiNode | null {
  for (const node of listedNodes(ui.windows.seenTree())) if (node.identity === identity) return node;
  return null;
}

/** Whether a node that accessibility tells of is really there. */
export function isReal({ windows }: PhoneUi, { identity }: UiNode): boolean {
  if (windows.seen.stale === null) return true;
  for (const node of listedNodes(windows.tree())) if (node.identity === identity) return true;
  return false;
}
