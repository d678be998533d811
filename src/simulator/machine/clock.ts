import type { Time } from '../ports.ts';

/** The clock of one phone, which may be ahead of the world's or behind it. */
export class PhoneClock implements Time {
  readonly #world: Time;
  /** Ahead when positive. */
  offsetMs = 0;

  constructor(world: Time) {
    this.#world = world;
  }

  now(): Date {
    return this.offsetMs === 0 ? this.#world.now() : new Date(this.#world.now().getTime() + this.offsetMs);
  }

  wait(ms: number, options?: { always?: boolean }): Promise<void> {
    return this.#world.wait(ms, options);
  }
}
