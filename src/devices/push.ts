import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type Adb, AdbSyncError } from '@yume-chan/adb';
import { ReadableStream, type ReadableStreamDefaultController } from '@yume-chan/stream-extra';
import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import { gateOfThisWork } from '../kit/gate.ts';
import type { PhoneLink } from './link.ts';
import type { Phone, PushOptions } from './phone.ts';
import { commandFailed } from './phone-errors.ts';

/** Slower than any working cable; a Wi-Fi phone still does several times this. */
const SLOWEST_BYTES_PER_SECOND = 256 * 1024;
/** For opening the connection, and for the phone to read the file again and sum it. */
const PUSH_SLACK_MS = 30_000;
/** What may lie between here and the phone: the buffers of two sockets and of the ADB server. */
const LEAST_TAKEN_BYTES = 8 * 1024 * 1024;
const CLEAN_UP_TIMEOUT_MS = 1_000;
/** Plain file, read and write for its owner, read for others. */
const FILE_MODE = 0o644;

/** The longest a push of this size may take on a working connection. */
export function pushTimeoutMs(sizeBytes: number): number {
  return PUSH_SLACK_MS + Math.ceil((sizeBytes / SLOWEST_BYTES_PER_SECOND) * 1000);
}

/** What was read from the source while it was sent. */
interface Sums {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly md5: string;
}

/** Copies a file and checks its size and hash on the phone. What could not be copied whole is removed again. */
export async function pushFile(link: PhoneLink, phone: Phone, options: PushOptions): Promise<void> {
  const { targetPath, sizeBytes, signal } = options;
  const timeoutMs = Math.min(options.timeoutMs, pushTimeoutMs(sizeBytes));
  try {
    await link.within(`Copying ${targetPath}`, { signal, timeoutMs }, async (limits) => {
      // A phone takes no more than it has room for: what goes on being taken is a sign of life.
      const onProgress = (sentBytes: number): void => {
        if (sentBytes > LEAST_TAKEN_BYTES) link.answered();
        options.onProgress?.(sentBytes);
      };
      const sums = await link.run('a push', limits, (adb) => send(adb, { ...options, onProgress }));
      checkSource(options, sums);
      await checkTarget(phone, options, { ...limits, md5: sums.md5 });
    });
  } catch (error) {
    await removeRest(phone, targetPath);
    throw link.gone.aborted && !signal.aborted ? link.gone.reason : asPushError(error, options);
  }
}

async function send(adb: Adb, options: PushOptions): Promise<Sums> {
  const sync = await adb.sync();
  const source = new SummedFile(options);
  const sent = sync.write({
    filename: options.targetPath,
    file: source.stream,
    permission: FILE_MODE,
    // Pickers sort by this time: an old one would bury the file in the grid.
    mtime: Math.floor(Date.now() / 1000),
  });
  try {
    // Tango waits for the phone's answer for ever when the file itself cannot be read.
    await Promise.race([sent, source.failed]);
    return source.sums();
  } catch (error) {
    throw error instanceof AdbSyncError ? refusal(error, options) : error;
  } finally {
    source.close();
  }
}

