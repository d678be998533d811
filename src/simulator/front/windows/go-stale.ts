import type { FaultBook, FaultOrder } from '../../fault-orders.ts';
import type { Windows } from './windows.ts';

/** From now on accessibility tells the screen before, until the fault is over or its cache is made anew. */
export function goStale(windows: Windows, faults: FaultBook, order: FaultOrder): void {
  const madeGood = faults.last(order, () => windows.seen.thaw());
  windows.seen.freeze(windows.tree(), madeGood);
}
