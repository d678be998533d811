import { type RawBuilder, sql } from 'kysely';

import type { Reader } from './database.ts';
import { normalTags, type Publisher, usedBy } from './material-uses.ts';

/** How many materials of a kind have all of these tags. */
export async function countMaterials(
  db: Reader,
  { kind, tags }: { readonly kind: 'video' | 'image'; readonly tags: readonly string[] },
): Promise<number> {
  const row = await db
    .selectFrom('materials')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('kind', '=', kind)
    .where('tags', '@>', textArray(normalTags(tags)))
    .executeTakeFirstOrThrow();
  return row.total;
}

/** Those of these materials, by SHA-256, that this publisher was given before, and how often. */
export async function countUsesBy(
  db: Reader,
  publisher: Publisher,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('materials')
    .select(['sha256', sql<number>`(select count(*) from (${usedBy(publisher)}) as uses)`.as('count')])
    .where('sha256', '=', sql<string>`any(${textArray(sha256s)})`)
    .execute();
  return new Map(rows.filter(({ count }) => count > 0).map(({ sha256, count }) => [sha256, count]));
}

/** The own captions of these materials, by SHA-256. */
export async function listOwnCaptions(db: Reader, sha256s: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('materials')
    .select(['sha256', 'caption'])
    .where('sha256', '=', sql<string>`any(${textArray(sha256s)})`)
    .where('caption', 'is not', null)
    .execute();
  return new Map(rows.map(({ sha256, caption }) => [sha256, caption ?? '']));
}

function textArray(texts: readonly string[]): RawBuilder<string[]> {
  return sql<string[]>`${[...texts]}::text[]`;
}
