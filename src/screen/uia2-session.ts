import { isGoneSoon } from '../devices/gone.ts';
import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { DeadlineError, type Limits, pause, withDeadline } from '../kit/abort.ts';
import { Uia2Client, type Uia2Request } from './uia2-client.ts';
import { type Remedy, remedyFor, Uia2AnswerError, Uia2LostError, uia2Unavailable } from './uia2-errors.ts';
import { Uia2Server } from './uia2-server.ts';

/** A call below `/session/:id`. */
export interface Uia2Call extends Uia2Request {
  /** Whether the call touches the phone. Such a call is never sent a second time once it may have arrived. */
  readonly acts: boolean;
}

/**
 * Without the first two the server waits up to 10 s for rest on every screen that moves; with the last it would end
 * when a charger is pulled.
 */
const SETTINGS = {
  waitForIdleTimeout: 0,
  waitForSelectorTimeout: 0,
  actionAcknowledgmentTimeout: 300,
  shutdownOnPowerDisconnect: false,
};
/** For a restart inside a call, whatever the call's own deadline: an instrumentation takes its time. */
const RESTART_TIMEOUT_MS = 60_000;
const RESET_CACHE: Uia2Call = { method: 'POST', path: '/appium/reset_ax_cache', body: {}, acts: false };
/** Before asking again for a tree that the app was too busy to give. */
const BUSY_PAUSE_MS = 500;
const CLOSE_TIMEOUT_MS = 2_000;
/** Of one call: a server that dies again after a restart may have met the same busy moment. */
const MOST_REPAIRS = 2;
/** Above the 10 s that the server itself may wait (facts 2.8): one that gives no tree for so long hangs. */
export const HANGS_AFTER_MS = 15_000;

/** The one session of a phone's UiAutomator2 server, kept alive over crashes of the server. */
export class Uia2Session {
  readonly #phone: Phone;
  readonly #client: Uia2Client;
  readonly #server: Uia2Server;
  readonly #hangsAfterMs: number;
  #id: string | null = null;
  #isClosed = false;
  /** It still has something to do that nobody waits for: it must not do it later. */
  #isLate = false;

  constructor(phone: Phone, hangsAfterMs: number) {
    this.#phone = phone;
    this.#hangsAfterMs = hangsAfterMs;
    this.#client = new Uia2Client(phone);
    this.#server = new Uia2Server(phone, this.#client);
  }

  /** Starts the server afresh and proves that it sees the screen. */
  async open(limits: Limits): Promise<void> {
    try {
      await withDeadline('the start', limits, (signal) =>
        this.#server.start({ ...limits, signal }, (inner) => this.#openSession(inner)),
      );
      this.#isLate = false;
    } catch (error) {
      if (!(error instanceof DeadlineError) || limits.signal.aborted) throw error;
      throw uia2Unavailable(`The UiAutomator2 server of ${this.#phone.serial} did not start in time`, error);
    }
  }

  /**
   * @returns the `value` of the answer.
   * @throws Uia2AnswerError for a no that is about the call itself; UIA2_UNAVAILABLE, with `mayHaveActed` in its data;
   *   DEVICE_TIMEOUT, DEVICE_LOST.
   */
  async call(call: Uia2Call, limits: Limits): Promise<unknown> {
    for (let repairs = 0; ; repairs += 1) {
      try {
        return await this.#send(call, limits);
      } catch (error) {
        if (repairs === MOST_REPAIRS) return await this.#giveUp(error, call, limits);
        const remedy = await this.#remedy(error, call, limits);
        // What fails in a repair is not the call: that has not been sent again.
        await this.#apply(remedy, limits).catch((last) => this.#giveUp(last, { ...call, acts: false }, limits));
      }
    }
  }

