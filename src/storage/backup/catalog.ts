import { sql } from 'kysely';

import type { Reader } from '../database.ts';

/** A table as a backup copies it. */
export interface TableShape {
  readonly name: string;
  /** Without those that PostgreSQL computes. */
  readonly columns: readonly string[];
  /** The columns of the primary key: the order of the copy. */
  readonly key: readonly string[];
}

/** What says which migrations were made comes back with the migrations; which servers live is nothing to keep. */
const NOT_COPIED: ReadonlySet<string> = new Set(['kysely_migration', 'kysely_migration_lock', 'servers']);

interface FoundTable extends TableShape {
  /** Tables that rows of this one point to. */
  readonly needs: readonly string[];
}

/**
 * The tables that hold what people made, those that others point to first. They are read from the catalog, so that a table
 * of a later migration is copied without being named here. The queue's own tables are not among them.
 */
export async function copiedTables(db: Reader): Promise<readonly TableShape[]> {
  const { rows } = await sql<FoundTable>`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
      ) as columns,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary order by a.attnum
      ) as key,
      array(select f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
      ) as needs
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    order by c.relname`.execute(db);
  return inOrder(rows.filter(({ name }) => !NOT_COPIED.has(name)));
}

/** Whether nobody has made a table in it yet. */
export async function isEmptyDatabase(db: Reader): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r') as any`.execute(
    db,
  );
  return rows[0]?.any === false;
}

function inOrder(tables: readonly FoundTable[]): readonly TableShape[] {
  const left = [...tables];
  const done: FoundTable[] = [];
  while (left.length > 0) {
    const isFree = ({ needs }: FoundTable): boolean => !left.some(({ name }) => needs.includes(name));
    const [next] = left.splice(Math.max(0, left.findIndex(isFree)), 1);
    if (next !== undefined) done.push(next);
  }
  return done;
}

/** Where the counters of a database stand: `table.column` → the last number given. */
export type Counters = Readonly<Record<string, number>>;

interface Counter {
  readonly name: string;
  readonly column: string;
  readonly sequence: string;
}

async function counters(db: Reader): Promise<readonly Counter[]> {
  const { rows } = await sql<Counter>`
    select c.relname as name, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'`.execute(db);
  return rows;
}

export async function readCounters(db: Reader): Promise<Counters> {
  const found: Record<string, number> = {};
  for (const { name, column, sequence } of await counters(db)) {
    const { rows } = await sql<{ at: number }>`
      select case when is_called then last_value else last_value - 1 end as at from ${sql.raw(sequence)}`.execute(db);
    found[`${name}.${column}`] = rows[0]?.at ?? 0;
  }
  return found;
}

/** Numbers of rows that were deleted are not given again: folders of evidence are named after them. */
export async function setCounters(db: Reader, wanted: Counters): Promise<void> {
  for (const { name, column, sequence } of await counters(db)) {
    const last = wanted[`${name}.${column}`] ?? 0;
    await sql`
      select setval(${sequence}::regclass, greatest(${last}, coalesce((select max(${sql.ref(column)}) from ${sql.table(name)}), 0)) + 1, false)`.execute(
      db,
    );
  }
}
