/** What a simulated program reads from and writes to. */
import type { FileWriter } from '../machine/file-writer.ts';

export interface Input {
  /** The next bytes; null at the end. */
  read(): Promise<Buffer | null>;
}

export interface Output {
  write(data: Buffer | string): Promise<void>;
}

/** The other end of a pipe is closed. */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe');
    this.name = 'BrokenPipe';
  }
}

/** `/dev/null`, both ways. */
export const NOTHING: Input & Output = {
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
};

/** Collects what is written. */
export class Collector implements Output {
  readonly #chunks: Buffer[] = [];

  write(data: Buffer | string): Promise<void> {
    this.#chunks.push(Buffer.from(data));
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

export function inputOf(bytes: Buffer): Input {
  let left: Buffer | null = bytes.length > 0 ? bytes : null;
  return {
    read: () => {
      const chunk = left;
      left = null;
      return Promise.resolve(chunk);
    },
  };
}

export async function readAll(input: Input): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await input.read(); chunk; chunk = await input.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Writes into an open file of the phone. @throws FsError ENOSPC */
export function outputTo(writer: FileWriter): Output {
  return { write: async (data) => writer.write(Buffer.from(data)) };
}

/** Between two programs of a pipeline. */
export class Pipe implements Input, Output {
  readonly #chunks: Buffer[] = [];
  #writerGone = false;
  #readerGone = false;
  #wake: (() => void) | null = null;

  write(data: Buffer | string): Promise<void> {
    if (this.#readerGone) return Promise.reject(new BrokenPipe());
    this.#chunks.push(Buffer.from(data));
    this.#wake?.();
    return Promise.resolve();
  }

  async read(): Promise<Buffer | null> {
    while (this.#chunks.length === 0) {
      if (this.#writerGone) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#chunks.shift() ?? null;
  }

  closeWriter(): void {
    this.#writerGone = true;
    this.#wake?.();
  }

  closeReader(): void {
    this.#readerGone = true;
  }
}
