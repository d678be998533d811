import type { RackOptions } from '../../src/simulator/rack-types.ts';

/** One phone on free ports that never makes anybody wait, and no control API. */
export const TEST_RACK = {
  phones: 1,
  adbPort: 0,
  controlPort: 0,
  pace: 'instant',
  seed: 1,
  control: false,
} as const satisfies RackOptions;
