import { type Insertable, type Selectable, sql } from 'kysely';

import { PostwrightError } from '../errors.ts';
import type { Db, Reader, Tx } from './database.ts';
import type { MaterialTable } from './tables.ts';

export type MaterialRow = Selectable<MaterialTable>;

export type NewMaterial = Pick<
  Insertable<MaterialTable>,
  'sha256' | 'kind' | 'mime' | 'extension' | 'size_bytes' | 'original_name'
>;

/** What a file says of itself. */
export type MaterialFactColumns = Pick<
  MaterialRow,
  | 'container'
  | 'video_codec'
  | 'audio_codec'
  | 'width_px'
  | 'height_px'
  | 'rotation_degrees'
  | 'duration_ms'
  | 'frame_rate'
>;

export async function findMaterial(db: Reader, sha256: string): Promise<MaterialRow | undefined> {
  return await db.selectFrom('materials').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

/** @throws NOT_FOUND */
export async function getMaterial(db: Reader, sha256: string): Promise<MaterialRow> {
  return (await findMaterial(db, sha256)) ?? missing(sha256);
}

/** Until the transaction ends, no new task can be made to use it. @throws NOT_FOUND */
export async function lockMaterial(tx: Tx, sha256: string): Promise<MaterialRow> {
  const row = await tx.selectFrom('materials').selectAll().where('sha256', '=', sha256).forUpdate().executeTakeFirst();
  return row ?? missing(sha256);
}

export async function deleteMaterial(tx: Tx, sha256: string): Promise<void> {
  await tx.deleteFrom('materials').where('sha256', '=', sha256).execute();
}

/** What people say about a material. */
export interface MaterialChanges {
  readonly original_name?: string;
  readonly tags?: string[];
  readonly caption?: string | null;
  readonly sort_order?: number;
  readonly in_library?: boolean;
}

/** @throws NOT_FOUND */
export async function setMaterial(db: Reader, sha256: string, changes: MaterialChanges): Promise<MaterialRow> {
  const row = await db
    .updateTable('materials')
    .set({
      ...changes,
      ...(changes.in_library === true ? { library_at: sql<Date>`coalesce(library_at, now())` } : {}),
    })
    .where('sha256', '=', sha256)
    .returningAll()
    .executeTakeFirst();
  return row ?? missing(sha256);
}

/** The first name under which the bytes came stays. @returns whether they are new. */
export async function insertMaterial(db: Reader, material: NewMaterial): Promise<boolean> {
  const inserted = await db
    .insertInto('materials')
    .values(material)
    .onConflict((conflict) => conflict.doNothing())
    .returning('sha256')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Deletes a material that is not in the library and that no task was ever made of. @returns it, when it was one. */
export async function deleteUnneeded(db: Db, sha256: string): Promise<MaterialRow | undefined> {
  return await db.transaction().execute(async (tx) => {
    // Whoever makes a task of it holds the row; what they wrote is seen only by a statement that begins after them.
    const row = await tx.selectFrom('materials').select('sha256').where('sha256', '=', sha256).forUpdate().execute();
    if (row.length === 0) return undefined;
    return await tx
      .deleteFrom('materials')
      .where('sha256', '=', sha256)
      .where('in_library', '=', false)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('material_uses').select('id').where('material_uses.sha256', '=', sha256))),
      )
      .returningAll()
      .executeTakeFirst();
  });
}

/**
 * Says that somebody is about to use a material, so that it is not cleared away meanwhile.
 * @returns undefined when there is none.
 */
export async function wantMaterial(db: Reader, sha256: string, at: Date): Promise<MaterialRow | undefined> {
  return await db
    .updateTable('materials')
    .set({ wanted_at: at })
    .where('sha256', '=', sha256)
    .returningAll()
    .executeTakeFirst();
}

/** @returns the row, or undefined when the material has been deleted meanwhile. */
export async function setFacts(
  db: Reader,
  sha256: string,
  facts: MaterialFactColumns & { readonly probed_at: Date },
): Promise<MaterialRow | undefined> {
  return await db.updateTable('materials').set(facts).where('sha256', '=', sha256).returningAll().executeTakeFirst();
}

function missing(sha256: string): never {
  throw new PostwrightError('NOT_FOUND', `The library holds no material ${sha256}.`);
}
