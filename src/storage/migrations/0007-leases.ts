import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Counts up while somebody carries the attempt out. Others watch whether it moves; no clocks are compared.
  'alter table attempts add column renewals integer not null default 0',
  // Who is asked to stop may run on another server than the one that was asked.
  'alter table attempts add column stop_requested_at timestamptz(3)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