function refusal(error: AdbSyncError, { targetPath }: PushOptions): PostwrightError {
  const name = /no space left on device/i.test(error.message) ? 'DEVICE_STORAGE_FULL' : 'PUSH_FAILED';
  return new PostwrightError(name, `The phone refused ${targetPath}: ${error.message}`, { cause: error });
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** A file as a stream that sums what passes and tells how far it is. */
class SummedFile {
  readonly stream: ReadableStream<Uint8Array>;
  /** Rejects when the file cannot be read or its watcher throws; never resolves. */
  readonly failed: Promise<never>;
  readonly #file: ReadStream;
  readonly #sha256 = createHash('sha256');
  readonly #md5 = createHash('md5');
  readonly #path: string;
  readonly #onProgress: (sentBytes: number) => void;
  #sizeBytes = 0;

  constructor({ sourcePath, onProgress, signal }: PushOptions) {
    this.#path = sourcePath;
    const gate = gateOfThisWork();
    this.#onProgress = (sentBytes) => onProgress?.(sentBytes);
    this.#file = createReadStream(sourcePath);
    const chunks = this.#file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    promise.catch(() => {});
    this.stream = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          await gate?.pass(signal);
          await this.#pass(chunks, controller);
        } catch (error) {
          reject(error);
          throw error;
        }
      },
      cancel: () => this.close(),
    });
  }

  async #pass(chunks: AsyncIterator<Buffer>, controller: Pick<Controller, 'enqueue' | 'close'>): Promise<void> {
    const { done, value } = await chunks.next().catch((cause) => {
      throw new PostwrightError('MATERIAL_MISSING', `${this.#path} cannot be read`, { cause });
    });
    if (done === true) return controller.close();
    this.#sizeBytes += value.byteLength;
    this.#sha256.update(value);
    this.#md5.update(value);
    this.#onProgress(this.#sizeBytes);
    controller.enqueue(value);
  }

  close(): void {
    this.#file.destroy();
  }

  sums(): Sums {
    return { sizeBytes: this.#sizeBytes, sha256: this.#sha256.digest('hex'), md5: this.#md5.digest('hex') };
  }
}

function checkSource({ sourcePath, sizeBytes, sha256 }: PushOptions, sums: Sums): void {
  if (sums.sizeBytes !== sizeBytes || sums.sha256 !== sha256) {
    throw new PostwrightError('MATERIAL_MISSING', `${sourcePath} is not what was stored: its size or hash differs`);
  }
}

async function checkTarget(phone: Phone, options: PushOptions, limits: Limits & { md5: string }): Promise<void> {
  const { targetPath, sizeBytes, sha256 } = options;
  const stat = await phone.shell(['stat', '-c', '%s', targetPath], limits);
  if (stat.exitCode !== 0 || Number(stat.stdout.trim()) !== sizeBytes) {
    const found = stat.exitCode === 0 ? `has ${stat.stdout.trim()} bytes` : stat.stderr.trim();
    throw new PostwrightError('PUSH_FAILED', `${targetPath} should have ${sizeBytes} bytes: ${found}`);
  }
  const sum = await hashOnPhone(phone, targetPath, limits);
  const expected = sum.algorithm === 'sha256' ? sha256 : limits.md5;
  if (sum.hash !== expected) {
    throw new PostwrightError('PUSH_FAILED', `${targetPath} has the ${sum.algorithm} ${sum.hash}, not ${expected}`);
  }
}

async function hashOnPhone(
  phone: Phone,
  path: string,
  limits: Limits,
): Promise<{ readonly algorithm: 'sha256' | 'md5'; readonly hash: string }> {
  for (const algorithm of ['sha256', 'md5'] as const) {
    const result = await phone.shell([`${algorithm}sum`, path], limits);
    const hash = /^\\?([0-9a-f]{32,64})\s/.exec(result.stdout)?.[1];
    if (result.exitCode === 0 && hash !== undefined) return { algorithm, hash };
    // 127: there is no such command on this phone.
    if (result.exitCode !== 127) throw commandFailed(phone.serial, `${algorithm}sum ${path}`, result);
  }
  throw new PostwrightError('PUSH_FAILED', `${phone.serial} has neither sha256sum nor md5sum to check ${path}`);
}

/** adbd removes the rest of a push it saw fail; this is for those it did not see. */
async function removeRest(phone: Phone, path: string): Promise<void> {
  if (phone.gone.aborted) return;
  await phone.remove(path, { signal: phone.gone, timeoutMs: CLEAN_UP_TIMEOUT_MS }).catch(() => {});
}

function asPushError(error: unknown, { targetPath, signal }: PushOptions): unknown {
  if (signal.aborted) return signal.reason;
  const connectionBroke = error instanceof PostwrightError && error.errorName === 'DEVICE_LOST';
  if (!connectionBroke) return error;
  return new PostwrightError('PUSH_FAILED', `${targetPath} was not copied whole: ${error.message}`, { cause: error });
}
