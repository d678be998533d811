import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // How people call a phone, and what they choose it by; neither decides anything.
  `alter table devices
    add column name text,
    add column tags text[] not null default '{}'`,

  // A phone out of use is given nothing to do; what was done on it stays.
  `alter table devices
    add column retired_at timestamptz(3),
    add column retired_reason text,
    add column replaced_by text,
    add check (retired_at is not null or (retired_reason is null and replaced_by is null))`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
