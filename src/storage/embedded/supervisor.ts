import { pause } from '../../kit/abort.ts';
import { exponentialBackoffMs } from '../../kit/backoff.ts';
import type { Log } from '../../kit/log.ts';
import { restoreAddress } from './address.ts';
import type { Cluster } from './cluster.ts';
import { settleLeftBehind, startPostmaster } from './life.ts';
import { isPostmasterOf, readPostmasterFile } from './postmaster.ts';
import type { Address } from './settings.ts';

/** On Linux a look is a few reads of /proc; elsewhere it runs a program. */
const LOOK_EVERY_MS = process.platform === 'linux' ? 250 : 2_000;
/** The first start after a death comes at once, later ones ever more slowly: never more than six a minute for long. */
const RESTART_BACKOFF = { baseMs: 250, maxMs: 10_000 } as const;
/** Who has run this long has not died of how it was started. */
const STEADY_AFTER_MS = 30_000;

export interface Supervised {
  readonly cluster: Cluster;
  readonly address: Address;
  readonly log: Log;
}

/**
 * Starts the postmaster again when it has died (killed by hand, or by a system short of memory), at the same address, so
 * that the pools find it there by themselves. That single backends die is PostgreSQL's own to mend.
 */
export class Supervisor {
  readonly #parts: Supervised;
  readonly #stop = new AbortController();
  #trouble: string | null = null;
  /** Deaths and failed starts since it last ran steadily. */
  #failures = 0;
  #runsSince = performance.now();
  #running: Promise<void> | undefined;

  constructor(parts: Supervised) {
    this.#parts = parts;
  }

  /** Why PostgreSQL does not run now; null while it does. */
  get trouble(): string | null {
    return this.#trouble;
  }

  start(): void {
    this.#running ??= this.#watch().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
    });
  }

  /** Ends the watch, and a start that is under way. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The watch over PostgreSQL has ended'));
    await this.#running;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      await pause(LOOK_EVERY_MS, signal);
      if (await this.#lives()) continue;
      await this.#bringBack(signal);
    }
  }

  async #lives(): Promise<boolean> {
    const { directory } = this.#parts.cluster;
    const file = await readPostmasterFile(directory);
    return file !== undefined && (await isPostmasterOf(directory, file.pid));
  }

  /** One line when it is found dead, one for each new reason why it does not start, one when it runs again. */
  async #bringBack(signal: AbortSignal): Promise<void> {
    const { log } = this.#parts;
    const diedAt = performance.now();
    if (diedAt - this.#runsSince > STEADY_AFTER_MS) this.#failures = 0;
    this.#trouble = 'PostgreSQL has ended unexpectedly and is being started again.';
    log.error({}, 'PostgreSQL has ended unexpectedly; starting it again');
    for (let told = ''; ; ) {
      if (this.#failures > 0) await pause(exponentialBackoffMs(this.#failures, RESTART_BACKOFF), signal);
      this.#failures += 1;
      try {
        await this.#startAgain(signal);
        break;
      } catch (error) {
        signal.throwIfAborted();
        const why = error instanceof Error ? error.message : String(error);
        this.#trouble = `PostgreSQL has ended, and starting it again fails: ${why}`;
        if (why !== told) log.error({ err: error }, 'PostgreSQL could not be started again; trying on');
        told = why;
      }
    }
    this.#trouble = null;
    this.#runsSince = performance.now();
    log.info({ afterMs: Math.round(this.#runsSince - diedAt) }, 'PostgreSQL runs again');
  }

  async #startAgain(signal: AbortSignal): Promise<void> {
    const { cluster, address } = this.#parts;
    await settleLeftBehind(cluster);
    await restoreAddress(address, cluster.account);
    await startPostmaster(cluster, signal);
  }
}
