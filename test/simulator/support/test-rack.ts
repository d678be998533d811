import type { TestContext } from 'node:test';
import { startRack } from '../../../src/simulator/rack.ts';
import type { Rack, RackOptions } from '../../../src/simulator/rack-types.ts';
import { TEST_RACK } from '../../support/rack.ts';
import { createPlainFront, type PlainFront } from './plain-front.ts';

export interface TestRack extends Rack {
  /** The fronts of the phones, in their order. */
  readonly fronts: readonly PlainFront[];
}

/** A rack on free ports with fronts without screens; it goes with the test. */
export async function startTestRack(t: TestContext, options: Partial<RackOptions> = {}): Promise<TestRack> {
  const fronts: PlainFront[] = [];
  const rack = await startRack({
    ...TEST_RACK,
    createFront: () => {
      const front = createPlainFront();
      fronts.push(front);
      return front;
    },
    ...options,
  });
  t.after(() => rack.stop());
  return Object.assign(rack, { fronts });
}
