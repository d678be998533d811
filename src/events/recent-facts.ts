import { randomBytes } from 'node:crypto';

import type { Clock } from '../kit/clock.ts';
import type { EventBus, FactName, Facts } from './bus.ts';
import { FACT_NAMES, TOLD } from './told.ts';

/** About 2 MiB: minutes of a busy farm, hours of a quiet one. */
const KEPT_FACTS = 10_000;

export interface RecentFact {
  /** Counts up from 1, without gaps. */
  readonly number: number;
  /** `reset`: what other servers told is lost, so that all has to be read again. */
  readonly name: FactName | 'reset';
  /** What is told of it, as JSON: made once, however many read it. */
  readonly json: string;
}

export interface RecentFactsParts {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly kept?: number;
}

/**
 * The last facts of this process and those it heard from others, numbered, for readers that come back. An id names the process too, so that one of
 * another run is known for what it is.
 */
export class RecentFacts {
  readonly #epoch = randomBytes(4).toString('hex');
  readonly #clock: Clock;
  readonly #kept: number;
  readonly #ring: RecentFact[] = [];
  readonly #followers = new Set<() => void>();
  #last = 0;

  constructor({ bus, clock, kept = KEPT_FACTS }: RecentFactsParts) {
    this.#clock = clock;
    this.#kept = kept;
    for (const name of FACT_NAMES) this.#hear(bus, name);
  }

  /** The number of the newest fact; 0 before there is one. */
  get last(): number {
    return this.#last;
  }

  now(): Date {
    return this.#clock.now();
  }

  idOf(number: number): string {
    return `${this.#epoch}-${number}`;
  }

  /** @returns the number that an id names; undefined when not all that came after it is kept. */
  after(id: string): number | undefined {
    const [, epoch, digits] = /^([0-9a-f]{8})-(0|[1-9]\d{0,14})$/.exec(id) ?? [];
    const number = Number(digits);
    const isKept = epoch === this.#epoch && number <= this.#last && number >= this.#last - this.#kept;
    return isKept ? number : undefined;
  }

  /** @returns undefined for one that has not happened yet, or is not kept any more. */
  at(number: number): RecentFact | undefined {
    const fact = this.#ring[number % this.#kept];
    return fact?.number === number ? fact : undefined;
  }

  /** Calls `onFact` after every fact. @returns how to stop. */
  follow(onFact: () => void): () => void {
    this.#followers.add(onFact);
    return () => this.#followers.delete(onFact);
  }

  /** A fact of another server, as it told it. */
  add(name: FactName | 'reset', json: string): void {
    const number = this.#last + 1;
    this.#ring[number % this.#kept] = { number, name, json };
    this.#last = number;
    for (const onFact of this.#followers) onFact();
  }

  /** Other servers may have done what is not told here. */
  lose(): void {
    this.add('reset', JSON.stringify({ at: this.#clock.now().toISOString() }));
  }

  #hear<Name extends FactName>(bus: EventBus, name: Name): void {
    bus.on(name, (payload: Facts[Name]) => {
      this.add(name, JSON.stringify({ at: this.#clock.now().toISOString(), ...TOLD[name](payload) }));
    });
  }
}
