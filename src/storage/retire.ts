import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import { PostwrightError } from '../errors.ts';
import { anyText } from './arrays.ts';
import type { Db, Reader, Tx } from './database.ts';
import { type DeviceEvent, insertDeviceEvents } from './device-history.ts';
import { getDevice } from './devices.ts';
import { isLookedFor, lockClaims } from './tasks.ts';

export interface RetiredRow {
  readonly serial: string;
  readonly at: Date;
  readonly reason: string;
  readonly replacedBy: string | null;
}

/** Writes that a phone is out of use, and its history with it. */
export async function setRetired(db: Db, retired: RetiredRow, event: DeviceEvent): Promise<void> {
  await db.transaction().execute(async (tx) => await retire(tx, retired, [event]));
}

/** It is in use again. */
export async function clearRetired(db: Db, event: DeviceEvent): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const columns = { retired_at: null, retired_reason: null, replaced_by: null };
    await tx.updateTable('devices').set(columns).where('serial', '=', event.serial).execute();
    await insertDeviceEvents(tx, [event]);
  });
}

async function retire(tx: Tx, { serial, at, reason, replacedBy }: RetiredRow, events: readonly DeviceEvent[]) {
  const columns = { retired_at: at, retired_reason: reason, replaced_by: replacedBy };
  await tx.updateTable('devices').set(columns).where('serial', '=', serial).execute();
  await insertDeviceEvents(tx, events);
}

export async function listRetired(db: Reader): Promise<RetiredRow[]> {
  const rows = await db
    .selectFrom('devices')
    .select(['serial', 'retired_at', 'retired_reason', 'replaced_by'])
    .where('retired_at', 'is not', null)
    .orderBy('serial')
    .execute();
  return rows.flatMap(({ serial, retired_at: at, retired_reason: reason, replaced_by: replacedBy }) =>
    at === null ? [] : [{ serial, at, reason: reason ?? '', replacedBy }],
  );
}

/** Those of these phones that are out of use. */
export async function retiredAmong(db: Reader, serials: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('devices')
    .select('serial')
    .where('serial', '=', anyText(serials))
    .where('retired_at', 'is not', null)
    .orderBy('serial')
    .execute();
  return rows.map(({ serial }) => serial);
}

export interface Replacement extends RetiredRow {
  readonly replacedBy: string;
  /** Also tasks for whoever is signed in on the phone: on the other one that may be somebody else. */
  readonly withCurrent: boolean;
}

export interface MovedTask {
  readonly id: number;
  readonly attempt: number;
  readonly priority: number;
  readonly scheduled_at: Date;
}

export interface Replaced {
  readonly tasks: readonly MovedTask[];
  readonly accounts: number;
  /** Pending tasks that stay with the phone that is out of use. */
  readonly left: number;
  /** Failed ones of which nobody knows whether they were published. */
  readonly unknown: number;
}

/**
 * Gives what a phone has still to do, and its accounts, to another one, and puts the first out of use.
 * @throws NOT_FOUND; STATE_CONFLICT when something runs on it or is looked for, or when the other is out of use itself.
 */
export async function replaceDevice(tx: Tx, replacement: Replacement): Promise<Replaced> {
  const { serial, replacedBy, at, reason } = replacement;
  // Always in the same order, so that two replacements wait for one another and not for ever.
  for (const one of [serial, replacedBy].toSorted()) await lockClaims(tx, one);
  await refuseReplacing(tx, replacement);
  const tasks = await moveTasks(tx, replacement);
  const accounts = await tx
    .updateTable('accounts')
    .set({ serial: replacedBy, updated_at: at, signed_in: null, last_check_at: null })
    .where('serial', '=', serial)
    .returning('id')
    .execute();
  const [left, unknown] = [await countPending(tx, serial), await countUnknown(tx, serial)];
  const what = `${tasks.length} pending tasks and ${accounts.length} accounts`;
  await retire(tx, { serial, at, reason, replacedBy }, [
    { serial, at, event: 'retired', message: `${replacedBy} took its place, with ${what}: ${reason}` },
    { serial: replacedBy, at, event: 'replaced', message: `It took the place of ${serial}, with ${what}.` },
  ]);
  return { tasks, accounts: accounts.length, left, unknown };
}

async function countPending(tx: Tx, serial: string): Promise<number> {
  const { count } = await tx
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('serial', '=', serial)
    .where('status', '=', TASK_STATUS.pending)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function countUnknown(tx: Tx, serial: string): Promise<number> {
  const { count } = await tx
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('serial', '=', serial)
    .where('status', '=', TASK_STATUS.failed)
    .where(sql<boolean>`error->>'published' = 'unknown'`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function refuseReplacing(tx: Tx, { serial, replacedBy }: Replacement): Promise<void> {
  if (serial === replacedBy) throw new PostwrightError('STATE_CONFLICT', 'A phone cannot take its own place.');
  if ((await getDevice(tx, replacedBy)).retired_at !== null)
    throw new PostwrightError('STATE_CONFLICT', `${replacedBy} is out of use itself.`);
  const busy = await tx
    .selectFrom('tasks')
    .select('id')
    .where('serial', '=', serial)
    .where((task) => task.or([task('status', '=', TASK_STATUS.running), isLookedFor('tasks')]))
    .limit(1)
    .executeTakeFirst();
  if (busy !== undefined)
    throw new PostwrightError(
      'STATE_CONFLICT',
      `Something runs on ${serial}, or is looked for there. Stop it or wait.`,
    );
}

/** What has begun stays where it is, and so does what nobody knows the outcome of: only that phone can tell. */
async function moveTasks(tx: Tx, { serial, replacedBy, withCurrent }: Replacement): Promise<MovedTask[]> {
  const moved = await tx
    .updateTable('tasks')
    // What was found of the other phone says nothing of this one.
    .set({ serial: replacedBy, preflight: null, preflight_at: null })
    .where('serial', '=', serial)
    .where('status', '=', TASK_STATUS.pending)
    .where(sql<boolean>`(${withCurrent} or platform is null or plan->>'username' is not null)`)
    .returning(['id', 'attempt', 'priority', 'scheduled_at'])
    .execute();
  const ids = moved.map(({ id }) => id);
  await sql`
    update material_uses set serial = ${replacedBy},
      account_key = case when account_key = ${`@current:${serial}`} then ${`@current:${replacedBy}`} else account_key end
    where serial = ${serial} and task_id = any(${ids}::bigint[])`.execute(tx);
  return moved.toSorted((one, other) => one.scheduled_at.getTime() - other.scheduled_at.getTime());
}
