import type { Battery } from '../devices/phone.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from '../queue/holds.ts';
import type { DeviceHistory } from './history.ts';
import type { Patient } from './patient.ts';

export interface ConditionParts {
  readonly holds: Holds;
  readonly history: DeviceHistory;
  readonly log: Log;
  /** How often a phone is asked. */
  readonly everyMs: number;
  readonly over: AbortSignal;
}

/** What keeps tasks from a phone, and when that is over: further than it takes to begin, so that it does not come and go. */
interface Limit {
  /** Of the hold, and of the event in the history. */
  readonly name: 'heat' | 'battery';
  isBad(battery: Battery): boolean;
  isGood(battery: Battery): boolean;
  words(battery: Battery): string;
}

const LIMITS: readonly Limit[] = [
  {
    name: 'heat',
    // Lithium cells are not charged above 45 °C; Android ends what is heavy soon after.
    isBad: ({ celsius }) => celsius >= 45,
    isGood: ({ celsius }) => celsius < 42,
    words: ({ celsius }) => `Its battery has ${celsius.toFixed(1)} °C.`,
  },
  {
    name: 'battery',
    // It would not live through an upload.
    isBad: ({ percent, isPowered }) => percent < 5 && !isPowered,
    isGood: ({ percent, isPowered }) => percent >= 10 || (isPowered && percent >= 5),
    words: ({ percent, isPowered }) => `Its battery is at ${percent} %, ${isPowered ? 'with' : 'without'} power.`,
  },
];
/** It takes a phone a tenth of a second; there is no hurry. */
const AT_ONCE = 4;
const ASK_MS = 10_000;

/** Holds back phones that are too hot or nearly empty, until they are well again. */
export class Conditions {
  readonly #parts: ConditionParts;
  readonly #askedAt = new Map<string, number>();
  readonly #asking = new Set<Promise<void>>();
  readonly #batteries = new Map<string, Battery>();

  constructor(parts: ConditionParts) {
    this.#parts = parts;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#asking);
  }

  /** What a phone last said of its battery; null when it has none or was not asked yet. */
  batteryOf(serial: string): Battery | null {
    return this.#batteries.get(serial) ?? null;
  }

  /** Asks those whose turn it is, a few at a time. */
  look(patients: Iterable<Patient>): void {
    const now = performance.now();
    for (const patient of patients) {
      if (this.#asking.size >= AT_ONCE) return;
      const askedAt = this.#askedAt.get(patient.serial) ?? Number.NEGATIVE_INFINITY;
      if (patient.phone === null || patient.isSilent || now - askedAt < this.#parts.everyMs) continue;
      this.#askedAt.set(patient.serial, now);
      const asking: Promise<void> = this.#ask(patient).finally(() => this.#asking.delete(asking));
      this.#asking.add(asking);
    }
  }

  async #ask({ serial, phone }: Patient): Promise<void> {
    try {
      const battery = (await phone?.battery({ signal: this.#parts.over, timeoutMs: ASK_MS })) ?? null;
      if (battery === null) return;
      this.#batteries.set(serial, battery);
      for (const limit of LIMITS) this.#compare(serial, battery, limit);
    } catch (error) {
      if (!this.#parts.over.aborted) this.#parts.log.debug({ err: error, serial }, 'a phone does not tell its battery');
    }
  }

  #compare(serial: string, battery: Battery, limit: Limit): void {
    const { holds, history } = this.#parts;
    const { name } = limit;
    const isHeld = holds.list().some((hold) => hold.name === name && hold.serial === serial);
    const words = limit.words(battery);
    if (limit.isBad(battery)) {
      holds.set(name, `${words} Tasks wait until it is better.`, serial);
      if (!isHeld) history.note(serial, name, words);
    } else if (isHeld && limit.isGood(battery)) {
      history.note(serial, name, `${words} That is enough for tasks.`);
      holds.lift(name, serial);
    }
  }
}
