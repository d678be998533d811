import { Readable } from 'node:stream';

import type { RecentFacts } from '../events/recent-facts.ts';

/** Proxies and readers take a connection for dead that is silent for longer, often 30 s and more. */
const HEARTBEAT_MS = 15_000;
/** Of one connection, besides what the kernel holds for it. What does not fit waits in the ring of recent facts. */
const BUFFER_BYTES = 64 * 1024;
/** A reader that takes nothing for so many heartbeats is not there. */
const MAX_STALLED_BEATS = 2;
/** Browsers wait so long before they come back. */
const RETRY_MS = 1_000;

export interface EventStreamOptions {
  readonly facts: RecentFacts;
  /** Names of the facts that are told; all of them where it is null. */
  readonly types: ReadonlySet<string> | null;
  readonly lastEventId: string | undefined;
  readonly heartbeatMs?: number;
}

/**
 * The facts as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). A slow reader costs
 * one small buffer: it goes through the ring at its own pace, and is cut off when the ring has overtaken it, or when it
 * takes nothing at all.
 */
export class EventStream extends Readable {
  readonly #facts: RecentFacts;
  readonly #types: ReadonlySet<string> | null;
  readonly #stopFollowing: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #cursor: number;
  #isWanted = false;
  #isOver = false;
  #stalledBeats = 0;

  constructor({ facts, types, lastEventId, heartbeatMs = HEARTBEAT_MS }: EventStreamOptions) {
    super({ highWaterMark: BUFFER_BYTES, encoding: 'utf8' });
    this.#facts = facts;
    this.#types = types;
    const resumed = lastEventId === undefined ? undefined : facts.after(lastEventId);
    this.#cursor = resumed ?? facts.last;
    this.push(`retry: ${RETRY_MS}\n\n`);
    if (resumed === undefined) this.#greet(lastEventId === undefined ? 'hello' : 'reset');
    this.#stopFollowing = facts.follow(() => this.#pump());
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    this.#heartbeat.unref();
  }

  override _read(): void {
    this.#isWanted = true;
    this.#stalledBeats = 0;
    this.#pump();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stopFollowing();
    clearInterval(this.#heartbeat);
    done(error);
  }

  /** Says good-bye, so that the reader comes back by itself. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.push(null);
  }

  #greet(name: 'hello' | 'reset'): void {
    const data = JSON.stringify({ at: this.#facts.now().toISOString() });
    this.push(`id: ${this.#facts.idOf(this.#cursor)}\nevent: ${name}\ndata: ${data}\n\n`);
  }

  #pump(): void {
    while (this.#isWanted && !this.#isOver && this.#cursor < this.#facts.last) {
      const fact = this.#facts.at(this.#cursor + 1);
      if (fact === undefined) {
        this.destroy();
        return;
      }
      this.#cursor = fact.number;
      if (fact.name !== 'reset' && this.#types?.has(fact.name) === false) continue;
      const id = this.#facts.idOf(fact.number);
      this.#isWanted = this.push(`id: ${id}\nevent: ${fact.name}\ndata: ${fact.json}\n\n`);
    }
  }

  /** An id without data moves the reader's place on past what it has not asked for, and is no event. */
  #beat(): void {
    if (this.#isOver) return;
    if (this.#isWanted) this.push(`: still here\nid: ${this.#facts.idOf(this.#cursor)}\n\n`);
    else if (++this.#stalledBeats >= MAX_STALLED_BEATS) this.destroy();
  }
}
