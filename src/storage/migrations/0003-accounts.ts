import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `alter table accounts
    add column display_name text,
    add column tags text[] not null default '{}',
    add column notes text not null default '',
    add column last_post_at timestamptz(3),
    add column last_check_at timestamptz(3),
    add column signed_in boolean`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
