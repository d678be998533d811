import { sql } from 'kysely';
import type { Reader, Tx } from './database.ts';
import { jsonText } from './json.ts';
import type { AttemptTable } from './tables.ts';

/** The attempt a writer speaks for. A writer whose token no longer fits a running attempt changes nothing. */
export interface AttemptKey {
  readonly id: number;
  readonly token: string;
}

export interface NewAttempt {
  readonly taskId: number;
  readonly number: number;
  readonly token: string;
  readonly serverId: string;
  readonly startedAt: Date;
}

/** A running attempt, with what is needed to tell whether anybody carries it out, and to settle it if not. */
export interface RunningAttemptRow {
  readonly id: number;
  readonly token: string;
  readonly task_id: number;
  readonly number: number;
  readonly serial: string;
  readonly server_id: string;
  readonly committed_at: Date | null;
  /** Failed where the attempt is only looked at once more. */
  readonly task_status: number;
  readonly renewals: number;
  /** Where its server ran or runs; null when that has said goodbye or was forgotten. */
  readonly place: string | null;
  /** Of its server. It moves while that lives; what time it says is that server's affair. */
  readonly heartbeat_at: Date | null;
}

export async function insertAttempt(tx: Tx, attempt: NewAttempt): Promise<AttemptKey> {
  const row = await tx
    .insertInto('attempts')
    .values({
      task_id: attempt.taskId,
      number: attempt.number,
      token: attempt.token,
      server_id: attempt.serverId,
      started_at: attempt.startedAt,
      outcome: 'running',
      steps: '[]',
      evidence: '[]',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, token: attempt.token };
}

type AttemptChanges = Partial<{
  steps: readonly object[];
  evidence: readonly object[];
  account: string;
  app: object;
  committed_at: Date | null;
  outcome: AttemptTable['outcome'];
  finished_at: Date;
  error: object | null;
}>;

const JSON_COLUMNS = new Set(['steps', 'evidence', 'error', 'app']);

/** @returns false when the attempt is no longer running under this token: its owner has lost it. */
export async function setAttempt(db: Reader, key: AttemptKey, changes: AttemptChanges): Promise<boolean> {
  const columns = Object.fromEntries(
    Object.entries(changes).map(([column, value]) => [
      column,
      JSON_COLUMNS.has(column) && value !== null ? jsonText(value as object) : value,
    ]),
  );
  const result = await db
    .updateTable('attempts')
    .set(columns)
    .where('id', '=', key.id)
    .where('token', '=', key.token)
    .where('outcome', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function listAttempts(db: Reader, taskId: number) {
  return await db.selectFrom('attempts').selectAll().where('task_id', '=', taskId).orderBy('number').execute();
}

/** Holds the row until the transaction ends: its owner cannot record a commit point meanwhile. */
export async function lockRunningAttempt(tx: Tx, taskId: number) {
  return await tx
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', taskId)
    .where('outcome', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
}

/** How many attempts of a task ended with one of these errors, newest first, without another kind of end between them. */
export async function countEndsInARow(db: Reader, taskId: number, codes: readonly string[]): Promise<number> {
  const rows = await db
    .selectFrom('attempts')
    .select(sql<string | null>`error->>'code'`.as('code'))
    .where('task_id', '=', taskId)
    .orderBy('number', 'desc')
    .execute();
  const firstOther = rows.findIndex(({ code }) => code === null || !codes.includes(code));
  return firstOther === -1 ? rows.length : firstOther;
}

/** Whether nobody knows of an attempt before this one whether it published: it was repeated by force. */
export async function isEarlierInDoubt(db: Reader, taskId: number, number: number): Promise<boolean> {
  const row = await db
    .selectFrom('attempts')
    .select('id')
    .where('task_id', '=', taskId)
    .where('number', '<', number)
    .where(sql<boolean>`error->>'published' = 'unknown'`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface TwinFilter {
  /** The attempt whose likes are asked for. */
  readonly attemptId: number;
  readonly taskId: number;
  readonly account: string;
  readonly since: Date;
}

/**
 * Other attempts that passed their commit point as this account, with texts that cannot be told from this task's; a post
 * without any text can be told from none. Stories are not shown among posts, and have no texts.
 */
export async function listTwins(db: Reader, { attemptId, taskId, account, since }: TwinFilter) {
  return await db
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .innerJoin('tasks as own', (join) => join.on('own.id', '=', taskId))
    .select(['attempts.committed_at', 'attempts.finished_at', 'attempts.outcome'])
    .where('attempts.id', '<>', attemptId)
    .where('attempts.committed_at', '>=', since)
    .where(sql<string>`lower(attempts.account)`, '=', account.toLowerCase())
    .where(sql<boolean>`attempts.error->>'published' is distinct from 'no'`)
    .whereRef('tasks.platform', '=', 'own.platform')
    .where(sql<boolean>`(tasks.plan->>'kind' = 'story') is not distinct from (own.plan->>'kind' = 'story')`)
    .where(sql<boolean>`tasks.plan->>'rehearsal' is distinct from 'true'`)
    .where(
      sql<boolean>`((own.plan->>'caption' = '' and own.plan->>'title' is null)
        or (tasks.plan->>'caption' = own.plan->>'caption' and tasks.plan->>'title' is not distinct from own.plan->>'title'))`,
    )
    .execute();
}

/** Running attempts of all servers. */
export async function listRunningAttempts(db: Reader, serial?: string): Promise<RunningAttemptRow[]> {
  let query = db
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .leftJoin('servers', 'servers.id', 'attempts.server_id')
    .select([
      'attempts.id',
      'attempts.token',
      'attempts.task_id',
      'attempts.number',
      'attempts.server_id',
      'attempts.committed_at',
      'attempts.renewals',
      'tasks.serial',
      'tasks.status as task_status',
      'servers.host as place',
      'servers.heartbeat_at',
    ])
    .where('attempts.outcome', '=', 'running')
    .orderBy('attempts.id');
  if (serial !== undefined) query = query.where('tasks.serial', '=', serial);
  return await query.execute();
}
