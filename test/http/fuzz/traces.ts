import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { sql } from 'kysely';

import type { World } from '../world.ts';

/**
 * All that a call may leave behind: rows by table with a sum over their contents, and files by name and size. That a
 * material was asked for, if only by a request that is refused, keeps it from being cleared away as one that nobody wants.
 */
export type Traces = Readonly<Record<string, string>>;

/** Finds out what there is, in tables and folders that need not be named: new ones are looked at by themselves. */
export async function tracer(world: World): Promise<() => Promise<Traces>> {
  const { rows } = await sql<{ name: string }>`select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(world.db);
  const sums = rows.map(
    ({ name }) => `select '${name}' as name, count(*) || ' rows, sum ' ||
      coalesce(sum(hashtextextended((to_jsonb(t) - 'wanted_at')::text, 0)), 0) as found from ${name} as t`,
  );
  const jobs = `select 'pgboss.job', count(*) || ' rows' from pgboss.job`;
  const query = sql<{ name: string; found: string }>`${sql.raw([...sums, jobs].join(' union all '))}`;
  return async () => {
    const found = (await query.execute(world.db)).rows.map((row) => [row.name, row.found] as const);
    return Object.fromEntries([...found, ...(await filesUnder(world.directory))]);
  };
}

async function filesUnder(directory: string): Promise<(readonly [string, string])[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    files.map(async (path) => [path, `${(await stat(path).catch(() => ({ size: 'gone' }))).size} bytes`] as const),
  );
}
