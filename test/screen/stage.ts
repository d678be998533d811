import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { openScreen, type Screen, type UiNode } from '../../src/screen/screen.ts';
import type { RackOptions } from '../../src/simulator/rack.ts';
import { onRack, type RackStage } from '../devices/rack.ts';
import { limits } from '../devices/support.ts';
import { USED_PHONE } from '../support/rack.ts';

export const TIKTOK = 'com.zhiliaoapp.musically';
export const SERVER = 'io.appium.uiautomator2.server';
const OPEN_TIMEOUT_MS = 60_000;

export interface ScreenStage extends RackStage {
  readonly screen: Screen;
  /** UiAutomator2 requests so far that contain this text. */
  requests(text: string): readonly string[];
}

/** A rack whose first phone has its screen open; all ends with the test. */
export async function onScreen(t: TestContext, options: Partial<RackOptions> = {}): Promise<ScreenStage> {
  const stage = await onRack(t, { phoneOverrides: [USED_PHONE], ...options });
  const screen = await openScreen(stage.phone, limits(OPEN_TIMEOUT_MS));
  t.after(() => screen.close());
  const requests = (text: string): readonly string[] =>
    stage.rackPhone.log().flatMap(({ kind, what }) => (kind === 'uia2' && what.includes(text) ? [what] : []));
  return { ...stage, screen, requests };
}

/** The first match of a label in the tree of now. */
export async function seen(screen: Screen, label: string): Promise<UiNode> {
  const [node] = screen.select(await screen.tree(limits()), { label: [label] });
  assert.ok(node, `the screen does not show "${label}"`);
  return node;
}
