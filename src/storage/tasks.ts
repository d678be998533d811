import type { ExpressionBuilder, Insertable, Selectable, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';

import { TASK_MOVES, TASK_STATUS, type TaskMove } from '../contract/task-states.ts';
import { PostwrightError } from '../errors.ts';
import type { AttemptKey } from './attempts.ts';
import type { Db, Reader, Tx } from './database.ts';
import { keepGaps } from './gaps.ts';
import { jsonText } from './json.ts';
import { deleteUnpublishedUses, nameUses } from './material-uses.ts';
import type { Tables, TaskTable } from './tables.ts';

export type TaskRow = Selectable<TaskTable>;
/** Columns of a new task; PostgreSQL counts the ids, and every task begins pending with its first attempt. */
export type NewTask = Omit<Insertable<TaskTable>, 'id' | 'status' | 'attempt' | 'retries_used'>;

/** What a move may change besides the status; JSON columns take plain values. */
export type TaskChanges = Partial<{
  attempt: number;
  retries_used: number;
  scheduled_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  progress: object | null;
  error: object | null;
  result: object | null;
  reconcile: object | null;
  reconcile_at: Date | null;
  reconcile_token: string | null;
  settled: object;
}>;

const JSON_COLUMNS = new Set(['progress', 'error', 'result', 'reconcile', 'settled']);

export async function findTask(db: Reader, id: number): Promise<TaskRow | undefined> {
  return await db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst();
}

/** @throws NOT_FOUND */
export async function getTask(db: Reader, id: number): Promise<TaskRow> {
  const row = await findTask(db, id);
  if (row === undefined) throw new PostwrightError('NOT_FOUND', `There is no task ${id}.`);
  return row;
}

/** Holds the row until the transaction ends, so that what is decided from it still fits when it is written. */
export async function lockTask(tx: Tx, id: number): Promise<TaskRow | undefined> {
  return await tx.selectFrom('tasks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function insertTask(tx: Tx, task: NewTask): Promise<TaskRow> {
  return await tx.insertInto('tasks').values(task).returningAll().executeTakeFirstOrThrow();
}

export interface MoveOptions {
  readonly id: number;
  readonly move: TaskMove;
  readonly changes: TaskChanges;
}

/**
 * The only writer of a status.
 * @returns the row after the move.
 * @throws STATE_CONFLICT when the task is not (any more) in the state the move starts from.
 */
export async function moveTask(tx: Tx, { id, move, changes }: MoveOptions): Promise<TaskRow> {
  const { from, to } = TASK_MOVES[move];
  const columns = Object.fromEntries(
    Object.entries(changes).map(([column, value]) => [column, toColumn(column, value)]),
  );
  const row = await tx
    .updateTable('tasks')
    .set({ ...columns, status: to, held_for: null, held_since: null })
    .where('id', '=', id)
    .where('status', '=', from)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new PostwrightError('STATE_CONFLICT', `Task ${id} is not in the state it was read in.`);
  return row;
}

function toColumn(column: string, value: unknown): unknown {
  return JSON_COLUMNS.has(column) && value !== null ? jsonText(value as object) : value;
}

/** Progress is for eyes only: it is written for a running attempt, and by nobody else. Whether it was asked to stop, its row knows. */
export async function setProgress(db: Reader, { id, token }: AttemptKey, progress: object): Promise<void> {
  await db
    .updateTable('tasks')
    .from('attempts')
    .set({
      progress: sql<string>`${jsonText(progress)}::jsonb
        || jsonb_build_object('stopping', attempts.stop_requested_at is not null)`,
    })
    .where('attempts.id', '=', id)
    .where('attempts.token', '=', token)
    .where('attempts.outcome', '=', 'running')
    .whereRef('tasks.id', '=', 'attempts.task_id')
    .where('tasks.status', '=', TASK_STATUS.running)
    .execute();
}

/**
 * Records whom a running task publishes as, where it was made for whoever is current in the app. A task that was made
 * for an account keeps that name.
 */
export async function recordAccount(db: Reader, id: number, username: string): Promise<void> {
  await nameUses(db, id, username);
  await db
    .updateTable('tasks')
    .set({ username })
    .where('id', '=', id)
    .where('status', '=', TASK_STATUS.running)
    .where(sql<string | null>`plan->>'username'`, 'is', null)
    .execute();
}

/**
 * Until the transaction ends, nobody else claims a task of this phone. Two claims (of two servers) take turns: the second
 * one then sees what the first one has claimed. Whoever else changes pending tasks of a phone in numbers takes part,
 * since a claim passes over rows that are held, and would take another task than the one whose turn it is.
 */
export async function lockClaims(tx: Tx, serial: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`postwright.claim.${serial}`}, 0))`.execute(tx);
}

/** Whether somebody looks on the phone right now for what that failed task may have published. */
export function isLookedFor(table: string) {
  const [at, token] = [sql.ref(`${table}.reconcile_at`), sql.ref(`${table}.reconcile_token`)];
  return sql<boolean>`(${at} is not null and ${token} is not null)`;
}

/** Whether something is done on a phone: a task of it runs, or one is looked for. */
export function isBusy(where: ExpressionBuilder<Tables, 'tasks'>, serial: string) {
  return where.exists(
    where
      .selectFrom('tasks as busy')
      .select(sql`1`.as('one'))
      .where('busy.serial', '=', serial)
      .where((one) => one.or([one('busy.status', '=', TASK_STATUS.running), isLookedFor('busy')])),
  );
}

/**
 * Takes the next due task of a phone: the highest priority first, then the earliest time, then the lowest id. One that
 * waits for a decision is not due. Those after it keep their distance.
 * @returns undefined when none is due, or when another task of the phone is running.
 */
export async function claimNextDue(tx: Tx, serial: string, now: Date): Promise<TaskRow | undefined> {
  const { from } = TASK_MOVES.claim;
  await lockClaims(tx, serial);
  const due = await tx
    .selectFrom('tasks')
    .select('id')
    .where('serial', '=', serial)
    .where('status', '=', from)
    .where('held_for', 'is', null)
    .where('scheduled_at', '<=', now)
    .where((where) => where.not(isBusy(where, serial)))
    .orderBy('priority', 'desc')
    .orderBy('scheduled_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (due === undefined) return undefined;
  const changes = { started_at: now, finished_at: null, progress: null, error: null, result: null };
  const claimed = await moveTask(tx, { id: due.id, move: 'claim', changes });
  await keepGaps(tx, claimed, now);
  return claimed;
}

/** When the next pending task of a phone falls due; undefined when none is pending, or all wait for a decision. */
export async function nextDueAt(db: Reader, serial: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('tasks')
    .select('scheduled_at')
    .where('serial', '=', serial)
    .where('status', '=', TASK_STATUS.pending)
    .where('held_for', 'is', null)
    .orderBy('scheduled_at')
    .limit(1)
    .executeTakeFirst();
  return row?.scheduled_at;
}

/** The next so many ids beyond `after`. */
export interface IdPage {
  readonly after: number;
  readonly limit: number;
}

/** Ids of failed tasks, lowest first. */
export async function listFailedIds(db: Reader, page: IdPage): Promise<number[]> {
  return await listIds(db.selectFrom('tasks').where('status', '=', TASK_STATUS.failed), page);
}

/** Ids of tasks that wait for a decision, lowest first. */
export async function listHeldIds(db: Reader, page: IdPage): Promise<number[]> {
  const held = db.selectFrom('tasks').where('status', '=', TASK_STATUS.pending).where('held_for', 'is not', null);
  return await listIds(held, page);
}

async function listIds(tasks: SelectQueryBuilder<Tables, 'tasks', object>, page: IdPage): Promise<number[]> {
  const rows = await tasks.select('id').where('id', '>', page.after).orderBy('id').limit(page.limit).execute();
  return rows.map((row) => row.id);
}

/** Deletes those of the tasks that are not running, with their attempts; what never published gives its materials back. */
export async function deleteSettledTasks(
  db: Db,
  ids: readonly number[],
): Promise<{ readonly id: number; readonly serial: string }[]> {
  return await db.transaction().execute(async (tx) => {
    const settled = await tx
      .selectFrom('tasks')
      .select(['id', 'serial'])
      .where('id', '=', anyOf(ids))
      .where('status', '<>', TASK_STATUS.running)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (settled.length === 0) return [];
    const settledIds = settled.map((task) => task.id);
    await deleteUnpublishedUses(tx, settledIds);
    await tx.deleteFrom('tasks').where('id', '=', anyOf(settledIds)).execute();
    return settled;
  });
}

export async function listRunningIds(db: Reader, ids: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('tasks')
    .select('id')
    .where('id', '=', anyOf(ids))
    .where('status', '=', TASK_STATUS.running)
    .execute();
  return rows.map((row) => row.id);
}

/** One parameter however long the list is: PostgreSQL takes at most 65,535 of them. */
function anyOf(ids: readonly number[]) {
  return sql<number>`any(${[...ids]}::bigint[])`;
}
