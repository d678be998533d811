import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import { forgetServers, pingWrite, type ServerIdentity } from '../storage/servers.ts';

/** Seconds, not minutes: other servers take this one for dead after 15 s of silence. */
const EVERY_MS = 1_000;
/** Rows of servers that were killed and have nothing unsettled are kept this long for whoever looks into it. */
const FORGET_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Writes that this server lives. Each write is also the proof of /readyz that the database takes writes. */
export class Heartbeat {
  readonly #db: Db;
  readonly #server: ServerIdentity;
  readonly #clock: Clock;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #lastWriteAt: Date | null = null;

  constructor({ db, server, clock, log }: { db: Db; server: ServerIdentity; clock: Clock; log: Log }) {
    this.#db = db;
    this.#server = server;
    this.#clock = clock;
    this.#log = log;
  }

  /** When the database last took a write; null before it ever did. */
  get lastWriteAt(): Date | null {
    return this.#lastWriteAt;
  }

  async start(): Promise<void> {
    await this.#beat();
    await forgetServers(this.#db, new Date(this.#clock.now().getTime() - FORGET_AFTER_MS));
    this.#timer ??= setInterval(() => {
      this.#beating = this.#beating.then(
        async () =>
          await this.#beat().catch((error: unknown) =>
            this.#log.warn({ err: error }, 'the heartbeat could not be written'),
          ),
      );
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#beating;
  }

  async #beat(): Promise<void> {
    const at = this.#clock.now();
    await pingWrite(this.#db, this.#server, at);
    this.#lastWriteAt = at;
  }
}
