import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';

import { invalid, type PostwrightError } from '../errors.ts';

export interface FormFile {
  /** As the sender calls it. */
  readonly name: string;
  /** What comes of the file; ends where the file does, or where the connection was cut. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Asked after the last chunk: false when the file was cut off. */
  isWhole(): boolean;
}

export type FormFields = Readonly<Record<string, string>>;

export interface Form<T> {
  readonly taken: T;
  /** Those behind the file too. */
  readonly fields: FormFields;
}

const FILE_FIELD = 'file';
const LIMITS = { files: 1, fields: 20, parts: 30, fieldSize: 64 * 1024, headerSize: 80 * 1024 } as const;
/** Between two pieces of a body; a connection that gives nothing for so long is as good as cut. */
const IDLE_MS = 60_000;
/** What is left of a body after its answer is read away for so long, since many clients read the answer only then. */
const READ_AWAY_MS = 30_000;

/**
 * Reads a form with one file, which is never held in memory: who takes it decides how fast it comes.
 * @param takeFile gets the fields that stood before the file too.
 * @throws INVALID_PARAMETER for a form without a file or with several.
 */
export async function readForm<T>(
  raw: IncomingMessage,
  takeFile: (file: FormFile, fields: FormFields) => Promise<T>,
): Promise<Form<T>> {
  const parser = new FormParser(raw);
  try {
    const taken = await takeFile(await parser.file, parser.fields);
    await parser.rest();
    return { taken, fields: parser.fields };
  } finally {
    parser.close();
    readAway(raw);
  }
}

class FormParser {
  readonly file: Promise<FormFile>;
  /** Whoever sends `__proto__` means a field of that name. */
  readonly fields: Record<string, string> = Object.create(null) as Record<string, string>;
  readonly #raw: IncomingMessage;
  readonly #busboy: BusboyInstance;
  readonly #file = Promise.withResolvers<FormFile>();
  readonly #end = Promise.withResolvers<void>();
  readonly #timer: NodeJS.Timeout;
  #stream: Readable | undefined;
  #state: 'reading' | 'whole' | 'cut' = 'reading';
  #severalFiles = false;

  constructor(raw: IncomingMessage) {
    this.#raw = raw;
    this.file = this.#file.promise;
    for (const promise of [this.#file.promise, this.#end.promise]) promise.catch(() => {});
    this.#busboy = busboyOf(raw);
    this.#busboy
      .on('field', (name, value) => {
        this.fields[name] = value;
      })
      .on('file', (name, stream, filename) => this.#onFile(name, stream, filename ?? ''))
      .on('filesLimit', () => {
        this.#severalFiles = true;
      })
      .on('finish', () => this.#onEnd(invalid([{ path: FILE_FIELD, message: 'is missing; send it under this name' }])))
      .on('error', (cause) => this.#onEnd(unreadable(cause)));
    this.#timer = setTimeout(() => raw.destroy(), IDLE_MS);
    raw.on('data', this.#onData).on('close', this.#onClose).on('error', ignore).pipe(this.#busboy);
  }

  /** Waits for what stands behind a file that came whole. */
  async rest(): Promise<void> {
    if (this.#state === 'whole') await this.#end.promise;
    if (this.#severalFiles) {
      throw invalid([{ path: FILE_FIELD, message: 'is sent more than once; send one file at a time' }]);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#raw.off('data', this.#onData).off('close', this.#onClose).unpipe(this.#busboy);
    this.#busboy.on('error', ignore);
    this.#busboy.destroy();
  }

  #onFile(name: string, stream: Readable, filename: string): void {
    stream.on('error', () => this.#cut());
    if (name !== FILE_FIELD) {
      stream.resume();
      return;
    }
    this.#stream = stream;
    stream.once('end', () => {
      if (this.#state === 'reading') this.#state = 'whole';
    });
    this.#file.resolve({
      // How browsers and curl write a quotation mark (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
      name: filename.replaceAll('%22', '"'),
      chunks: untilBroken(stream),
      isWhole: () => this.#state === 'whole',
    });
  }

  #onEnd(withoutFile: PostwrightError): void {
    this.#file.reject(withoutFile);
    this.#end.resolve();
  }

  /** What came so far is all that comes. */
  #cut(): void {
    if (this.#state === 'reading') {
      this.#state = 'cut';
      this.#stream?.push(null);
    }
    this.#onEnd(invalid([{ path: 'body', message: 'ended before the file began' }]));
  }

  readonly #onData = (): void => void this.#timer.refresh();

  readonly #onClose = (): void => {
    if (!this.#raw.complete) this.#cut();
  };
}

function busboyOf({ headers }: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** A body that ends in the middle of the file breaks its stream; what came until then counts. */
async function* untilBroken(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch {
    // isWhole() tells.
  }
}

function unreadable(cause: unknown): PostwrightError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return invalid([{ path: 'body', message: `is not a complete multipart/form-data form (${why})` }]);
}

function ignore(): void {}

function readAway(raw: IncomingMessage): void {
  if (raw.destroyed) return;
  if (!raw.complete) {
    const timer = setTimeout(() => raw.destroy(), READ_AWAY_MS);
    timer.unref();
    raw.once('close', () => clearTimeout(timer));
  }
  raw.resume();
}
