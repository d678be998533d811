import type { EventBus, FactName, Facts } from '../events/bus.ts';
import { readMessage, SHARED_FACTS, Untold } from '../events/other-servers.ts';
import type { RecentFacts } from '../events/recent-facts.ts';
import { TOLD } from '../events/told.ts';
import { pause } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { type Listening, listenForMessages, MAX_MESSAGE_BYTES, tellMessages } from '../storage/channel.ts';
import type { Db } from '../storage/database.ts';
import { type HeartbeatRow, listOtherHeartbeats } from '../storage/servers.ts';

export interface FactRelayParts {
  readonly db: Db;
  /** Of the same database: who listens has a connection of their own. */
  readonly url: string;
  readonly serverId: string;
  readonly bus: EventBus;
  readonly events: RecentFacts;
  readonly clock: Clock;
  readonly log: Log;
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 2_000;
/** Facts come in quick succession; one statement tells them. */
const GATHER_MS = 200;
const AGAIN_MS = 2_000;
const CHECK_EVERY_MS = 10_000;
/** As long as others take to call a server dead, and a little more. */
const BEATS_WITHIN_MS = 20_000;
/** A database that is away must not keep the server from ending. */
const STOP_WITHIN_MS = 2_000;
/** What waits while the database is away; beyond it others are told that they missed something. */
const MOST_UNTOLD = 2_000;

/**
 * Lets the readers of this server's events hear what other servers of the database do, and theirs what this one does. Only
 * readers are told: what is decided by facts is decided where they happened. Publishing never waits for it, and while no
 * other server is alive it does nothing but look for one.
 */
export class FactRelay {
  readonly #parts: FactRelayParts;
  readonly #over = new AbortController();
  readonly #untold = new Untold(MOST_UNTOLD);
  readonly #beats = new Map<string, { readonly at: number; readonly movedAtMs: number }>();
  readonly #unsubscribe: (() => void)[] = [];
  #listening: Listening | undefined;
  #checkedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<void> = Promise.resolve();
  #watching: Promise<void> = Promise.resolve();
  #isTroubled = false;

  constructor(parts: FactRelayParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    for (const name of SHARED_FACTS) this.#hear(name);
    // Before there are readers: whoever comes then begins with what is true.
    await this.#lookAgain();
    this.#watching = this.#watch();
  }

  /** Tells what is still to be told, if it can. */
  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#over.abort();
    clearTimeout(this.#timer);
    await Promise.race([this.#end(), pause(STOP_WITHIN_MS, new AbortController().signal)]);
  }

  async #end(): Promise<void> {
    await this.#watching;
    await this.#telling;
    if (!this.#untold.isEmpty && !this.#isTroubled) await this.#tell();
    await this.#listening?.close();
  }

  #hear<Name extends FactName>(name: Name): void {
    const { bus, clock } = this.#parts;
    const note = (payload: Facts[Name]): void => {
      if (this.#listening === undefined) return;
      this.#untold.add({ name, data: { at: clock.now().toISOString(), ...TOLD[name](payload) } });
      this.#tellIn(GATHER_MS);
    };
    this.#unsubscribe.push(bus.on(name, note));
  }

  async #watch(): Promise<void> {
    while (!this.#over.signal.aborted) {
      await pause(this.#parts.lookEveryMs ?? LOOK_EVERY_MS, this.#over.signal).catch(() => {});
      if (!this.#over.signal.aborted) await this.#lookAgain();
    }
  }

  async #lookAgain(): Promise<void> {
    try {
      await this.#look();
      this.#wentWell();
    } catch (error) {
      this.#failed(error);
      await this.#leave();
    }
  }

  async #look(): Promise<void> {
    const { db, url, serverId, events } = this.#parts;
    const areThere = this.#areBeating(await listOtherHeartbeats(db, serverId));
    if (!areThere) {
      await this.#leave();
    } else if (this.#listening === undefined) {
      const listening = await listenForMessages(url, (text) => this.#heard(text));
      if (this.#over.signal.aborted) return await listening.close();
      this.#listening = listening;
      this.#checkedAtMs = performance.now();
      // Neither side knows what the other has done before.
      events.lose();
      this.#untold.miss();
      this.#tellIn(0);
    } else if (performance.now() - this.#checkedAtMs > CHECK_EVERY_MS) {
      await this.#listening.check();
      this.#checkedAtMs = performance.now();
    }
  }

  /** Whether another server lives: its heart has beaten as we watched, whatever its clock says. */
  #areBeating(rows: readonly HeartbeatRow[]): boolean {
    const now = performance.now();
    for (const id of this.#beats.keys()) if (rows.every((row) => row.id !== id)) this.#beats.delete(id);
    for (const { id, heartbeat_at: beat } of rows)
      if (this.#beats.get(id)?.at !== beat.getTime()) this.#beats.set(id, { at: beat.getTime(), movedAtMs: now });
    return [...this.#beats.values()].some(({ movedAtMs }) => now - movedAtMs < BEATS_WITHIN_MS);
  }

  async #leave(): Promise<void> {
    const listening = this.#listening;
    this.#listening = undefined;
    this.#untold.clear();
    await listening?.close();
  }

  #heard(text: string): void {
    const { serverId, events } = this.#parts;
    const message = readMessage(text);
    if (message === null || message.from === serverId) return;
    if (message.missed) events.lose();
    for (const { name, data } of message.facts) events.add(name, JSON.stringify(data));
  }

  #tellIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#telling = this.#tell().finally(() => {
        this.#timer = undefined;
        if (!this.#untold.isEmpty && !this.#over.signal.aborted) this.#tellIn(this.#isTroubled ? AGAIN_MS : GATHER_MS);
      });
    }, ms);
  }

  async #tell(): Promise<void> {
    const { db, serverId } = this.#parts;
    const texts = this.#untold.take(serverId, MAX_MESSAGE_BYTES);
    try {
      if (texts.length > 0) await tellMessages(db, texts);
    } catch (error) {
      this.#untold.miss();
      this.#failed(error);
    }
  }

  #wentWell(): void {
    if (this.#isTroubled) this.#parts.log.info({}, 'servers on this database tell each other again what happens');
    this.#isTroubled = false;
  }

  #failed(error: unknown): void {
    const sentence = 'servers on this database do not hear of each other; it is tried again and again';
    if (!this.#isTroubled && !this.#over.signal.aborted) this.#parts.log.warn({ err: error }, sentence);
    this.#isTroubled = true;
  }
}
