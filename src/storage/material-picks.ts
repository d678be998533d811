import { sql } from 'kysely';

import { anyText } from './arrays.ts';
import type { Reader } from './database.ts';
import { type Publisher, usedBy } from './material-uses.ts';

/** Those of these materials, by SHA-256, that this publisher was given before, and how often. */
export async function countUsesBy(
  db: Reader,
  publisher: Publisher,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('materials')
    .select(['sha256', sql<number>`(select count(*) from (${usedBy(publisher)}) as uses)`.as('count')])
    .where('sha256', '=', anyText(sha256s))
    .execute();
  return new Map(rows.filter(({ count }) => count > 0).map(({ sha256, count }) => [sha256, count]));
}

/** The own captions of these materials, by SHA-256. */
export async function listOwnCaptions(db: Reader, sha256s: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('materials')
    .select(['sha256', 'caption'])
    .where('sha256', '=', anyText(sha256s))
    .where('caption', 'is not', null)
    .execute();
  return new Map(rows.map(({ sha256, caption }) => [sha256, caption ?? '']));
}
