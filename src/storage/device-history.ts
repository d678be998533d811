import type { Selectable } from 'kysely';
import { sql } from 'kysely';

import type { Reader } from './database.ts';
import type { DeviceHistoryTable } from './tables.ts';

export type DeviceEventRow = Selectable<DeviceHistoryTable>;
export type DeviceEvent = Omit<DeviceEventRow, 'id'>;

export async function insertDeviceEvents(db: Reader, events: readonly DeviceEvent[]): Promise<void> {
  if (events.length > 0) await db.insertInto('device_history').values(events).execute();
}

/** The newest first. */
export async function listDeviceEvents(db: Reader, serial: string, limit: number): Promise<DeviceEventRow[]> {
  return await db
    .selectFrom('device_history')
    .selectAll()
    .where('serial', '=', serial)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export interface HistoryBounds {
  readonly mostOfAPhone: number;
  readonly before: Date;
}

/** Forgets what is older, and of each phone what goes beyond its number. */
export async function pruneDeviceEvents(db: Reader, { mostOfAPhone, before }: HistoryBounds): Promise<void> {
  await sql`
    delete from device_history using (
      select id, row_number() over (partition by serial order by id desc) as place from device_history
    ) as placed
    where placed.id = device_history.id and (placed.place > ${mostOfAPhone} or device_history.at < ${before})`.execute(
    db,
  );
}
