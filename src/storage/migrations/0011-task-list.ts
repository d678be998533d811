import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  'create index tasks_by_name on tasks (lower(username), id)',
  "create index tasks_by_error on tasks ((error->>'code'), id) where status = 3",
  'create index tasks_by_finish on tasks (finished_at desc nulls last, id desc)',

  // Filters that people keep under a name, for everybody who uses the console.
  `create table saved_views (
    id bigint generated always as identity primary key,
    page text not null,
    name text not null,
    query text not null,
    created_at timestamptz(3) not null default now()
  )`,
  'create unique index saved_views_one_per_name on saved_views (page, lower(name))',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
