import type { Selectable } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { AttemptKey } from './attempts.ts';
import type { Reader, Tx } from './database.ts';
import { jsonText } from './json.ts';
import type { AttemptTable } from './tables.ts';
import { isBusy, lockClaims, type TaskRow } from './tasks.ts';

/** Whoever looks, in place of whoever carried the attempt out. */
export interface Looker {
  readonly token: string;
  readonly serverId: string;
}

export interface ClaimedLook {
  readonly task: TaskRow;
  readonly attempt: Selectable<AttemptTable>;
  /** Whether no other attempt has used the phone since. */
  readonly isLastOnPhone: boolean;
}

/**
 * Takes the look that has been due the longest on a phone. While it goes on, the attempt it is for is running once more
 * under the looker's token: it is renewed and taken away like any attempt, and no task of the phone can be claimed.
 * @returns undefined when none is due, or when something runs on the phone.
 */
export async function claimLook(
  tx: Tx,
  serial: string,
  { now, looker }: { readonly now: Date; readonly looker: Looker },
): Promise<ClaimedLook | undefined> {
  await lockClaims(tx, serial);
  const due = await tx
    .selectFrom('tasks')
    .select(['id', 'attempt'])
    .where('serial', '=', serial)
    .where('reconcile_at', '<=', now)
    .where('status', '=', TASK_STATUS.failed)
    .where((where) => where.not(isBusy(where, serial)))
    .orderBy('reconcile_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (due === undefined) return undefined;
  const task = await setLooks(tx, due.id, { reconcile_token: looker.token });
  const attempt = await tx
    .updateTable('attempts')
    // Whoever asked the attempt to stop has asked nothing of the look.
    .set({ token: looker.token, server_id: looker.serverId, outcome: 'running', stop_requested_at: null })
    .where('task_id', '=', due.id)
    .where('number', '=', due.attempt)
    .where('outcome', '=', 'failed')
    .returningAll()
    .executeTakeFirstOrThrow();
  const later = await tx
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .select('attempts.id')
    .where('tasks.serial', '=', serial)
    .where('attempts.id', '>', attempt.id)
    .limit(1)
    .executeTakeFirst();
  return { task, attempt, isLastOnPhone: later === undefined };
}

/** When the next look on a phone is due; undefined when none is to follow. */
export async function nextLookDueAt(db: Reader, serial: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('tasks')
    .select('reconcile_at')
    .where('serial', '=', serial)
    .where('reconcile_at', 'is not', null)
    .orderBy('reconcile_at')
    .limit(1)
    .executeTakeFirst();
  return row?.reconcile_at ?? undefined;
}

export type LooksChange = Partial<{
  error: object;
  reconcile: object | null;
  reconcile_at: Date | null;
  reconcile_token: string | null;
  settled: object;
}>;

/** Changes what a failed task says of itself and of its looks; its state stays. The caller holds the row. */
export async function setLooks(tx: Tx, id: number, changes: LooksChange): Promise<TaskRow> {
  const columns = Object.fromEntries(
    Object.entries(changes).map(([column, value]) => [
      column,
      value === null || value instanceof Date || typeof value === 'string' ? value : jsonText(value),
    ]),
  );
  return await tx
    .updateTable('tasks')
    .set(columns)
    .where('id', '=', id)
    .where('status', '=', TASK_STATUS.failed)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Takes the attempt of a task that is not running away from whoever looks for it now. */
export async function endLook(tx: Tx, taskId: number): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({ outcome: 'failed' })
    .where('task_id', '=', taskId)
    .where('outcome', '=', 'running')
    .execute();
}

export interface EndedAttempt {
  readonly taskId: number;
  readonly number: number;
}

/** Corrects what is known of an attempt that has ended. */
export async function amendAttempt(
  tx: Tx,
  { taskId, number }: EndedAttempt,
  change: { readonly outcome: 'completed' | 'failed'; readonly error: object | null; readonly finished_at?: Date },
): Promise<void> {
  const { outcome, error, finished_at } = change;
  await tx
    .updateTable('attempts')
    .set({
      outcome,
      error: error === null ? null : jsonText(error),
      ...(finished_at === undefined ? {} : { finished_at }),
    })
    .where('task_id', '=', taskId)
    .where('number', '=', number)
    .execute();
}

/** Gives a look back that was cut short: it is due still. Does nothing when it is somebody else's by now. */
export async function abandonLook(tx: Tx, key: AttemptKey): Promise<void> {
  const ended = await tx
    .updateTable('attempts')
    .set({ outcome: 'failed' })
    .where('id', '=', key.id)
    .where('token', '=', key.token)
    .where('outcome', '=', 'running')
    .returning('task_id')
    .executeTakeFirst();
  if (ended === undefined) return;
  await tx
    .updateTable('tasks')
    .set({ reconcile_token: null })
    .where('id', '=', ended.task_id)
    .where('reconcile_token', '=', key.token)
    .execute();
}
