import { SERVER_APK_PATH, TEST_APK_PATH } from 'appium-uiautomator2-server';
import type { PhoneSetup, RackOptions } from '../../src/simulator/rack-types.ts';

/** One phone on free ports that never makes anybody wait, and no control API. */
export const TEST_RACK = {
  phones: 1,
  adbPort: 0,
  controlPort: 0,
  pace: 'instant',
  seed: 1,
  control: false,
} as const satisfies RackOptions;

/** A phone that was worked with before: to copy the server's 18 MB to it anew is what only tests of that should do. */
export const USED_PHONE = { apks: [SERVER_APK_PATH, TEST_APK_PATH] } as const satisfies PhoneSetup;

/** So many of them, each set up as given besides. */
export function usedPhones(count: number, setups: readonly PhoneSetup[] = []): PhoneSetup[] {
  return Array.from({ length: count }, (_, index) => ({ ...USED_PHONE, ...setups[index] }));
}
