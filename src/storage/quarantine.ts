import type { Selectable } from 'kysely';

import type { Db, Reader } from './database.ts';
import { type DeviceEvent, insertDeviceEvents } from './device-history.ts';
import type { DeviceTable } from './tables.ts';

export interface QuarantineRow {
  readonly serial: string;
  readonly at: Date;
  readonly reason: string;
  readonly by: 'postwright' | 'operator';
}

/** Writes that a phone is in quarantine, and its history with it; one that is already gets the new reason. */
export async function setQuarantine(db: Db, { at, reason, by }: QuarantineRow, event: DeviceEvent): Promise<void> {
  await write(db, { quarantined_at: at, quarantine_reason: reason, quarantined_by: by }, event);
}

export async function clearQuarantine(db: Db, event: DeviceEvent): Promise<void> {
  await write(db, { quarantined_at: null, quarantine_reason: null, quarantined_by: null }, event);
}

type Columns = Pick<Selectable<DeviceTable>, 'quarantined_at' | 'quarantine_reason' | 'quarantined_by'>;

async function write(db: Db, columns: Columns, event: DeviceEvent): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { serial, at } = event;
    await tx
      .insertInto('devices')
      // The phone's own row may be on its way.
      .values({ serial, state: 'absent', last_seen_at: at, ...columns })
      .onConflict((conflict) => conflict.column('serial').doUpdateSet(columns))
      .execute();
    await insertDeviceEvents(tx, [event]);
  });
}

export async function listQuarantines(db: Reader): Promise<QuarantineRow[]> {
  const rows = await db
    .selectFrom('devices')
    .select(['serial', 'quarantined_at', 'quarantine_reason', 'quarantined_by'])
    .where('quarantined_at', 'is not', null)
    .orderBy('serial')
    .execute();
  return rows.flatMap(({ serial, quarantined_at: at, quarantine_reason: reason, quarantined_by: by }) =>
    at === null || by === null ? [] : [{ serial, at, reason: reason ?? '', by }],
  );
}
