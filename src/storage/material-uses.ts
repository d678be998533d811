import { createHash } from 'node:crypto';

import { type RawBuilder, type Selectable, sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import { invalid } from '../errors.ts';
import { anyText, textArray } from './arrays.ts';
import type { Reader, Tx } from './database.ts';
import type { MaterialRow } from './materials.ts';
import type { MaterialUseTable } from './tables.ts';

/** Whom a task publishes as: an account, or with `username` null whoever is current in the app on that phone. */
export interface Publisher {
  readonly platform: 'tiktok' | 'instagram';
  readonly username: string | null;
  readonly serial: string;
}

/** No username contains an @, so that a marker is nobody's name. */
const CURRENT = '@current:';

export function accountKey({ username, serial }: Pick<Publisher, 'username' | 'serial'>): string {
  return username === null ? `${CURRENT}${serial}` : username.toLowerCase();
}

/** The files of a post as a set: their order makes no other post of them. */
export function postKeyOf(sha256s: readonly string[]): string {
  return createHash('sha256')
    .update([...new Set(sha256s)].sort().join(','))
    .digest('hex');
}

export interface NewUse extends Publisher {
  readonly sha256: string;
  readonly taskId: number;
  /** A rehearsal keeps the file while its task is pending, and counts neither as a use nor against the account. */
  readonly rehearsal: boolean;
  readonly createdAt: Date;
}

/**
 * Writes down what a new task publishes, in the transaction that makes the task. The materials cannot be deleted
 * between this and its end.
 * @throws INVALID_PARAMETER when one of them has been deleted meanwhile.
 */
export async function insertUses(tx: Tx, uses: readonly NewUse[]): Promise<void> {
  if (uses.length === 0) return;
  const wanted = [...new Set(uses.map((use) => use.sha256))];
  const found = await tx
    .selectFrom('materials')
    .select('sha256')
    .where('sha256', '=', anyText(wanted))
    .orderBy('sha256')
    .forKeyShare()
    .execute();
  const missing = wanted.filter((sha256) => !found.some((row) => row.sha256 === sha256));
  if (missing.length > 0) {
    const message = `The library no longer holds ${missing.map((sha256) => `material://${sha256}`).join(', ')}.`;
    throw invalid([{ path: 'script_config', message }]);
  }
  const postKeys = new Map(
    [...Map.groupBy(uses, (use) => use.taskId)].map(([id, those]) => [id, postKeyOf(those.map((use) => use.sha256))]),
  );
  const rows = uses.map(({ sha256, taskId, platform, serial, username, rehearsal, createdAt }) => ({
    sha256,
    post_key: postKeys.get(taskId) ?? null,
    task_id: taskId,
    of_task: taskId,
    by_current: username === null,
    platform,
    account_key: accountKey({ username, serial }),
    serial,
    rehearsal,
    created_at: createdAt,
  }));
  await tx.insertInto('material_uses').values(rows).execute();
}

export interface PickOptions {
  readonly kind: 'video' | 'image';
  /** All of them must be on the material, in any case; none means any material of the kind. */
  readonly tags: readonly string[];
  readonly count: number;
  readonly publisher: Publisher;
  /** Whether what this account has published, or is about to, may be taken again. */
  readonly allowUsed: boolean;
  /** Whether the app would take it; asked in the order of the pick. */
  readonly fits?: (material: MaterialRow) => boolean;
  /** What others of the same request were given: each entry counts as one more use. Not taken twice in one pick. */
  readonly alreadyGiven?: readonly string[];
}

const PAGE_ROWS = 200;

/** One request at a time picks. Those that name what they publish wait for it too, but not for each other. */
export async function lockPicks(tx: Tx, mode: 'alone' | 'together' = 'alone'): Promise<void> {
  const key = sql`hashtextextended('postwright.pick', 0)`;
  if (mode === 'alone') await sql`select pg_advisory_xact_lock(${key})`.execute(tx);
  else await sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
}

/**
 * Chooses materials that were put into the library: the least used first, then by sort order, then the oldest. Holds a lock until the
 * transaction ends, so that two requests at once never take the same material for the same account: write the uses in
 * the same transaction.
 * @returns as many as there are, up to `count`.
 */
export async function pickMaterials(tx: Tx, options: PickOptions): Promise<MaterialRow[]> {
  await lockPicks(tx);
  const picked: MaterialRow[] = [];
  for (let offset = 0; picked.length < options.count; offset += PAGE_ROWS) {
    const page = await candidates(tx, options, offset);
    const fitting = options.fits === undefined ? page : page.filter(options.fits);
    picked.push(...fitting.slice(0, options.count - picked.length));
    if (page.length < PAGE_ROWS) break;
  }
  return picked;
}

async function candidates(tx: Tx, options: PickOptions, offset: number): Promise<MaterialRow[]> {
  const { kind, tags, publisher, allowUsed, alreadyGiven = [] } = options;
  let query = tx
    // Counted once for all candidates, also before PostgreSQL knows how many there are: one by one it takes ten times as long.
    .with(
      (cte) => cte('used').materialized(),
      (db) =>
        db
          .selectFrom('material_uses')
          .select(({ fn }) => ['sha256', fn.countAll<number>().as('count')])
          .where('rehearsal', '=', false)
          .groupBy('sha256'),
    )
    .selectFrom('materials')
    .leftJoin('used', 'used.sha256', 'materials.sha256')
    .leftJoin(countsOf(alreadyGiven).as('given'), 'given.sha256', 'materials.sha256')
    .selectAll('materials')
    .where('in_library', '=', true)
    .where('kind', '=', kind)
    .where('tags', '@>', textArray(normalTags(tags)))
    .orderBy(sql`coalesce(used.count, 0) + coalesce(given.count, 0)`)
    .orderBy('sort_order')
    .orderBy('created_at')
    .orderBy('materials.sha256')
    .limit(PAGE_ROWS)
    .offset(offset);
  if (!allowUsed) query = query.where(sql<boolean>`not exists (${usedBy(publisher)})`);
  return await query.execute();
}

interface UseCounts {
  readonly sha256: string;
  readonly count: number;
}

function countsOf(sha256s: readonly string[]): RawBuilder<UseCounts> {
  return sql<UseCounts>`(select sha256, count(*) as count from unnest(${textArray(sha256s)}) as sha256 group by sha256)`;
}

/** Tags as they are kept: lower-case, without spaces around them, each once. */
export function normalTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.normalize('NFC').trim().toLowerCase()))].filter((tag) => tag !== '');
}

