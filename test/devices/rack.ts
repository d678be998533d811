import type { TestContext } from 'node:test';
import type { Phone } from '../../src/devices/phone.ts';
import { type Rack, type RackOptions, type RackPhone, startRack } from '../../src/simulator/rack.ts';
import { TEST_RACK } from '../support/rack.ts';
import { type Watch, watch } from './support.ts';

export interface RackStage extends Watch {
  readonly rack: Rack;
  readonly rackPhone: RackPhone;
  readonly phone: Phone;
}

/** A rack with a tracker on it, both ending with the test; its first phone as both sides see it. */
export async function onRack(t: TestContext, options: Partial<RackOptions> = {}): Promise<RackStage> {
  const rack = await startRack({
    ...TEST_RACK,
    ...options,
  });
  t.after(() => rack.stop());
  const watched = await watch(t, `127.0.0.1:${rack.adbPort}`);
  const [rackPhone] = rack.phones;
  if (rackPhone === undefined) throw new Error('A rack without phones');
  return { ...watched, rack, rackPhone, phone: watched.tracker.phone(rackPhone.serial) };
}
