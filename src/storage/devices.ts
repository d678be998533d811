import type { Selectable } from 'kysely';
import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import { PostwrightError } from '../errors.ts';
import type { Reader } from './database.ts';
import type { DeviceTable } from './tables.ts';

export type DeviceRow = Selectable<DeviceTable>;

/** What is known of a phone now; null where it cannot be read, which leaves what was known before. */
export interface SeenDevice {
  readonly serial: string;
  readonly state: string;
  readonly model: string | null;
  readonly androidVersion: string | null;
  readonly sdk: number | null;
  readonly seenAt: Date;
}

/** Registers a phone when it is first seen, and keeps what is known of it current. */
export async function saveDevice(db: Reader, device: SeenDevice): Promise<DeviceRow> {
  const { serial, state, model, androidVersion, sdk, seenAt } = device;
  return await db
    .insertInto('devices')
    .values({ serial, state, model, android_version: androidVersion, sdk, last_seen_at: seenAt })
    .onConflict((conflict) =>
      conflict.column('serial').doUpdateSet((update) => ({
        state: update.ref('excluded.state'),
        model: sql<string | null>`coalesce(excluded.model, devices.model)`,
        android_version: sql<string | null>`coalesce(excluded.android_version, devices.android_version)`,
        sdk: sql<number | null>`coalesce(excluded.sdk, devices.sdk)`,
        last_seen_at: update.ref('excluded.last_seen_at'),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A phone that is in no list any more: when it was last seen stays. */
export async function setDeviceAbsent(db: Reader, serial: string): Promise<void> {
  await db.updateTable('devices').set({ state: 'absent' }).where('serial', '=', serial).execute();
}

/** At the start nothing is known about who is there: the last server's word no longer counts. */
export async function setAllDevicesAbsent(db: Reader): Promise<void> {
  await db.updateTable('devices').set({ state: 'absent' }).where('state', '!=', 'absent').execute();
}

/** Those of these phones that were ever seen. */
export async function knownSerials(db: Reader, serials: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('devices').select('serial').where(sql<boolean>`serial = any(${serials})`).execute();
  return new Set(rows.map(({ serial }) => serial));
}

/** In the order they were first seen. */
export async function listDevices(db: Reader): Promise<DeviceRow[]> {
  return await db.selectFrom('devices').selectAll().orderBy('first_seen_at').orderBy('serial').execute();
}

export async function findDevice(db: Reader, serial: string): Promise<DeviceRow | undefined> {
  return await db.selectFrom('devices').selectAll().where('serial', '=', serial).executeTakeFirst();
}

/** @throws NOT_FOUND */
export async function getDevice(db: Reader, serial: string): Promise<DeviceRow> {
  const row = await findDevice(db, serial);
  if (row === undefined) throw new PostwrightError('NOT_FOUND', `No phone with the serial "${serial}" was ever seen.`);
  return row;
}

/** What its owner says of a phone. @throws NOT_FOUND */
export async function describeDevice(
  db: Reader,
  serial: string,
  changes: { readonly name?: string | null; readonly tags?: string[] },
): Promise<void> {
  await getDevice(db, serial);
  if (Object.keys(changes).length > 0)
    await db.updateTable('devices').set(changes).where('serial', '=', serial).execute();
}

export interface DeviceLoad {
  readonly serial: string;
  readonly running_task: number | null;
  /** What that does at the moment, in words. */
  readonly running_step: string | null;
  /** The name of its step. */
  readonly running_step_name: string | null;
  readonly queue_length: number;
}

/** What phones have to do; those with nothing are left out. */
export async function listDeviceLoads(db: Reader): Promise<DeviceLoad[]> {
  return await db
    .selectFrom('tasks')
    .select((task) => [
      'serial',
      sql<number | null>`max(id) filter (where status = ${TASK_STATUS.running})`.as('running_task'),
      sql<string | null>`max(progress->>'label') filter (where status = ${TASK_STATUS.running})`.as('running_step'),
      sql<string | null>`max(progress->>'step') filter (where status = ${TASK_STATUS.running})`.as('running_step_name'),
      task.fn.countAll<number>().filterWhere('status', '=', TASK_STATUS.pending).as('queue_length'),
    ])
    .where('status', 'in', [TASK_STATUS.pending, TASK_STATUS.running])
    .groupBy('serial')
    .execute();
}

/** The apps that a phone is used for: of the accounts that are bound to it, and of its pending tasks. */
export async function listAppsOf(db: Reader, serial: string): Promise<('tiktok' | 'instagram')[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('platform')
    .where('serial', '=', serial)
    .where('enabled', '=', true)
    .union(
      db
        .selectFrom('tasks')
        .select((task) => task.ref('platform').$notNull().as('platform'))
        .where('serial', '=', serial)
        .where('status', '=', TASK_STATUS.pending)
        .where('platform', 'is not', null),
    )
    .orderBy('platform')
    .execute();
  return rows.map(({ platform }) => platform);
}
