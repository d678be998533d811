import type { Insertable, Selectable } from 'kysely';

import type { Reader } from './database.ts';
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

/** The first name under which the bytes came stays. */
export async function insertMaterial(db: Reader, material: NewMaterial): Promise<void> {
  await db
    .insertInto('materials')
    .values(material)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @returns the row, or undefined when the material has been deleted meanwhile. */
export async function setFacts(
  db: Reader,
  sha256: string,
  facts: MaterialFactColumns & { readonly probed_at: Date },
): Promise<MaterialRow | undefined> {
  return await db.updateTable('materials').set(facts).where('sha256', '=', sha256).returningAll().executeTakeFirst();
}
