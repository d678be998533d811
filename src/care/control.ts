import type { Control, ControlKeyName, ControlSwipe, ControlTap, HeldControl } from '../contract/device-control.ts';
import type { DeviceEventName } from '../contract/device-health.ts';
import type { HoldName } from '../contract/status.ts';
import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { type Limits, pause, withDeadline } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import type { Holds } from '../queue/holds.ts';
import { ControlSession } from './control-session.ts';
import { Hand, type HandParts } from './hand.ts';
import type { Borrow } from './ladder.ts';

export type ControlKind = 'tap' | 'swipe' | 'text' | 'key';

export interface ControlsParts extends HandParts {
  readonly clock: Clock;
  readonly holds: Holds;
  readonly borrow: Borrow;
  /** @throws DEVICE_LOST, DEVICE_UNAUTHORIZED when the phone cannot be used now. */
  phone(serial: string): Phone;
  /** The task that runs on it. */
  runningTask(serial: string): number | undefined;
  /** Into the history of the phone. */
  note(serial: string, event: DeviceEventName, message: string): void;
  /** How long it lasts without being renewed. */
  readonly leaseMs?: number;
}

const HOLD: HoldName = 'control';
/** A browser renews it every ten seconds. */
const LEASE_MS = 30_000;
/** A page that was left open renews it for ever; whoever has a phone in hand does something with it. */
const IDLE_MS = 10 * 60_000;
/** A lane that only looks for tasks is free again within milliseconds, also on a busy machine. */
const LEAST_WAIT_MS = 3_000;
const ACT_MS = 20_000;
/** UiAutomator2 may have to be installed first. */
const WRITE_MS = 180_000;

/**
 * Phones in the hands of people. Whoever has one is the only one to do anything on it: it is held back from tasks, and its
 * lane is borrowed. A browser that is lost, a phone that goes away and a server that stops all end it.
 */
export class Controls {
  readonly #parts: ControlsParts;
  readonly #hand: Hand;
  readonly #leaseMs: number;
  readonly #bySerial = new Map<string, ControlSession>();
  #isStopping = false;

  constructor(parts: ControlsParts) {
    this.#parts = parts;
    this.#hand = new Hand(parts);
    this.#leaseMs = parts.leaseMs ?? LEASE_MS;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const sessions = [...this.#bySerial.values()];
    for (const session of sessions) session.end('The server stopped.');
    await Promise.allSettled(sessions.map(({ ended }) => ended));
  }

  /** Who has a phone in hand; null when nobody does. */
  of(serial: string): HeldControl | null {
    const session = this.#bySerial.get(serial);
    return session === undefined || session.expiresAtMs === null ? null : this.#held(session);
  }

