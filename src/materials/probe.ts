import { type MediaFacts, NO_FACTS } from './facts.ts';
import { ProbeThread } from './probe-thread.ts';
import type { ProbeAnswer, ProbeOrder } from './probe-worker.ts';
import type { MediaType } from './sniff.ts';

/** Ten times what a 4 GiB file takes on a busy machine with two cores. */
const PROBE_TIMEOUT_MS = 10_000;
/** As many threads at once: more only wait for the same cores. */
const PROBES_AT_ONCE = 2;
/** To start a thread takes ten times as long as to read a file; kept for good, it would hold its memory for nothing. */
const IDLE_MS = 60_000;

export interface ProbeTarget extends Omit<ProbeOrder, 'withCover'> {
  readonly mime: MediaType['mime'];
}

export interface ProbeLimits {
  readonly timeoutMs?: number;
  readonly idleMs?: number;
}

/**
 * Reads what media files say of themselves, in threads beside the server's own. One that took too long, failed or came to
 * hold much memory is ended; the others wait a while for the next file. A file that cannot be read has no facts but its
 * container.
 */
export class MediaProbe {
  readonly #timeoutMs: number;
  readonly #idleMs: number;
  readonly #waiting: (() => void)[] = [];
  readonly #idle = new Set<ProbeThread>();
  #free = PROBES_AT_ONCE;

  constructor({ timeoutMs = PROBE_TIMEOUT_MS, idleMs = IDLE_MS }: ProbeLimits = {}) {
    this.#timeoutMs = timeoutMs;
    this.#idleMs = idleMs;
  }

  async factsOf({ path, sizeBytes, mime }: ProbeTarget): Promise<MediaFacts> {
    const answer = await this.#ask({ path, sizeBytes, withCover: false });
    return { ...(answer?.facts ?? NO_FACTS), container: CONTAINERS[mime] ?? null };
  }

  /** The picture that stands for a video inside its file: the bytes of an image file, unchecked. */
  async coverOf({ path, sizeBytes }: Omit<ProbeTarget, 'mime'>): Promise<Uint8Array | null> {
    return (await this.#ask({ path, sizeBytes, withCover: true }))?.cover ?? null;
  }

  async #ask(order: ProbeOrder): Promise<ProbeAnswer | undefined> {
    await this.#enter();
    try {
      return await this.#inThread(order);
    } finally {
      this.#leave();
    }
  }

  async #inThread(order: ProbeOrder): Promise<ProbeAnswer | undefined> {
    const [thread = new ProbeThread()] = this.#idle;
    this.#idle.delete(thread);
    const answer = await thread.ask(order, this.#timeoutMs);
    if (thread.isFit) {
      this.#idle.add(thread);
      thread.endWhenIdle(this.#idleMs, () => this.#idle.delete(thread));
    } else await thread.end();
    return answer;
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

const CONTAINERS: Readonly<Record<string, string>> = Object.freeze({
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
});
