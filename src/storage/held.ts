import { TASK_STATUS } from '../contract/task-states.ts';
import type { Db, Reader, Tx } from './database.ts';
import { lockClaims, type TaskRow } from './tasks.ts';

export interface OverdueOptions {
  readonly now: Date;
  /** What was due before this is held. */
  readonly dueBefore: Date;
}

/**
 * Holds those pending tasks of a phone that were due too long ago, together with the word that the phone is looked
 * after again: a server that is killed in between finds the same tasks too late.
 * @returns their ids.
 */
export async function holdOverdue(db: Db, serial: string, { now, dueBefore }: OverdueOptions): Promise<number[]> {
  return await db.transaction().execute(async (tx) => {
    await lockClaims(tx, serial);
    const rows = await tx
      .updateTable('tasks')
      .set({ held_for: 'overdue', held_since: now })
      .where('serial', '=', serial)
      .where('status', '=', TASK_STATUS.pending)
      .where('held_for', 'is', null)
      .where('scheduled_at', '<', dueBefore)
      .returning('id')
      .execute();
    await saveServed(tx, serial, now);
    return rows.map(({ id }) => id);
  });
}

/** Until when a lane looked after a phone; null when none ever did. */
export async function servedAt(db: Reader, serial: string): Promise<Date | null> {
  const row = await db.selectFrom('devices').select('served_at').where('serial', '=', serial).executeTakeFirst();
  return row?.served_at ?? null;
}

export async function saveServed(db: Reader, serial: string, at: Date): Promise<void> {
  await db.updateTable('devices').set({ served_at: at }).where('serial', '=', serial).execute();
}

/** Lets a task that was held begin from `at` on. The caller holds its row. */
export async function releaseTask(tx: Tx, id: number, at: Date): Promise<TaskRow> {
  return await tx
    .updateTable('tasks')
    // What was found of the phone is of another time.
    .set({ held_for: null, held_since: null, scheduled_at: at, preflight_at: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