  async #apply(remedy: Remedy, limits: Limits): Promise<void> {
    const { signal } = limits;
    const restart = { signal, timeoutMs: RESTART_TIMEOUT_MS };
    if (remedy === 'wait and ask again') {
      await pause(BUSY_PAUSE_MS, signal);
      await this.#send(RESET_CACHE, limits);
    } else if (remedy === 'new session') {
      await this.#openSession(restart);
    } else {
      await this.open(restart);
    }
  }

  /** Ends the server, which is what deleting its session does. Never throws. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const id = this.#id;
    this.#id = null;
    if (id !== null && this.#server.isRunning && !this.#phone.gone.aborted) {
      const limits = { signal: this.#phone.gone, timeoutMs: CLOSE_TIMEOUT_MS };
      await this.#client.request({ method: 'DELETE', path: `/session/${id}` }, limits).catch(() => {});
    }
    this.#client.close();
    await this.#server.stop();
  }

  async #send({ method, path, body }: Uia2Call, limits: Limits): Promise<unknown> {
    limits.signal.throwIfAborted();
    if (this.#isClosed) throw new PostwrightError('UIA2_UNAVAILABLE', `The screen of ${this.#phone.serial} is closed`);
    if (!this.#server.isRunning) throw new Uia2LostError(false, new Error('the instrumentation has ended'));
    if (this.#isLate) throw new Uia2LostError(false, new Error('it did not answer the call before'));
    const request = { method, path: `/session/${this.#id}${path}`, ...(body === undefined ? {} : { body }) };
    return await this.#client.request(request, limits);
  }

  /** What helps; throws when the error is final. */
  async #remedy(error: unknown, call: Uia2Call, limits: Limits): Promise<Remedy> {
    const remedy = remedyFor(error);
    if (remedy === 'none' || limits.signal.aborted) throw error;
    if (await this.#isGone(error)) throw this.#phone.gone.reason;
    const wasSent = error instanceof Uia2LostError && error.wasSent;
    const isLate = wasSent && error.cause instanceof DeadlineError;
    const hangs = isLate && limits.timeoutMs >= this.#hangsAfterMs;
    // A restart ends whatever it has still to do.
    this.#isLate ||= hangs || (isLate && call.acts);
    if (call.acts && wasSent) return await this.#giveUp(error, call, limits);
    if (isLate && !hangs) return await this.#giveUp(error, call, limits);
    return remedy;
  }

  /** Translates what is left when nothing more is to be tried. */
  async #giveUp(error: unknown, call: Uia2Call, limits: Limits): Promise<never> {
    if (limits.signal.aborted) throw limits.signal.reason;
    if (await this.#isGone(error)) throw this.#phone.gone.reason;
    if (remedyFor(error) === 'none') throw error;
    const what = `${call.method} ${call.path} on ${this.#phone.serial}`;
    const wasSent = error instanceof Uia2LostError && error.wasSent;
    const isLate = error instanceof Uia2LostError && error.cause instanceof DeadlineError;
    if (isLate && !call.acts) throw new PostwrightError('DEVICE_TIMEOUT', error.message, { cause: error });
    throw uia2Unavailable(`The UiAutomator2 server did not answer ${what}`, error, call.acts && wasSent);
  }

  async #isGone(error: unknown): Promise<boolean> {
    return error instanceof Uia2LostError ? await isGoneSoon(this.#phone.gone) : this.#phone.gone.aborted;
  }

  async #openSession(limits: Limits): Promise<void> {
    const body = { capabilities: { alwaysMatch: {}, firstMatch: [{}] } };
    const value = await this.#client.request({ method: 'POST', path: '/session', body }, limits);
    const id = (value as { sessionId?: unknown } | null)?.sessionId;
    if (typeof id !== 'string') throw new Uia2AnswerError('session not created', 'The answer names no session');
    this.#id = id;
    const settings = { method: 'POST', path: `/session/${id}/appium/settings`, body: { settings: SETTINGS } } as const;
    await this.#client.request(settings, limits);
    await this.#client.request({ method: 'GET', path: `/session/${id}/source` }, limits);
  }
}
