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
}

/** In the order they were registered. */
export async function listAccounts(db: Reader, filter: AccountFilter = {}): Promise<AccountRow[]> {
  const { platform, serial, enabled, username } = filter;
  let query = db.selectFrom('accounts').selectAll();
  if (platform !== undefined) query = query.where('platform', '=', platform);
  if (serial !== undefined) query = query.where('serial', '=', serial);
  if (enabled !== undefined) query = query.where('enabled', '=', enabled);
  if (username !== undefined) query = query.where(sql`lower(username)`, '=', username);
  return await query.orderBy('id').execute();
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
  const inserted = await tx
    .insertInto('accounts')
    .values({ platform, username, serial, created_at: at, updated_at: at })
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
  if (before.serial === serial) return { account: before, before };
  return { account: await setAccount(tx, before.id, { serial, updated_at: at }), before };
}

/** @throws NOT_FOUND */
export async function deleteAccount(db: Reader, id: number): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('accounts').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) missing(id);
}

function missing(id: number): never {
  throw new PostwrightError('NOT_FOUND', `There is no account ${id}.`);
}
