import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // What a task brought by its path is kept for that task; only what was put into the library is there to be picked.
  'alter table materials add column in_library boolean not null default false',
  `update materials set in_library = true where tags <> '{}' or caption is not null or sort_order <> 0`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
