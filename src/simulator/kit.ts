/** The rack's own randomness and time. */
import type { Pace, Random, Time } from './ports.ts';

/** The golden ratio in 32 bits: a step that visits every 32-bit number before it repeats one. */
const STEP = 0x9e3779b9;
const TWO_TO_32 = 2 ** 32;
/** How much faster than on a phone things go at pace `brisk`. */
const BRISK_FACTOR = 10;

/** A generator that depends on `seed` and `name` alone, so that one phone's draws never shift another's. */
export function createRandom(seed: number, name = ''): Random {
  let state = [...name].reduce((sum, letter) => scramble(sum + (letter.codePointAt(0) ?? 0)), scramble(seed));
  const next = (): number => {
    state = (state + STEP) >>> 0;
    return scramble(state) / TWO_TO_32;
  };
  return { next, integer: (min, max) => min + Math.floor(next() * (max - min + 1)) };
}

/** Spreads a change of any bit over all 32. */
function scramble(value: number): number {
  let mixed = value >>> 0;
  for (const [shift, factor] of [[16, 0x21f0aaad] as const, [15, 0x735a2d97] as const]) {
    mixed = Math.imul(mixed ^ (mixed >>> shift), factor) >>> 0;
  }
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Time at a pace. `wait` with `always` takes its milliseconds by the clock on the wall at every pace. */
export function createTime(pace: Pace): Time {
  const factor = { instant: 0, brisk: 1 / BRISK_FACTOR, real: 1 }[pace];
  return {
    now: () => new Date(),
    wait: (ms, options) => {
      const waitMs = options?.always === true ? ms : ms * factor;
      if (waitMs <= 0) return Promise.resolve();
      return new Promise((resolve) => void setTimeout(resolve, waitMs).unref());
    },
  };
}
