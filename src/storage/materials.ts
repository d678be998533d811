import type { Insertable, Selectable } from 'kysely';

import type { Reader } from './database.ts';
import type { MaterialTable } from './tables.ts';

export type MaterialRow = Selectable<MaterialTable>;
export type NewMaterial = Insertable<MaterialTable>;

export async function findMaterial(db: Reader, sha256: string): Promise<MaterialRow | undefined> {
  return await db.selectFrom('materials').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

/** The first name under which the bytes came stays. */
export async function insertMaterial(db: Reader, material: NewMaterial): Promise<void> {
  await db
    .insertInto('materials')
    .values(material)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
