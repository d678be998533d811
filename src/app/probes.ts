import type { DeviceTracker } from '../devices/tracker.ts';
import type { Probes } from '../http/parts.ts';
import type { JobQueue } from '../queue/queue.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { Heartbeat } from './heartbeat.ts';

/** Each a few times as long as what is measured takes to come round: polls every 2 s, round trips every 5 s, writes every second. */
const MAX_AGE_MS = { queuePoll: 10_000, adbRoundTrip: 15_000, databaseWrite: 5_000 } as const;

/** What /readyz measures: the path of the work itself, not that a connection is open. */
export function probesOf({
  queue,
  tracker,
  heartbeat,
  database,
  disk,
  adb,
}: {
  readonly queue: Pick<JobQueue, 'lastPollAt'>;
  readonly tracker: Pick<DeviceTracker, 'lastAnswerAt'>;
  readonly heartbeat: Pick<Heartbeat, 'lastWriteAt'>;
  readonly database: { trouble(): string | null };
  readonly disk: Pick<DiskWatch, 'checkedAt' | 'maxAgeMs' | 'shortage'>;
  /** Address of the ADB server, `host:port`. */
  readonly adb: string;
}): Probes {
  return {
    queuePoll: { lastSuccessAt: () => queue.lastPollAt(), maxAgeMs: MAX_AGE_MS.queuePoll },
    adbRoundTrip: {
      lastSuccessAt: () => tracker.lastAnswerAt,
      maxAgeMs: MAX_AGE_MS.adbRoundTrip,
      trouble: () => `The ADB server at ${adb} does not answer; start it with "adb start-server", or mend --adb.`,
    },
    databaseWrite: {
      lastSuccessAt: () => heartbeat.lastWriteAt,
      maxAgeMs: MAX_AGE_MS.databaseWrite,
      isDown: () => database.trouble() !== null,
      trouble: () => database.trouble(),
    },
    disk: {
      lastSuccessAt: () => disk.checkedAt,
      maxAgeMs: disk.maxAgeMs,
      isDown: () => disk.shortage() !== null,
      trouble: () => disk.shortage(),
    },
  };
}
