/** The faults ordered for one phone, and the striking of those that concern its cable. */
import { type FaultBook, type FaultKind, type FaultOrder, KNOWN_DIALOGS } from './ports.ts';

/** Where in a phone's life a strike is asked for. */
type Place = NonNullable<Parameters<FaultBook['strike']>[1]>;

const KINDS: readonly FaultKind[] = [
  'unplug',
  'offline',
  'slow',
  'push_cut',
  'storage_full',
  'uia2_crash',
  'app_crash',
  'permission_dialog',
  'unknown_dialog',
  ...KNOWN_DIALOGS,
  'logged_out',
  'slow_sounds',
  'wrong_account',
  'caption_truncated',
  'upload_stuck',
  'upload_failed',
  'post_then_die',
];

interface Pending {
  readonly order: FaultOrder;
  timesLeft: number;
  timer: NodeJS.Timeout | null;
  /** When `after_ms` has passed, by performance.now(). */
  readonly readyAt: number;
}

interface FaultsOptions {
  /** Does what `unplug` and `offline` say, to the phone's cable. */
  cable(kind: 'unplug' | 'offline'): void;
  onStrike(order: FaultOrder): void;
}

/**
 * `unplug` and `offline` strike by themselves: after `after_ms`, or when somebody asks, for whatever kind, at the step,
 * request or byte they are tied to; tied to nothing, at once.
 */
export class Faults implements FaultBook {
  readonly #options: FaultsOptions;
  #pending: Pending[] = [];

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** @throws Error naming the field when the order makes no sense. */
  order(order: FaultOrder): void {
    check(order);
    const { kind, when } = order;
    const readyAt = performance.now() + (when?.after_ms ?? 0);
    const pending: Pending = { order, timesLeft: order.times ?? 1, timer: null, readyAt };
    this.#pending.push(pending);
    if (kind !== 'unplug' && kind !== 'offline') return;
    const isTied = when?.step !== undefined || when?.request !== undefined || when?.bytes !== undefined;
    if (isTied) return;
    if (when?.after_ms === undefined) this.#pull(kind, pending);
    else pending.timer = setTimeout(() => this.#pull(kind, pending), when.after_ms).unref();
  }

  pending(): readonly FaultOrder[] {
    return this.#pending.map(({ order, timesLeft }) => ({ ...order, times: timesLeft }));
  }

  clear(): void {
    for (const { timer } of this.#pending) clearTimeout(timer ?? undefined);
    this.#pending = [];
  }

  strike(kind: FaultKind, at: Place = {}): FaultOrder | null {
    for (const pending of [...this.#pending]) {
      const pulled = pending.order.kind;
      if (pending.timer === null && (pulled === 'unplug' || pulled === 'offline') && isAt(pending.order, at))
        this.#pull(pulled, pending);
    }
    if (kind === 'unplug' || kind === 'offline') return null;
    const now = performance.now();
    const found = this.#pending.find(
      ({ order, readyAt }) => order.kind === kind && readyAt <= now && isAt(order, at) && fits(order, at),
    );
    if (!found) return null;
    this.#use(found);
    return found.order;
  }

  #pull(kind: 'unplug' | 'offline', pending: Pending): void {
    this.#use(pending);
    this.#options.cable(kind);
  }

  #use(pending: Pending): void {
    pending.timesLeft -= 1;
    if (pending.timesLeft <= 0) this.#pending = this.#pending.filter((other) => other !== pending);
    this.#options.onStrike(pending.order);
  }
}

/** The order is tied to nothing, or to this place. */
function isAt({ when }: FaultOrder, at: Place): boolean {
  if (!when) return true;
  if (when.step !== undefined && when.step !== at.step) return false;
  if (when.request !== undefined && when.request !== at.request) return false;
  return when.bytes === undefined || (at.bytes !== undefined && at.bytes >= when.bytes);
}

/** A slow push is counted in bytes per second, a slow request in milliseconds: neither uses up the other. */
function fits(order: FaultOrder, at: Place): boolean {
  if (order.kind !== 'slow') return true;
  return at.bytes !== undefined ? order.bytes_per_second !== undefined : order.ms_per_request !== undefined;
}

function check(order: FaultOrder): void {
  if (!KINDS.includes(order.kind))
    throw new Error(`kind: '${order.kind}' is not a fault; there are ${KINDS.join(', ')}`);
  const numbers = {
    times: order.times,
    bytes_per_second: order.bytes_per_second,
    ms_per_request: order.ms_per_request,
    'when.bytes': order.when?.bytes,
    'when.after_ms': order.when?.after_ms,
  };
  for (const [field, value] of Object.entries(numbers)) {
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      throw new Error(`${field}: give a number that is not negative`);
  }
  if (order.times !== undefined && order.times < 1) throw new Error('times: give 1 or more');
  if (order.kind === 'slow' && !order.bytes_per_second && order.ms_per_request === undefined) {
    throw new Error('slow: give bytes_per_second (pushes) or ms_per_request (UiAutomator2 requests)');
  }
}
