/** The faults ordered for one phone: which strike where, how often, and what of them lasts. */
import {
  checkOrder,
  type FaultBook,
  type FaultKind,
  type FaultOrder,
  type FaultState,
  goesOn,
  isAt,
  isOwn,
  type OwnKind,
  type Place,
} from './fault-orders.ts';

/** What a hot phone takes longer for each request when nothing is said. */
const HEAT_MS = 150;

interface Pending {
  readonly order: FaultOrder;
  timesLeft: number;
  timer: NodeJS.Timeout | null;
  /** When `after_ms` has passed, by performance.now(). */
  readonly readyAt: number;
  /** How often the phone was at the order's place. */
  visits: number;
  /** How much of a push had arrived at the last look: less than that at the next one is another push. */
  lastBytes: number;
  /** Until when it goes on striking, once it has struck. */
  goesOnUntil: number | null;
}

interface Lasting {
  readonly order: FaultOrder;
  readonly lift: () => void;
  readonly timer: NodeJS.Timeout | null;
}

interface FaultsOptions {
  /** Lets the phone suffer what befalls it by itself; what is returned makes it well again. */
  befall(kind: OwnKind, order: FaultOrder): () => void;
  onStrike(order: FaultOrder): void;
  /** A fault that lasted is over. */
  onLift(order: FaultOrder): void;
}

export class Faults implements FaultBook {
  readonly #options: FaultsOptions;
  #pending: Pending[] = [];
  #lasting: Lasting[] = [];
  /** Where the phone was last. */
  #step: string | undefined;

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** @throws Error naming the field when the order makes no sense. */
  order(order: FaultOrder): void {
    checkOrder(order);
    const { when } = order;
    const readyAt = performance.now() + (when?.after_ms ?? 0);
    const start = { visits: 0, lastBytes: -1, goesOnUntil: null };
    const pending: Pending = { order, timesLeft: order.times ?? 1, timer: null, readyAt, ...start };
    this.#pending.push(pending);
    const isTied = when?.step !== undefined || when?.request !== undefined || when?.bytes !== undefined;
    if (!isOwn(order.kind) || isTied) return;
    if (when?.after_ms === undefined) this.#befall(order.kind, pending);
    else pending.timer = setTimeout(this.#befall.bind(this, order.kind, pending), when.after_ms).unref();
  }

  pending(): readonly FaultState[] {
    return [
      ...this.#pending.map(({ order, timesLeft }) => ({ ...order, times: timesLeft })),
      ...this.#lasting.map(({ order }) => ({ ...order, times: 0, lasts: true as const })),
    ];
  }

  /** Nothing strikes any more, and what lasted is over: the phone is well again. */
  clear(): void {
    this.stop();
    for (const lasting of [...this.#lasting]) this.#lift(lasting);
  }

  /** Nothing strikes any more; what lasts stays as it is. */
  stop(): void {
    for (const { timer } of this.#pending) clearTimeout(timer ?? undefined);
    for (const { timer } of this.#lasting) clearTimeout(timer ?? undefined);
    this.#pending = [];
  }

  /** Somebody has made good what faults of these kinds did. */
  madeGood(...kinds: readonly FaultKind[]): void {
    for (const { order, timer } of this.#lasting) if (kinds.includes(order.kind)) clearTimeout(timer ?? undefined);
    this.#lasting = this.#lasting.filter(({ order }) => !kinds.includes(order.kind));
  }

  strike(kind: FaultKind, at: Place = {}): FaultOrder | null {
    for (const pending of [...this.#pending]) {
      if (pending.order.kind !== kind || !fits(pending.order, at) || !this.#strikes(pending, at)) continue;
      this.#use(pending);
      return pending.order;
    }
    return kind === 'slow' && at.request !== undefined ? this.#slownessOfHeat() : null;
  }

  awaits(kind: FaultKind): boolean {
    return this.#pending.some(({ order }) => order.kind === kind);
  }

  arrive(at: Place): void {
    this.#step = at.step ?? this.#step;
    if (this.#pending.length === 0) return;
    for (const pending of [...this.#pending]) {
      const { kind } = pending.order;
      if (isOwn(kind) && pending.timer === null && this.#strikes(pending, at)) this.#befall(kind, pending);
    }
  }

  last(order: FaultOrder, lift: () => void): () => void {
    const end = (): void => this.#lift(lasting);
    const timer = order.for_ms === undefined ? null : setTimeout(end, order.for_ms).unref();
    const lasting: Lasting = { order, lift, timer };
    this.#lasting.push(lasting);
    return () => {
      clearTimeout(timer ?? undefined);
      this.#lasting = this.#lasting.filter((other) => other !== lasting);
    };
  }

  /** A hot phone clocks itself down. */
  #slownessOfHeat(): FaultOrder | null {
    const heat = this.#lasting.find(({ order }) => order.kind === 'heat')?.order;
    return heat === undefined ? null : { ms_per_request: HEAT_MS, ...heat };
  }

  /** Whether the order is due at this place, which counts as a visit if it is the order's. */
  #strikes(pending: Pending, at: Place): boolean {
    const now = performance.now();
    if (pending.goesOnUntil !== null) {
      if (now < pending.goesOnUntil) return true;
      this.#spend(pending);
      return false;
    }
    if (pending.readyAt > now || !isAt(pending.order, at, this.#step)) return false;
    if (isNewVisit(pending, at)) pending.visits += 1;
    if (at.bytes !== undefined) pending.lastBytes = at.bytes;
    return pending.visits >= (pending.order.when?.nth ?? 1);
  }

  #befall(kind: OwnKind, pending: Pending): void {
    pending.timer = null;
    this.#use(pending);
    const { order } = pending;
    this.last(order, this.#options.befall(kind, order));
  }

  #use(pending: Pending): void {
    const { order } = pending;
    if (pending.goesOnUntil !== null) return;
    if (goesOn(order)) pending.goesOnUntil = performance.now() + (order.for_ms ?? 0);
    else this.#spend(pending);
    this.#options.onStrike(order);
  }

  #spend(pending: Pending): void {
    pending.goesOnUntil = null;
    pending.timesLeft -= 1;
    if (pending.timesLeft <= 0) this.#pending = this.#pending.filter((other) => other !== pending);
  }

  #lift(lasting: Lasting): void {
    if (!this.#lasting.includes(lasting)) return;
    clearTimeout(lasting.timer ?? undefined);
    this.#lasting = this.#lasting.filter((other) => other !== lasting);
    lasting.lift();
    this.#options.onLift(lasting.order);
  }
}

/** A push is asked about again and again while it grows: it is one visit. */
function isNewVisit({ order, lastBytes }: Pending, at: Place): boolean {
  if (order.when?.bytes === undefined || at.bytes === undefined) return true;
  return lastBytes < order.when.bytes || at.bytes < lastBytes;
}

/** A slow push is counted in bytes per second, a slow request in milliseconds: neither uses up the other. */
function fits(order: FaultOrder, at: Place): boolean {
  if (order.kind !== 'slow') return true;
  return at.bytes !== undefined ? order.bytes_per_second !== undefined : order.ms_per_request !== undefined;
}
