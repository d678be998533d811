import type { SelfTestCheck } from '../contract/device-health.ts';
import type { DeviceTracker } from '../devices/tracker.ts';
import { type Limits, pause } from '../kit/abort.ts';
import type { Log } from '../kit/log.ts';
import { DRIVERS } from '../scripts/post/known-apps.ts';
import type { DeviceHistory } from './history.ts';
import type { Tested } from './self-test.ts';
import type { CareTiming } from './timing.ts';

/** The rungs, the gentlest first. Before the first of them a silent phone is waited for. */
export type Rung = 'reconnect' | 'instrumentation' | 'app' | 'reboot';

export type Borrow = <T>(serial: string, work: (signal: AbortSignal) => Promise<T>, limits: Limits) => Promise<T>;

export interface LadderParts {
  readonly tracker: Pick<DeviceTracker, 'get' | 'phone' | 'ping' | 'reconnect'>;
  readonly history: DeviceHistory;
  readonly log: Log;
  readonly timing: CareTiming;
  /** Whether the last rung may be used. */
  readonly rebootPhones: boolean;
  /** Ends what is in hand for good. */
  readonly over: AbortSignal;
  readonly borrow: Borrow;
  closeScreen(serial: string): Promise<void>;
  /** One echo now; not before Android is up. */
  answers(serial: string): Promise<boolean>;
  test(serial: string): Promise<Tested>;
}

/** What came of climbing: well again, to be kept away from tasks with this reason, or not to be told now. */
export type Outcome = { readonly is: 'well' } | { readonly is: 'ill'; readonly why: string } | { readonly is: 'open' };

/** What may mend a phone that failed this check; nothing helps against a lock or a full storage but a person. */
const HELPS: Readonly<Record<SelfTestCheck['check'], readonly Rung[]>> = {
  answer: ['reconnect', 'reboot'],
  android: ['reboot'],
  storage: [],
  screen: [],
  app: [],
  uiautomator2: ['instrumentation', 'app', 'reboot'],
};
/** For attempts that fail although the self-test passes, one rung at a time. */
const SUSPECTED: readonly Rung[] = ['instrumentation', 'app', 'reboot'];
const POLL_MS = 250;
/** The ADB server itself answers at once, whatever its phones do. */
const PING_MS = 5_000;
/** A task that is in hand goes first. */
const BORROW_MS = 15 * 60_000;
const STOP_APP_MS = 15_000;

/** Brings phones back, from the gentlest means to the hardest; each has a deadline and stands in the phone's history. */
export class Ladder {
  readonly #parts: LadderParts;

  constructor(parts: LadderParts) {
    this.#parts = parts;
  }