/**
 * Uses by this publisher. Whoever is current on a phone may be any account that ever published from it, and a task of
 * the phone whose account is not known yet may turn out to be this one.
 */
export function usedBy({ platform, username, serial }: Publisher): RawBuilder<unknown> {
  const who =
    username === null
      ? sql`used.serial = ${serial}`
      : sql`used.account_key in (${accountKey({ username, serial })}, ${accountKey({ username: null, serial })})`;
  return sql`select from material_uses as used
    where used.sha256 = materials.sha256 and used.platform = ${platform} and not used.rehearsal and ${who}`;
}

/** Once it is known who is current on the phone of a task, its uses are that account's. */
export async function nameUses(db: Reader, taskId: number, username: string): Promise<void> {
  await db
    .updateTable('material_uses')
    .set({ account_key: accountKey({ username, serial: '' }) })
    .where('task_id', '=', taskId)
    .where('account_key', 'like', `${CURRENT}%`)
    .execute();
}

/** Gives back what tasks that never published were to publish. To be called before they are deleted, in one transaction. */
export async function deleteUnpublishedUses(tx: Tx, taskIds: readonly number[]): Promise<void> {
  await tx
    .deleteFrom('material_uses')
    .where('task_id', '=', sql<number>`any(${[...taskIds]}::bigint[])`)
    .where(
      sql<boolean>`(rehearsal or not exists (
        select from tasks where tasks.id = material_uses.task_id
          and (tasks.status not in (${TASK_STATUS.pending}, ${TASK_STATUS.failed}) or tasks.error->>'published' = 'unknown')
      ) and not exists (
        select from attempts where attempts.task_id = material_uses.task_id
          and (attempts.outcome = 'completed' or attempts.error->>'published' = 'unknown')
      ))`,
    )
    .execute();
}

/** How often each material was used, rehearsals aside; one that never was is missing. */
export async function countUses(db: Reader, sha256s: readonly string[]): Promise<ReadonlyMap<string, UseCount>> {
  const rows = await db
    .selectFrom('material_uses')
    .select(['sha256', db.fn.countAll<number>().as('count'), db.fn.max('created_at').as('lastAt')])
    .where('sha256', '=', anyText(sha256s))
    .where('rehearsal', '=', false)
    .groupBy('sha256')
    .execute();
  return new Map(rows.map(({ sha256, count, lastAt }) => [sha256, { count, lastAt }]));
}

export interface UseCount {
  readonly count: number;
  readonly lastAt: Date;
}

export type MaterialUseRow = Selectable<MaterialUseTable>;

/** Who published a material, or is about to, newest first. */
export async function listUses(db: Reader, sha256: string, limit: number): Promise<MaterialUseRow[]> {
  return await db
    .selectFrom('material_uses')
    .selectAll()
    .where('sha256', '=', sha256)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** The account of a use; null while it is whoever is current on the phone. */
export function usedAs({ account_key: key }: Pick<MaterialUseRow, 'account_key'>): string | null {
  return key.startsWith(CURRENT) ? null : key;
}

export interface TaskInNeed {
  readonly id: number;
  readonly serial: string;
  /** 0 pending, 1 running. */
  readonly status: number;
}

/** The pending and running tasks that need a material, lowest id first. */
export async function listTasksInNeed(db: Reader, sha256: string): Promise<TaskInNeed[]> {
  return await db
    .selectFrom('tasks')
    .select(['id', 'serial', 'status'])
    .where('status', 'in', [TASK_STATUS.pending, TASK_STATUS.running])
    .where('id', 'in', (uses) =>
      uses
        .selectFrom('material_uses')
        .select('task_id')
        .where('sha256', '=', sha256)
        .where('task_id', 'is not', null)
        .$castTo<{ task_id: number }>(),
    )
    .orderBy('id')
    .execute();
}