  /**
   * Takes a phone in hand.
   * @throws STATE_CONFLICT when somebody has it, when it is away, or when what runs on it does not end in time.
   */
  async take(
    serial: string,
    { by, waitMs }: { readonly by: string | null; readonly waitMs: number },
  ): Promise<Control> {
    this.#refuseTaken(serial, waitMs);
    const session = new ControlSession(serial, { by, since: this.#parts.clock.now() });
    this.#bySerial.set(serial, session);
    // Before it is waited for: no further task may begin meanwhile.
    this.#parts.holds.set(HOLD, `${by ?? 'Somebody'} has it in hand. Tasks wait until it is handed back.`, serial);
    const begun = Promise.withResolvers<void>();
    session.ended = this.#keep(session, { begun: begun.resolve, waitMs });
    try {
      await Promise.race([begun.promise, session.ended]);
    } catch (error) {
      if (session.wasEnded) throw new PostwrightError('STATE_CONFLICT', session.reason, { cause: error });
      throw error;
    }
    this.#parts.note(serial, 'control', by === null ? 'It was taken in hand.' : `It was taken in hand by ${by}.`);
    return { serial, token: session.token, ...this.#held(session), renew_within_ms: this.#leaseMs };
  }

  /** @throws NOT_FOUND, STATE_CONFLICT */
  renew(serial: string, token: string): string {
    return this.#extend(this.#sessionOf(serial, token));
  }

  /** With `force`, whoever has it. @throws NOT_FOUND, STATE_CONFLICT */
  async end(
    serial: string,
    { token, force }: { readonly token: string | null; readonly force: boolean },
  ): Promise<void> {
    const session = force ? this.#bySerial.get(serial) : this.#sessionOf(serial, token ?? '');
    if (session === undefined) throw new PostwrightError('NOT_FOUND', `Nobody has ${serial} in hand.`);
    const isOwn = token === session.token;
    session.end(isOwn ? 'It was handed back.' : 'Somebody else ended it.');
    await session.ended.catch(() => {});
  }

  async tap(serial: string, token: string, tap: ControlTap): Promise<string> {
    return await this.#act(serial, token, { kind: 'tap', act: (phone, limits) => this.#hand.tap(phone, tap, limits) });
  }

  async swipe(serial: string, token: string, swipe: ControlSwipe): Promise<string> {
    const act = (phone: Phone, limits: Limits) => this.#hand.swipe(phone, swipe, limits);
    return await this.#act(serial, token, { kind: 'swipe', act });
  }

  async write(serial: string, token: string, text: string): Promise<string> {
    const act = (phone: Phone, limits: Limits) => this.#hand.write(phone, text, limits);
    return await this.#act(serial, token, { kind: 'text', act, withinMs: WRITE_MS });
  }

  async press(serial: string, token: string, key: ControlKeyName): Promise<string> {
    return await this.#act(serial, token, { kind: 'key', act: (phone, limits) => this.#hand.key(phone, key, limits) });
  }

  #refuseTaken(serial: string, waitMs: number): void {
    if (this.#isStopping) throw new PostwrightError('UNAVAILABLE');
    const other = this.#bySerial.get(serial);
    if (other !== undefined) {
      const who = other.by === null ? 'Somebody' : other.by;
      throw new PostwrightError(
        'STATE_CONFLICT',
        `${who} has had ${serial} in hand since ${other.since.toISOString()}.`,
      );
    }
    const running = this.#parts.runningTask(serial);
    if (running !== undefined && waitMs === 0) {
      const message = `Task ${running} runs on ${serial}. Wait for it with wait_ms, or stop it first.`;
      throw new PostwrightError('STATE_CONFLICT', message, { data: { running_task: running } });
    }
  }

  /** Holds the lane from when it is free until the session is over, whatever ends it. */
  async #keep(session: ControlSession, { begun, waitMs }: { begun: () => void; waitMs: number }): Promise<void> {
    const { serial, over } = session;
    const { borrow, holds, note } = this.#parts;
    try {
      const limits = { signal: over, timeoutMs: Math.max(waitMs, LEAST_WAIT_MS) };
      await borrow(serial, async (signal) => await this.#hold(session, signal, begun), limits);
      note(serial, 'control', session.story());
    } finally {
      if (this.#bySerial.get(serial) === session) this.#bySerial.delete(serial);
      holds.lift(HOLD, serial);
    }
  }

  async #hold(session: ControlSession, signal: AbortSignal, begun: () => void): Promise<void> {
    this.#extend(session);
    begun();
    while (!signal.aborted) {
      const leftMs = (session.expiresAtMs ?? 0) - performance.now();
      if (leftMs <= 0) session.end(`It was not renewed for ${Math.round(this.#leaseMs / 1_000)} s.`);
      else if (performance.now() - session.lastActAtMs > IDLE_MS)
        session.end('Nothing was done with it for ten minutes.');
      else await elapsed(Math.min(leftMs, 1_000), signal);
    }
    session.close();
    // What is still on its way to the phone belongs to this session.
    await session.last;
  }

  async #act(serial: string, token: string, { kind, act, withinMs = ACT_MS }: Act): Promise<string> {
    const session = this.#sessionOf(serial, token);
    const turn = session.last.then(async () => {
      session.over.throwIfAborted();
      const limits = { signal: session.over, timeoutMs: withinMs };
      session.expiresAtMs = performance.now() + withinMs + this.#leaseMs;
      await withDeadline(`the ${kind}`, limits, async (signal) => {
        await act(this.#parts.phone(serial), { signal, timeoutMs: withinMs });
      });
      session.count(kind);
    });
    session.last = turn.catch(() => {});
    try {
      await turn;
    } catch (error) {
      if (session.over.aborted) throw new PostwrightError('STATE_CONFLICT', session.reason, { cause: error });
      throw error;
    } finally {
      session.lastActAtMs = performance.now();
      this.#extend(session);
    }
    return this.#held(session).expires_at;
  }

  #sessionOf(serial: string, token: string): ControlSession {
    const session = this.#bySerial.get(serial);
    if (session === undefined || session.expiresAtMs === null)
      throw new PostwrightError('STATE_CONFLICT', `Nobody has ${serial} in hand: take it first.`);
    if (session.token !== token)
      throw new PostwrightError(
        'STATE_CONFLICT',
        `${serial} is in other hands now, or the token is not the one given.`,
      );
    return session;
  }

  /** @returns until when. */
  #extend(session: ControlSession): string {
    session.expiresAtMs = performance.now() + this.#leaseMs;
    return this.#held(session).expires_at;
  }

  #held({ since, expiresAtMs, by }: ControlSession): HeldControl {
    const leftMs = (expiresAtMs ?? 0) - performance.now();
    const expiresAt = new Date(this.#parts.clock.now().getTime() + leftMs);
    return { since: since.toISOString(), expires_at: expiresAt.toISOString(), by };
  }
}

interface Act {
  readonly kind: ControlKind;
  act(phone: Phone, limits: Limits): Promise<void>;
  readonly withinMs?: number;
}

/** Ends early when the signal fires, and never rejects. */
async function elapsed(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, signal).catch(() => {});
}
