import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';

import type { Platform } from '../contract/common.ts';
import { PostwrightError } from '../errors.ts';
import type { Reader, Tx } from './database.ts';
import type { AccountTable } from './tables.ts';

export type AccountRow = Selectable<AccountTable>;
export type NewAccount = Insertable<AccountTable>;
export type AccountChanges = Omit<Updateable<AccountTable>, 'id'>;

export interface AccountFilter {
  readonly platform?: Platform | undefined;
  readonly serial?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** In lower case. */
  readonly username?: string | undefined;
  /** Upper and lower case are the same. */
  readonly tag?: string | undefined;
  /** Part of the username, the display name, the notes or a tag; upper and lower case are the same. */
  readonly text?: string | undefined;
}

/** In the order they were registered. */
export async function listAccounts(db: Reader, filter: AccountFilter = {}): Promise<AccountRow[]> {
  const { platform, serial, enabled, username, tag, text } = filter;
  let query = db.selectFrom('accounts').selectAll();
  if (platform !== undefined) query = query.where('platform', '=', platform);
  if (serial !== undefined) query = query.where('serial', '=', serial);
  if (enabled !== undefined) query = query.where('enabled', '=', enabled);
  if (username !== undefined) query = query.where(sql`lower(username)`, '=', username);
  if (tag !== undefined) query = query.where(sql<boolean>`lower(${tag}) in (select lower(unnest(tags)))`);
  if (text !== undefined) query = query.where(sql<number>`strpos(${SEARCHED}, lower(${text}))`, '>', 0);
  return await query.orderBy('id').execute();
}

/** strpos knows no wildcards, so % and _ in what is searched for mean themselves. */
const SEARCHED = sql`lower(concat_ws(chr(10), username, display_name, array_to_string(tags, chr(10)), notes))`;

/** Those of any platform that bear one of these names, which are in lower case. */
export async function listNamed(db: Reader, names: readonly string[]): Promise<AccountRow[]> {
  return await db
    .selectFrom('accounts')
    .selectAll()
    .where(sql<boolean>`lower(username) = any(${names})`)
    .orderBy('id')
    .execute();
}

/** @throws NOT_FOUND */
export async function getAccount(db: Reader, id: number): Promise<AccountRow> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? missing(id);
}

/** Holds the row until the transaction ends. @throws NOT_FOUND */
export async function lockAccount(tx: Tx, id: number): Promise<AccountRow> {
  const row = await tx.selectFrom('accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ?? missing(id);
}

export async function insertAccount(db: Reader, account: NewAccount): Promise<AccountRow> {
  return await db.insertInto('accounts').values(account).returningAll().executeTakeFirstOrThrow();
}

/** Keeps all others from changing accounts until the transaction ends; reading goes on. */
export async function lockAccounts(tx: Tx): Promise<void> {
  await sql`lock table accounts in share row exclusive mode`.execute(tx);
}

/** PostgreSQL takes 65,535 values in one statement; an account has nine. */
const SAVED_AT_ONCE = 1000;

export type SavedAccount = Pick<
  AccountRow,
  'platform' | 'username' | 'display_name' | 'serial' | 'enabled' | 'tags' | 'notes'
>;

/** Registers accounts, or changes those whose names are registered. */
export async function saveAccounts(tx: Tx, accounts: readonly SavedAccount[], at: Date): Promise<void> {
  for (let from = 0; from < accounts.length; from += SAVED_AT_ONCE) {
    const rows = accounts.slice(from, from + SAVED_AT_ONCE).map((row) => ({ ...row, created_at: at, updated_at: at }));
    await tx
      .insertInto('accounts')
      .values(rows)
      .onConflict((conflict) =>
        conflict.expression(sql`platform, lower(username)`).doUpdateSet(({ ref }) => ({
          display_name: ref('excluded.display_name'),
          serial: ref('excluded.serial'),
          enabled: ref('excluded.enabled'),
          tags: ref('excluded.tags'),
          notes: ref('excluded.notes'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute();
  }
}

/** @throws NOT_FOUND */
export async function setAccount(db: Reader, id: number, changes: AccountChanges): Promise<AccountRow> {
  const row = await db.updateTable('accounts').set(changes).where('id', '=', id).returningAll().executeTakeFirst();
  return row ?? missing(id);
}

export interface SignedInAccount {
  readonly platform: Platform;
  readonly username: string;
  readonly serial: string;
  readonly at: Date;
}

/**
 * Registers an account that is signed in on a phone, or binds it to the phone when it is known.
 * @returns the row after that, and as it was before.
 */
export async function bindAccount(
  tx: Tx,
  { platform, username, serial, at }: SignedInAccount,
): Promise<{ readonly account: AccountRow; readonly before: AccountRow | undefined }> {
  const seen = { last_check_at: at, signed_in: true };
  const inserted = await tx
    .insertInto('accounts')
    .values({ platform, username, serial, created_at: at, updated_at: at, ...seen })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted !== undefined) return { account: inserted, before: undefined };
  const before = await tx
    .selectFrom('accounts')
    .selectAll()
    .where('platform', '=', platform)
    .where(sql`lower(username)`, '=', username)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const moved = before.serial === serial ? {} : { serial, updated_at: at };
  return { account: await setAccount(tx, before.id, { ...moved, ...seen }), before };
}

export interface AccountCheck {
  readonly platform: Platform;
  /** In any case. */
  readonly username: string;
  readonly at: Date;
  readonly signedIn: boolean;
}

/** Records that an app was asked for an account. Of one that is not registered there is nothing to record. */
export async function recordCheck(db: Reader, { platform, username, at, signedIn }: AccountCheck): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ last_check_at: at, signed_in: signedIn })
    .where('platform', '=', platform)
    .where(sql`lower(username)`, '=', username.toLowerCase())
    .execute();
}

/** Records that an account was read from the app that a task is for. */
export async function recordSeenByTask(db: Reader, taskId: number, { username, at }: SeenAccount): Promise<void> {
  await db
    .updateTable('accounts')
    .from('tasks')
    .set({ last_check_at: at, signed_in: true })
    .where('tasks.id', '=', taskId)
    .whereRef('accounts.platform', '=', 'tasks.platform')
    .where(sql`lower(accounts.username)`, '=', username.toLowerCase())
    .execute();
}

interface SeenAccount {
  readonly username: string;
  readonly at: Date;
}

/** Records that a post of an account was seen. An older one, looked up late, takes nothing back. */
export async function recordPost(db: Reader, post: Omit<AccountCheck, 'signedIn'>): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ last_post_at: sql<Date>`greatest(last_post_at, ${post.at})` })
    .where('platform', '=', post.platform)
    .where(sql`lower(username)`, '=', post.username.toLowerCase())
    .execute();
}

/** @throws NOT_FOUND */
export async function deleteAccount(db: Reader, id: number): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('accounts').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) missing(id);
}

function missing(id: number): never {
  throw new PostwrightError('NOT_FOUND', `There is no account ${id}.`);
}
