import { type RawBuilder, sql } from 'kysely';

/** One parameter however long the list is: PostgreSQL takes at most 65,535 of them. */
export function textArray(texts: readonly string[]): RawBuilder<string[]> {
  return sql<string[]>`${[...texts]}::text[]`;
}

/** For the right side of `=`. */
export function anyText(texts: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${textArray(texts)})`;
}
