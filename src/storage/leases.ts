import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { AttemptKey } from './attempts.ts';
import type { Db, Reader } from './database.ts';
import { jsonText } from './json.ts';
import { lockTask } from './tasks.ts';

export interface Renewed {
  readonly id: number;
  readonly stop_requested: boolean;
}

/**
 * Says of attempts that they are being carried out still, and asks for each whether it is still ours.
 * @returns those that are; one that is missing was ended or taken over by somebody else.
 */
export async function renewLeases(db: Reader, keys: readonly AttemptKey[]): Promise<readonly Renewed[]> {
  const ids = keys.map(({ id }) => id);
  const tokens = keys.map(({ token }) => token);
  const { rows } = await sql<Renewed>`
    update attempts set renewals = renewals + 1
    from unnest(${ids}::bigint[], ${tokens}::text[]) as held (id, token)
    where attempts.id = held.id and attempts.token = held.token and attempts.outcome = 'running'
    returning attempts.id, attempts.stop_requested_at is not null as stop_requested`.execute(db);
  return rows;
}

/** An attempt as it was when nobody seemed to carry it out. */
export interface SilentAttempt extends AttemptKey {
  readonly renewals: number;
}

export interface NewHolder {
  readonly token: string;
  readonly serverId: string;
}

/**
 * Gives a running attempt a new holder. The old one can write nothing from here on, and learns it before it acts again.
 * @returns false when it has ended, was renewed or taken over since it was looked at, or when somebody is writing it now:
 * to wait for them would hold up all other attempts that nobody carries out.
 */
export async function takeOver(db: Reader, seen: SilentAttempt, { token, serverId }: NewHolder): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set({ token, server_id: serverId, renewals: sql<number>`renewals + 1` })
    .where('id', '=', (free) =>
      free
        .selectFrom('attempts')
        .select('id')
        .where('id', '=', seen.id)
        .where('token', '=', seen.token)
        .where('renewals', '=', seen.renewals)
        .where('outcome', '=', 'running')
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Records the commit point of an attempt, unless it was asked to stop: from that moment on it must not publish.
 * @returns what came of it; `lost` when the attempt is not ours any more.
 */
export async function recordCommit(db: Reader, key: AttemptKey, at: Date): Promise<'recorded' | 'stopped' | 'lost'> {
  const own = sql<boolean>`id = ${key.id} and token = ${key.token} and outcome = 'running'`;
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set({ committed_at: at })
    .where(own)
    .where('stop_requested_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return 'recorded';
  const row = await db.selectFrom('attempts').select('id').where(own).executeTakeFirst();
  return row === undefined ? 'lost' : 'stopped';
}

export interface StopRequest {
  readonly serial: string;
  /** Who carries the attempt out. */
  readonly serverId: string;
  /** What the task shows now. */
  readonly progress: StoppingProgress;
}

export interface StoppingProgress {
  readonly step: string;
  readonly label: string;
  readonly percent: number;
  readonly stopping: true;
}

const NOT_BEGUN = { step: 'prepare', percent: 0 };
const STOPPING = { label: 'Stopping', stopping: true };

/**
 * Asks whoever carries out the running attempt of a task to stop; the task shows it at once.
 * @returns undefined when it is not running, or was asked before.
 */
export async function requestStop(db: Db, taskId: number, at: Date): Promise<StopRequest | undefined> {
  return await db.transaction().execute(async (tx) => {
    const task = await lockTask(tx, taskId);
    if (task?.status !== TASK_STATUS.running) return undefined;
    const attempt = await tx
      .updateTable('attempts')
      .set({ stop_requested_at: at })
      .where('task_id', '=', taskId)
      .where('outcome', '=', 'running')
      .where('stop_requested_at', 'is', null)
      .returning('server_id')
      .executeTakeFirst();
    if (attempt === undefined) return undefined;
    const progress = { ...NOT_BEGUN, ...task.progress, ...STOPPING } as StoppingProgress;
    await tx
      .updateTable('tasks')
      .set({ progress: jsonText(progress) })
      .where('id', '=', taskId)
      .execute();
    return { serial: task.serial, serverId: attempt.server_id, progress };
  });
}

/** Whether the running attempt of a task is carried out by a server of another place that has not said goodbye. */
export async function runsElsewhere(db: Reader, taskId: number, serverId: string): Promise<boolean> {
  const row = await db
    .selectFrom('attempts')
    .innerJoin('servers', 'servers.id', 'attempts.server_id')
    .leftJoin('servers as own', (join) => join.on('own.id', '=', serverId))
    .select('attempts.id')
    .where('attempts.task_id', '=', taskId)
    .where('attempts.outcome', '=', 'running')
    .where('servers.id', '<>', serverId)
    .whereRef('servers.host', 'is distinct from', 'own.host')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a task runs on a phone, or a post of it is looked for, by whatever server. */
export async function isPhoneBusy(db: Reader, serial: string): Promise<boolean> {
  const row = await db
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .select('attempts.id')
    .where('attempts.outcome', '=', 'running')
    .where('tasks.serial', '=', serial)
    .executeTakeFirst();
  return row !== undefined;
}
