import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import { type MediaFacts, NO_FACTS } from './facts.ts';
import type { ProbeAnswer, ProbeOrder } from './probe-worker.ts';
import type { MediaType } from './sniff.ts';

/** Ten times what a 4 GiB file takes on a busy machine with two cores. */
const PROBE_TIMEOUT_MS = 10_000;
/** Of the thread's JavaScript; MediaInfoLib's own memory ends at the 2 GiB that its WebAssembly declares. */
const PROBE_HEAP_MB = 64;
/** As many threads at once: more only wait for the same cores. */
const PROBES_AT_ONCE = 2;

/** Of the sources it is probe-worker.ts, of the package probe-worker.js. */
const WORKER = new URL(`./probe-worker${extname(import.meta.url)}`, import.meta.url);

export interface ProbeTarget extends Omit<ProbeOrder, 'withCover'> {
  readonly mime: MediaType['mime'];
}

/**
 * Reads what media files say of themselves, each in a thread of its own that is ended when it takes too long. A file
 * that cannot be read has no facts but its container.
 */
export class MediaProbe {
  readonly #timeoutMs: number;
  readonly #waiting: (() => void)[] = [];
  #free = PROBES_AT_ONCE;

  constructor({ timeoutMs = PROBE_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}) {
    this.#timeoutMs = timeoutMs;
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
    const worker = new Worker(WORKER, {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: PROBE_HEAP_MB },
      stdout: true,
      stderr: true,
    });
    const { promise, resolve } = Promise.withResolvers<ProbeAnswer | undefined>();
    const timer = setTimeout(() => resolve(undefined), this.#timeoutMs);
    worker.once('message', resolve);
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      await worker.terminate();
    }
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
