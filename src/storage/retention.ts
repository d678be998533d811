import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import { anyText } from './arrays.ts';
import type { Db, Reader, Tx } from './database.ts';
import { deleteUnpublishedUses } from './material-uses.ts';
import type { MaterialRow } from './materials.ts';

export interface Batch {
  /** What is younger stays. */
  readonly before: Date;
  readonly limit: number;
}

/** What nobody knows the outcome of stays until somebody does. */
const isSettled = sql<boolean>`tasks.error->>'published' is distinct from 'unknown'`;

/**
 * Deletes tasks that have finished long ago, the oldest first, with their attempts. Those that somebody has in hand are
 * left for the next time. Who published what stays in material_uses.
 */
export async function deleteOldTasks(
  db: Db,
  { before, limit }: Batch,
): Promise<{ readonly id: number; readonly serial: string }[]> {
  return await db.transaction().execute(async (tx) => {
    const old = await tx
      .selectFrom('tasks')
      .select(['id', 'serial'])
      .where('status', 'in', [TASK_STATUS.completed, TASK_STATUS.failed])
      .where('finished_at', '<', before)
      .where(isSettled)
      .orderBy('finished_at')
      .orderBy('id')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    if (old.length === 0) return [];
    const ids = old.map(({ id }) => id);
    await deleteUnpublishedUses(tx, ids);
    await tx.deleteFrom('tasks').where('id', '=', anyId(ids)).execute();
    return old;
  });
}

export interface EndedTask {
  readonly id: number;
  readonly finishedAt: Date;
}

/** Finished tasks in the order they ended, beyond `after`. */
export async function listEnded(db: Reader, after: EndedTask | null, limit: number): Promise<EndedTask[]> {
  let query = db
    .selectFrom('tasks')
    .select(['id', 'finished_at'])
    .where('status', 'in', [TASK_STATUS.completed, TASK_STATUS.failed])
    .where('finished_at', 'is not', null)
    .where(isSettled)
    .orderBy('finished_at')
    .orderBy('id')
    .limit(limit);
  if (after !== null) query = query.where(sql<boolean>`(finished_at, id) > (${after.finishedAt}, ${after.id})`);
  return (await query.execute()).map(({ id, finished_at }) => ({ id, finishedAt: finished_at as Date }));
}

/** Makes finished tasks name no evidence any more. @returns those that do, without the ones that somebody has in hand. */
export async function forgetEvidence(db: Db, ids: readonly number[]): Promise<number[]> {
  return await db.transaction().execute(async (tx) => {
    const ended = await lockEnded(tx, ids);
    await tx.updateTable('attempts').set({ evidence: '[]' }).where('task_id', '=', anyId(ended)).execute();
    await tx
      .updateTable('tasks')
      .set({ result: sql`result || '{"screenshot": null}'` })
      .where('id', '=', anyId(ended))
      .where('result', 'is not', null)
      .execute();
    return ended;
  });
}

/** Does something to finished tasks while no attempt of them can begin. Those that somebody has in hand are left out. */
export async function whileEnded(db: Db, ids: readonly number[], work: (id: number) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const id of await lockEnded(tx, ids)) await work(id);
  });
}

async function lockEnded(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const rows = await tx
    .selectFrom('tasks')
    .select('id')
    .where('id', '=', anyId(ids))
    .where('status', 'in', [TASK_STATUS.completed, TASK_STATUS.failed])
    .where(isSettled)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id);
}

/** Materials that tasks have brought along, that no task needs any more and nobody has asked for lately. */
export async function listUnneededMaterials(db: Reader, { before, limit }: Batch): Promise<string[]> {
  const rows = await db
    .selectFrom('materials')
    .select('sha256')
    .where('library_at', 'is', null)
    .where('wanted_at', '<', before)
    .where(isUnneeded)
    .orderBy('wanted_at')
    .limit(limit)
    .execute();
  return rows.map(({ sha256 }) => sha256);
}

/** Every task that is there may be retried, whatever its state, and needs its materials then. */
const isUnneeded = sql<boolean>`not exists (
  select from material_uses as used where used.sha256 = materials.sha256 and used.task_id is not null
)`;

/**
 * Deletes a material if it is unneeded still. New tasks cannot begin to use it meanwhile: insertUses waits for the row.
 * @returns undefined when somebody needs or has it.
 */
export async function deleteUnneededMaterial(
  tx: Tx,
  sha256: string,
  before: Date,
): Promise<Pick<MaterialRow, 'sha256' | 'extension' | 'size_bytes'> | undefined> {
  const row = await tx
    .selectFrom('materials')
    .select(['sha256', 'extension', 'size_bytes'])
    .where('sha256', '=', sha256)
    .where('library_at', 'is', null)
    .where('wanted_at', '<', before)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // Asked in a statement of its own, which sees what was written before the row was ours.
  const deleted = await tx.deleteFrom('materials').where('sha256', '=', sha256).where(isUnneeded).executeTakeFirst();
  return deleted.numDeletedRows === 1n ? row : undefined;
}

/** Those of these tasks that are there, whatever their state. */
export async function knownTaskIds(db: Reader, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await db.selectFrom('tasks').select('id').where('id', '=', anyId(ids)).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Those of these materials that are there. */
export async function knownMaterials(db: Reader, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('materials').select('sha256').where('sha256', '=', anyText(sha256s)).execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Which database this is; another one says something else, also with the same tables. */
export async function databaseIdentity(db: Reader): Promise<string> {
  return (await db.selectFrom('identity').select('id').executeTakeFirstOrThrow()).id;
}

export interface KeptCounts {
  readonly finished: number;
  readonly materials: number;
  readonly materialBytes: number;
}

export async function countKept(db: Reader): Promise<KeptCounts> {
  const { finished } = await db
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('finished'))
    .where('status', 'in', [TASK_STATUS.completed, TASK_STATUS.failed])
    .executeTakeFirstOrThrow();
  const { materials, bytes } = await db
    .selectFrom('materials')
    .select(({ fn }) => [
      fn.countAll<number>().as('materials'),
      sql<number>`coalesce(sum(size_bytes), 0)::bigint`.as('bytes'),
    ])
    .executeTakeFirstOrThrow();
  return { finished, materials, materialBytes: bytes };
}

function anyId(ids: readonly number[]) {
  return sql<number>`any(${[...ids]}::bigint[])`;
}
