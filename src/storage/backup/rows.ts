import { sql } from 'kysely';

import type { Tx } from '../database.ts';
import type { TableShape } from './catalog.ts';

/** A few hundred KB of tasks; a cursor's round trip is cheap beside it. */
const FETCH_ROWS = 200;

/**
 * All rows of a table as JSON, as PostgreSQL writes them, a few hundred at a time: no number or time passes through
 * JavaScript's own.
 */
export async function* rowsOf(tx: Tx, { name, columns, key }: TableShape): AsyncGenerator<readonly string[]> {
  const order = key.length === 0 ? sql`` : sql`order by ${sql.join(key.map((column) => sql.ref(column)))}`;
  await sql`
    declare backup_rows no scroll cursor for
    select row_to_json(t)::text as row
    from (select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(name)} ${order}) as t`.execute(
    tx,
  );
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(FETCH_ROWS)} from backup_rows`.execute(tx);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await sql`close backup_rows`.execute(tx);
}

/** Puts rows back, as `rowsOf` gave them. */
export async function insertRows(tx: Tx, { name, columns }: TableShape, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return;
  const list = sql.join(columns.map((column) => sql.ref(column)));
  await sql`
    insert into ${sql.table(name)} (${list}) overriding system value
    select ${list} from jsonb_populate_recordset(null::${sql.table(name)}, ${`[${rows.join(',')}]`}::jsonb)`.execute(
    tx,
  );
}

/** What the migrations themselves have put in goes, so that a copy of it can come. */
export async function emptyTables(tx: Tx, tables: readonly TableShape[]): Promise<void> {
  if (tables.length === 0) return;
  await sql`truncate ${sql.join(tables.map(({ name }) => sql.table(name)))} cascade`.execute(tx);
}

export async function countRows(tx: Tx, { name }: TableShape): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** About how much there is to copy. */
export async function tableBytes(tx: Tx, tables: readonly TableShape[]): Promise<number> {
  let bytes = 0;
  for (const { name } of tables) {
    const { rows } = await sql<{ bytes: number }>`select pg_table_size(${name}::regclass) as bytes`.execute(tx);
    bytes += rows[0]?.bytes ?? 0;
  }
  return bytes;
}
