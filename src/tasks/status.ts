import type { Incident } from '../contract/device-health.ts';
import type { DiskStatus, RetentionStatus, Status } from '../contract/status.ts';
import type { Clock } from '../kit/clock.ts';
import { packageVersion } from '../kit/package.ts';
import type { Hold } from '../queue/holds.ts';
import { atOneMoment, type Db } from '../storage/database.ts';
import { countDevices, countOpenTasks } from '../storage/status.ts';

export interface StatusParts {
  readonly db: Db;
  readonly clock: Clock;
  /** IANA name of the zone in which start_time is meant. */
  readonly timeZone: string;
  readonly server: { readonly id: string; readonly host: string; readonly startedAt: Date };
  readonly database: { readonly embedded: boolean; lastWriteAt(): Date | null };
  holds(): readonly Hold[];
  incident(): Incident | null;
  disk(): DiskStatus;
  retention(): Promise<RetentionStatus>;
}

/** Lanes begin within a second of the time; what is a minute late waits for something else than its lane. */
const LATE_MS = 60_000;

/** How the server is, as of now. */
export async function readStatus(parts: StatusParts): Promise<Status> {
  const { db, clock, server, database } = parts;
  const now = clock.now();
  const { tasks, devices } = await atOneMoment(db, async (tx) => ({
    tasks: await countOpenTasks(tx, new Date(now.getTime() - LATE_MS)),
    devices: await countDevices(tx),
  }));
  return {
    version: packageVersion(),
    started_at: server.startedAt.toISOString(),
    // Not by the clock, which may have been set since.
    uptime_ms: Math.round(process.uptime() * 1000),
    time_zone: parts.timeZone,
    server: { id: server.id, place: server.host },
    database: { embedded: database.embedded, last_write_at: database.lastWriteAt()?.toISOString() ?? null },
    disk: parts.disk(),
    retention: await parts.retention(),
    holds: parts
      .holds()
      .map(({ name, reason, serial, since }) => ({ name, reason, serial, since: since.toISOString() })),
    incident: parts.incident(),
    tasks,
    devices,
  };
}
