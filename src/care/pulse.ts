import type { Phone } from '../devices/phone.ts';
import type { Limits } from '../kit/abort.ts';
import { besideGate } from '../kit/gate.ts';

export interface PulseParts {
  /** Those that ADB calls usable now. */
  phones(): Iterable<Phone>;
  /**
   * How old a phone's last answer may be now before it is asked for another, and whether what it answers to others
   * counts.
   */
  turn(phone: Phone): { readonly everyMs: number; readonly othersCount: boolean };
  /** A round trip. @returns whether the phone is up. */
  ask(phone: Phone, limits: Limits): Promise<boolean>;
  readonly withinMs: number;
  /** It has answered, to us or to whoever uses it. Told again and again. */
  onAnswer(phone: Phone): void;
  onSilence(phone: Phone): void;
}

/** An echo is two short messages through the ADB server; more at once would only wait for one another there. */
const AT_ONCE = 32;
/** The beat looks this many times for who is due, in the shortest time between two echoes. */
const LOOKS = 10;
const SHORTEST_LOOK_MS = 20;
const LONGEST_LOOK_MS = 500;

/** Asks phones for a sign of life, each when its last answer has become old. */
export class Pulse {
  readonly #parts: PulseParts;
  readonly #asking = new Map<Phone, Promise<boolean>>();
  readonly #askedAt = new WeakMap<Phone, number>();
  readonly #over = new AbortController();
  #due: Phone[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: PulseParts) {
    this.#parts = parts;
  }

  start(echoEveryMs: number): void {
    const lookMs = Math.min(LONGEST_LOOK_MS, Math.max(SHORTEST_LOOK_MS, echoEveryMs / LOOKS));
    this.#timer ??= setInterval(() => this.#look(), lookMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#due = [];
    this.#over.abort(new Error('Nobody asks any more'));
    await Promise.allSettled(this.#asking.values());
  }

  /** One echo now, or the one that is under way. @returns whether the phone answered; false for one that is gone. */
  ask(phone: Phone): Promise<boolean> {
    // An attempt that asks may have lost its right to act; whether the phone answers is a question of its own.
    if (!this.#asking.has(phone)) besideGate(() => this.#asking.set(phone, this.#ask(phone)));
    return this.#asking.get(phone) ?? Promise.resolve(false);
  }

  async #ask(phone: Phone): Promise<boolean> {
    this.#askedAt.set(phone, performance.now());
    const before = performance.now();
    try {
      const isUp = await this.#parts.ask(phone, { signal: this.#over.signal, timeoutMs: this.#parts.withinMs });
      if (isUp) this.#parts.onAnswer(phone);
      return isUp;
    } catch {
      if (phone.gone.aborted || this.#over.signal.aborted) return false;
      // It may have answered somebody else meanwhile: a busy phone is no silent one.
      const heardSince = phone.answerAgeMs !== null && phone.answerAgeMs < performance.now() - before;
      if (!heardSince) this.#parts.onSilence(phone);
      return heardSince;
    } finally {
      this.#asking.delete(phone);
      this.#fill();
    }
  }

  #look(): void {
    const now = performance.now();
    this.#due = [];
    for (const phone of this.#parts.phones()) {
      const { everyMs, othersCount } = this.#parts.turn(phone);
      const { answerAgeMs } = phone;
      if (othersCount && answerAgeMs !== null && answerAgeMs < everyMs) this.#parts.onAnswer(phone);
      else if (now - this.#askedAtMs(phone) >= everyMs) this.#due.push(phone);
    }
    // Phones that hang take their time and come again soon: they must not keep the others from their turn.
    this.#due.sort((a, b) => this.#askedAtMs(a) - this.#askedAtMs(b));
    this.#fill();
  }

  #askedAtMs(phone: Phone): number {
    return this.#askedAt.get(phone) ?? Number.NEGATIVE_INFINITY;
  }

  #fill(): void {
    while (this.#asking.size < AT_ONCE) {
      const phone = this.#due.shift();
      if (phone === undefined) return;
      if (!phone.gone.aborted && !this.#asking.has(phone)) void this.ask(phone);
    }
  }
}
