/**
 * Leave to act on a phone. Work that may lose its right to go on while it runs (an attempt whose server was suspended)
 * runs behind a gate, and whatever is sent to the phone asks it in the same turn of the event loop. The gate travels
 * with the asynchronous work itself and not as an argument: no script, no repair of the screen and no cleaning up can
 * forget to hand it on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Gate {
  /**
   * Returns when the caller may act, and waits while nobody can say whether it may.
   * @throws what ended the right to act; the signal's reason.
   */
  pass(signal: AbortSignal): Promise<void>;
  /** How long it has made its work wait so far. */
  readonly heldMs: number;
}

const gates = new AsyncLocalStorage<Gate>();

/** Everything that `work` does, now and later, asks this gate. */
export async function behindGate<T>(gate: Gate, work: () => Promise<T>): Promise<T> {
  return await gates.run(gate, work);
}

/** For what work behind a gate only sets off: it is not its own, and outlives it. */
export function besideGate(work: () => void): void {
  gates.exit(work);
}

/** To be awaited right before something is sent to a phone. Work without a gate passes. @throws as `Gate.pass`. */
export async function passGate(signal: AbortSignal): Promise<void> {
  await gates.getStore()?.pass(signal);
}

/** As `passGate`, for callbacks that run out of reach of the work they belong to. */
export function gateOfThisWork(): Pick<Gate, 'pass'> | undefined {
  return gates.getStore();
}

/**
 * Milliseconds on a clock that stands still while a gate makes this work wait, so that no deadline passes meanwhile.
 * It counts from any beginning, and no change of the system's time moves it.
 */
export function workingMs(): number {
  return performance.now() - (gates.getStore()?.heldMs ?? 0);
}
