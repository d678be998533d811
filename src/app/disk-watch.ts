import { stat, statfs } from 'node:fs/promises';
import type { DiskStatus, HoldName } from '../contract/status.ts';
import { PostwrightError } from '../errors.ts';
import { BYTES_PER_MIB, sayBytes } from '../kit/bytes.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from '../queue/holds.ts';

export interface DiskWatchParts {
  /** What is kept where. A path that is not there is left out: an embedded PostgreSQL that is not used. */
  readonly places: readonly { readonly holds: 'data' | 'database'; readonly path: string }[];
  /** So much is kept free; 0 watches without consequences. */
  readonly reserveBytes: number;
  readonly holds: Pick<Holds, 'set' | 'lift'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What the system says of the file system of a path. */
  readonly ask?: (path: string) => Promise<Answer>;
}

/** As of statvfs(3): blocks that anybody may use, all blocks, and the size of one. */
interface Answer {
  readonly bavail: number;
  readonly blocks: number;
  readonly bsize: number;
}

type FileSystem = DiskStatus['file_systems'][number];

/** One system call a file system: cheap enough to notice a disk that fills up at 200 MB/s before the reserve is gone. */
const EVERY_MS = 2_000;
/** A measurement this old says nothing any more. */
const MAX_AGE_MS = 15_000;
/** Work begins again at a tenth more than the reserve, so that it does not stop and begin at every file. */
const enoughAfter = (reserveBytes: number): number => reserveBytes + reserveBytes / 10;
const HOLD: HoldName = 'disk';

/**
 * Watches the space of the data directory. PostgreSQL and running attempts need room to end well, so a reserve is kept
 * for them: below it no task begins and no media are taken.
 */
export class DiskWatch {
  readonly maxAgeMs: number = MAX_AGE_MS;
  readonly #parts: DiskWatchParts;
  #fileSystems: readonly FileSystem[] = [];
  #checkedAt: Date | null = null;
  #trouble: string | null = null;
  #isShort = false;
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> = Promise.resolve();

  constructor(parts: DiskWatchParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await this.check();
    this.#timer ??= setInterval(() => {
      this.#checking = this.#checking.then(async () => await this.check());
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#checking;
  }

  /** When it was last measured; null before it ever was. */
  get checkedAt(): Date | null {
    return this.#checkedAt;
  }

  /** Why no task begins; null while there is room. */
  shortage(): string | null {
    return this.#isShort ? this.#trouble : null;
  }

  status(): DiskStatus {
    const measured = this.#fileSystems.length > 0;
    return {
      state: this.#isShort ? 'nearly_full' : measured ? 'ok' : 'unknown',
      message: this.#trouble,
      reserve_bytes: this.#parts.reserveBytes,
      checked_at: this.#checkedAt?.toISOString() ?? null,
      file_systems: [...this.#fileSystems],
    };
  }

  /**
   * Before so many bytes are written to the data directory.
   * @throws UNAVAILABLE when less than the reserve would be left.
   */
  async require(bytes: number): Promise<void> {
    const { reserveBytes } = this.#parts;
    if (reserveBytes === 0) return;
    await this.check();
    const free = this.#freeFor('data');
    if (this.#trouble !== null && this.#isShort) throw new PostwrightError('UNAVAILABLE', this.#trouble);
    if (free === null || free - bytes >= reserveBytes) return;
    throw new PostwrightError(
      'UNAVAILABLE',
      `The file does not fit: ${sayBytes(free)} are free on the disk of the data directory, of which ${sayBytes(reserveBytes)} are kept free (free-disk-mib).`,
    );
  }

  /** Measures now. Does not throw: what cannot be measured is told, and holds up nothing. */
  async check(): Promise<void> {
    const { places, clock, log, ask = statfs } = this.#parts;
    try {
      this.#fileSystems = await measure(places, ask);
      this.#checkedAt = clock.now();
      this.#judge();
    } catch (error) {
      this.#fileSystems = [];
      this.#trouble = 'The free space of the data directory cannot be measured.';
      log.warn({ err: error }, 'the free space of the data directory could not be measured');
    }
  }

  #judge(): void {
    const { reserveBytes, holds, log } = this.#parts;
    const free = Math.min(...this.#fileSystems.map((each) => each.free_bytes));
    const enough = this.#isShort ? enoughAfter(reserveBytes) : reserveBytes;
    if (free >= enough) {
      this.#trouble = null;
      if (this.#isShort) log.info({ free }, 'there is room on the disk again; tasks begin');
      this.#isShort = false;
      holds.lift(HOLD);
      return;
    }
    const needed = Math.ceil(enoughAfter(reserveBytes) / BYTES_PER_MIB);
    this.#trouble = `The disk of the data directory is nearly full: ${sayBytes(free)} are free. No task begins and no media are taken until ${needed} MiB are free (free-disk-mib).`;
    if (!this.#isShort) log.warn({ free, reserve: reserveBytes }, 'the disk is nearly full; no task begins');
    this.#isShort = true;
    holds.set(HOLD, this.#trouble);
  }

  #freeFor(place: 'data' | 'database'): number | null {
    return this.#fileSystems.find(({ holds }) => holds.includes(place))?.free_bytes ?? null;
  }
}

async function measure(
  places: DiskWatchParts['places'],
  ask: (path: string) => Promise<Answer>,
): Promise<FileSystem[]> {
  const found = new Map<number, FileSystem>();
  for (const { holds, path } of places) {
    const device = (await statIfThere(path))?.dev;
    if (device === undefined) continue;
    const known = found.get(device);
    if (known !== undefined) {
      found.set(device, { ...known, holds: [...known.holds, holds] });
      continue;
    }
    const { bavail, blocks, bsize } = await ask(path);
    found.set(device, { holds: [holds], free_bytes: bavail * bsize, total_bytes: blocks * bsize });
  }
  if (found.size === 0) throw new Error('none of the directories is there');
  return [...found.values()];
}

async function statIfThere(path: string): Promise<{ readonly dev: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