  /** For a phone that is in ADB's list and does not answer; it has been waited for. */
  async silent(serial: string, mayBeGivenUp: () => boolean): Promise<Outcome> {
    // When the ADB server hangs, no phone answers and none is to blame.
    if (!(await this.#adbAnswers())) return { is: 'open' };
    if (await this.#climb(serial, 'reconnect')) return { is: 'well' };
    if (!this.#isListed(serial) || !mayBeGivenUp()) return { is: 'open' };
    if (this.#parts.rebootPhones && (await this.#climb(serial, 'reboot'))) return { is: 'well' };
    if (!this.#isListed(serial)) return { is: 'open' };
    return { is: 'ill', why: 'It is listed by ADB but does not answer, also after a new connection.' };
  }

  /**
   * For a phone on which attempts fail. The self-test says whether something is wrong with it and what may help; where it
   * finds nothing, the next rung is tried once.
   * @param climbed how many rungs were tried for such evidence before.
   */
  async failing(serial: string, { isPlain, climbed }: { isPlain: boolean; climbed: number }): Promise<Outcome> {
    let tested = await this.#parts.test(serial);
    if (tested.passed && isPlain) return { is: 'well' };
    const suspected = this.#allowed(SUSPECTED);
    const rungs = tested.passed ? suspected.slice(climbed, climbed + 1) : this.#allowed(helpsAgainst(tested));
    for (const rung of rungs) {
      await this.#climb(serial, rung);
      tested = await this.#parts.test(serial);
      if (tested.passed) break;
    }
    const failed = tested.checks.find(({ ok }) => !ok);
    return failed === undefined ? { is: 'well' } : { is: 'ill', why: failed.message };
  }

  #allowed(rungs: readonly Rung[]): readonly Rung[] {
    return rungs.filter((rung) => rung !== 'reboot' || this.#parts.rebootPhones);
  }

  /** @returns whether the phone answers afterwards. */
  async #climb(serial: string, rung: Rung): Promise<boolean> {
    const { history, log, timing } = this.#parts;
    log.info({ serial, rung }, 'a phone is being repaired');
    let trouble = '';
    try {
      await this.#rungs[rung](serial);
    } catch (error) {
      this.#parts.over.throwIfAborted();
      trouble = error instanceof Error ? `: ${error.message}` : '';
    }
    const withinMs = rung === 'reboot' ? timing.rebootWithinMs : timing.reconnectWithinMs;
    const answers = trouble === '' && (await this.#untilAnswers(serial, withinMs));
    history.note(serial, 'repair', `${RUNG_WORDS[rung]}; it ${answers ? 'answers' : 'does not answer'}${trouble}`);
    return answers;
  }

  readonly #rungs: Readonly<Record<Rung, (serial: string) => Promise<void>>> = {
    reconnect: async (serial) => {
      const { tracker, timing, over } = this.#parts;
      await tracker.reconnect(serial, { signal: over, timeoutMs: timing.reconnectWithinMs });
    },
    // The next self-test opens it anew.
    instrumentation: async (serial) =>
      await this.#parts.borrow(serial, async () => await this.#parts.closeScreen(serial), this.#limits(BORROW_MS)),
    app: async (serial) => {
      const packages = Object.values(DRIVERS).flatMap((driver) => driver.packages);
      await this.#parts.borrow(
        serial,
        async (signal) => {
          const phone = this.#parts.tracker.phone(serial);
          for (const name of packages) await phone.forceStop(name, { signal, timeoutMs: STOP_APP_MS });
          await this.#parts.closeScreen(serial);
        },
        this.#limits(BORROW_MS),
      );
    },
    reboot: async (serial) => {
      const phone = this.#parts.tracker.phone(serial);
      await phone.reboot(this.#limits(this.#parts.timing.reconnectWithinMs));
      await this.#until(this.#parts.timing.reconnectWithinMs, async () => phone.gone.aborted);
    },
  };

  async #adbAnswers(): Promise<boolean> {
    return await this.#parts.tracker.ping(this.#limits(PING_MS)).then(
      () => true,
      () => false,
    );
  }

  #isListed(serial: string): boolean {
    return this.#parts.tracker.get(serial)?.state === 'device';
  }

  async #untilAnswers(serial: string, withinMs: number): Promise<boolean> {
    return await this.#until(withinMs, async () => this.#isListed(serial) && (await this.#parts.answers(serial)));
  }

  async #until(withinMs: number, is: () => Promise<boolean>): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (!(await is())) {
      if (performance.now() >= deadline) return false;
      await pause(POLL_MS, this.#parts.over);
    }
    return true;
  }

  #limits(timeoutMs: number): Limits {
    return { signal: this.#parts.over, timeoutMs };
  }
}

const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  reconnect: 'Its connection was made anew',
  instrumentation: 'UiAutomator2 was ended, to begin anew',
  app: 'Its apps were stopped',
  reboot: 'It was rebooted',
};

function helpsAgainst({ checks }: Tested): readonly Rung[] {
  const failed = checks.find(({ ok }) => !ok);
  return failed === undefined ? [] : HELPS[failed.check];
}
