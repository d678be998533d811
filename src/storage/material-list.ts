import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';

import { textArray } from './arrays.ts';
import type { Reader } from './database.ts';
import type { MaterialRow } from './materials.ts';
import type { Tables } from './tables.ts';

/** Undefined filters nothing. */
export interface MaterialFilter {
  readonly kind?: 'video' | 'image' | undefined;
  /** Lower-case; all of them must be there. */
  readonly tags?: readonly string[] | undefined;
  /** Part of the name, the caption or a tag, in lower case. */
  readonly text?: string | undefined;
  /** Whether a task was ever made to publish it, rehearsals aside. */
  readonly used?: boolean | undefined;
  /** Whether picks may take it. */
  readonly inLibrary?: boolean | undefined;
}

export type MaterialSort =
  | '-created_at'
  | 'created_at'
  | 'name'
  | '-name'
  | 'size_bytes'
  | '-size_bytes'
  | 'sort_order'
  | '-sort_order';

export interface MaterialPage {
  readonly sort: MaterialSort;
  readonly offset: number;
  readonly limit: number;
}

const SORT_COLUMNS = {
  created_at: 'created_at',
  name: 'original_name',
  size_bytes: 'size_bytes',
  sort_order: 'sort_order',
} as const;

export async function listMaterials(db: Reader, filter: MaterialFilter, page: MaterialPage): Promise<MaterialRow[]> {
  const direction = page.sort.startsWith('-') ? 'desc' : 'asc';
  const column = SORT_COLUMNS[page.sort.replace('-', '') as keyof typeof SORT_COLUMNS];
  return await db
    .selectFrom('materials')
    .selectAll()
    .where((where) => where.and(conditions(where, filter)))
    .orderBy(column, direction)
    .orderBy('sha256', direction)
    .offset(page.offset)
    .limit(page.limit)
    .execute();
}

export async function countMaterials(db: Reader, filter: MaterialFilter): Promise<number> {
  const row = await db
    .selectFrom('materials')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where((where) => where.and(conditions(where, filter)))
    .executeTakeFirstOrThrow();
  return row.total;
}

/** Every tag there is, by name. */
export async function listMaterialTags(db: Reader): Promise<{ readonly tag: string; readonly materials: number }[]> {
  const { rows } = await sql<{ tag: string; materials: number }>`
    select tag, count(*) as materials from materials, unnest(tags) as tag group by tag order by tag`.execute(db);
  return rows;
}

type Where = ExpressionBuilder<Tables, 'materials'>;

const IS_USED = sql<boolean>`exists (
  select from material_uses as used where used.sha256 = materials.sha256 and not used.rehearsal
)`;
/** strpos knows no wildcards, so % and _ in what is searched for mean themselves. */
const SEARCHED = sql`lower(concat_ws(chr(10), original_name, caption, array_to_string(tags, chr(10))))`;

function conditions(where: Where, filter: MaterialFilter): ExpressionWrapper<Tables, 'materials', SqlBool>[] {
  const { kind, tags, text, used, inLibrary } = filter;
  return [
    ...(kind === undefined ? [] : [where('kind', '=', kind)]),
    ...(tags === undefined ? [] : [where('tags', '@>', textArray(tags))]),
    ...(text === undefined ? [] : [where(sql<number>`strpos(${SEARCHED}, ${text})`, '>', 0)]),
    ...(used === undefined ? [] : [where(IS_USED, '=', used)]),
    ...(inLibrary === undefined ? [] : [where('in_library', '=', inLibrary)]),
  ];
}
