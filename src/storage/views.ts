import { type Selectable, sql } from 'kysely';

import type { Reader, Tx } from './database.ts';
import type { ViewTable } from './tables.ts';

export type ViewRow = Selectable<ViewTable>;

export async function listViews(db: Reader): Promise<ViewRow[]> {
  return await db.selectFrom('saved_views').selectAll().orderBy('page').orderBy(sql`lower(name)`).execute();
}

/** One writer at a time: what is counted and compared stays so until it is written. */
export async function lockViews(tx: Tx): Promise<ViewRow[]> {
  await sql`lock table saved_views in share row exclusive mode`.execute(tx);
  return await listViews(tx);
}

export async function insertView(tx: Tx, view: Pick<ViewRow, 'page' | 'name' | 'query'>): Promise<ViewRow> {
  return await tx.insertInto('saved_views').values(view).returningAll().executeTakeFirstOrThrow();
}

export async function setView(tx: Tx, id: number, changes: Partial<Pick<ViewRow, 'name' | 'query'>>): Promise<ViewRow> {
  return await tx.updateTable('saved_views').set(changes).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** @returns whether there was one. */
export async function deleteView(db: Reader, id: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('saved_views').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}
