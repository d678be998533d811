/** How long programs take on a phone before they do anything: a Java tool starts a runtime first (facts 3.6). */
import type { Machine } from '../machine/machine.ts';

/** Median milliseconds on a phone of 2022; what is not listed takes no time worth simulating. */
const MEDIAN_MS: Readonly<Record<string, number>> = {
  am: 250,
  cmd: 60,
  content: 350,
  dumpsys: 80,
  ime: 250,
  input: 200,
  locksettings: 250,
  monkey: 700,
  pm: 250,
  screencap: 300,
  settings: 60,
  svc: 250,
  wm: 200,
};

/** Up to Android 9 the tools ran in processes of their own. */
const OLD_FACTOR = 2;
const SPREAD = 0.3;

export function simulatedDurationMs(name: string, machine: Machine): number {
  const medianMs = MEDIAN_MS[name];
  if (medianMs === undefined) return 0;
  const factor = machine.sdk < 29 ? OLD_FACTOR : 1;
  return medianMs * factor * (1 - SPREAD + 2 * SPREAD * machine.ownRandom.next());
}
