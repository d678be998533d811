/** Taking in a file: written in place while it comes, thrown away when it does not come whole (facts 1.7). */
import type { FileWriter } from '../machine/file-writer.ts';
import { FsError } from '../machine/fs-error.ts';
import { normalise } from '../machine/fs-tree.ts';
import type { Machine } from '../machine/machine.ts';
import type { ClientStream } from './stream.ts';
import { LIMITS, withNumber, withText } from './sync-records.ts';

const PERMISSION_BITS = 0o777;
/** What a phone of 2022 takes in over USB 2. */
const CABLE_BYTES_PER_SECOND = 30_000_000;
/** Shorter waits than for this much would be lost in the precision of timers. */
const PAID_AT_ONCE_BYTES = 1_000_000;

/** What the phone answers after FAIL; it ends the session. */
export class SyncFailure extends Error {
  /** The client has had its FAIL already. */
  isTold = false;
}

interface Incoming {
  readonly path: string;
  readonly mode: number;
  /** Everything is read and nothing written. */
  readonly isDryRun: boolean;
}

/**
 * Reads DATA… and DONE, and answers OKAY. A file that cannot be written is refused at once and read to its end all the
 * same, as adbd drains it.
 * @throws SyncFailure
 */
export async function receiveFile(machine: Machine, stream: ClientStream, incoming: Incoming): Promise<void> {
  const file = new IncomingFile(machine, incoming);
  const pace = new PushPace(machine);
  let refusal = file.open();
  try {
    for (;;) {
      if (refusal && !refusal.isTold) await tell(stream, refusal);
      const part = await readPart(stream);
      if (part.done) {
        if (refusal) throw refusal;
        file.close(part.modifiedSeconds);
        return await stream.write(withNumber('OKAY', 0));
      }
      file.receivedBytes += part.chunk.length;
      await pace.wait(file.receivedBytes);
      machine.faults.arrive({ bytes: file.receivedBytes });
      if (machine.faults.strike('push_cut', { bytes: file.receivedBytes })) stream.reset();
      refusal ??= file.write(part.chunk);
    }
  } catch (error) {
    file.discard();
    throw error;
  }
}

type IncomingPart =
  | { readonly done: false; readonly chunk: Buffer }
  | { readonly done: true; readonly modifiedSeconds: number };

async function readPart(stream: ClientStream): Promise<IncomingPart> {
  const head = await stream.exactly(8);
  const id = head.toString('latin1', 0, 4);
  const number = head.readUInt32LE(4);
  if (id === 'DONE') return { done: true, modifiedSeconds: number };
  if (id !== 'DATA') throw new SyncFailure('invalid data message: expected ID_DATA');
  if (number > LIMITS.chunkBytes) throw new SyncFailure('oversize data message');
  return { done: false, chunk: await stream.exactly(number) };
}

async function tell(stream: ClientStream, refusal: SyncFailure): Promise<void> {
  refusal.isTold = true;
  await stream.write(withText('FAIL', refusal.message));
}

/** The file on the phone, from its first byte to its last or to its being thrown away. */
class IncomingFile {
  receivedBytes = 0;
  readonly #machine: Machine;
  readonly #incoming: Incoming;
  #writer: FileWriter | null = null;

  constructor(machine: Machine, incoming: Incoming) {
    this.#machine = machine;
    this.#incoming = incoming;
  }

  /** Makes missing directories, then the file. */
  open(): SyncFailure | null {
    if (this.#incoming.isDryRun) return null;
    const { files, sdk } = this.#machine;
    const target = normalise(this.#incoming.path);
    const parent = target.slice(0, target.lastIndexOf('/')) || '/';
    const mkdirs = `secure_mkdirs${sdk >= 30 ? '()' : ''} failed`;
    const failed = attempt(mkdirs, () => {
      if (!files.exists(parent)) files.makeDirectory(parent, true);
    });
    return (
      failed ??
      attempt("couldn't create file", () => {
        // The owner's bits count for all, since shared storage knows no other users.
        const owner = (this.#incoming.mode & PERMISSION_BITS) >> 6;
        this.#writer = files.create(target, (owner << 6) | (owner << 3) | owner);
      })
    );
  }

  write(chunk: Buffer): SyncFailure | null {
    const failed = attempt('write failed', () => {
      if (this.#machine.faults.strike('storage_full', { bytes: this.receivedBytes })) throw new FsError('ENOSPC');
      this.#writer?.write(chunk);
    });
    if (failed) this.discard();
    return failed;
  }

  close(modifiedSeconds: number): void {
    this.#writer?.close(modifiedSeconds);
    this.#writer = null;
  }

  discard(): void {
    this.#writer?.discard();
    this.#writer = null;
  }
}

function attempt(what: string, work: () => void): SyncFailure | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof FsError)) throw error;
    return new SyncFailure(`${what}: ${error.message}`, { cause: error });
  }
}

/**
 * Lets a push take the time of a USB 2 cable at the rack's pace, or that of the bytes per second that a `slow` fault
 * orders, counted from its first byte.
 */
class PushPace {
  readonly #machine: Machine;
  readonly #bytesPerSecond: number | null;
  readonly #startedAt = performance.now();
  #paidBytes = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#bytesPerSecond = machine.faults.strike('slow', { bytes: 0 })?.bytes_per_second ?? null;
  }

  async wait(receivedBytes: number): Promise<void> {
    if (!this.#bytesPerSecond) {
      const owedBytes = receivedBytes - this.#paidBytes;
      if (owedBytes < PAID_AT_ONCE_BYTES) return;
      this.#paidBytes = receivedBytes;
      return await this.#machine.time.wait((owedBytes / CABLE_BYTES_PER_SECOND) * 1000);
    }
    const dueAt = this.#startedAt + (receivedBytes / this.#bytesPerSecond) * 1000;
    await this.#machine.time.wait(dueAt - performance.now(), { always: true });
  }
}
