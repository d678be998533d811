import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  'alter table tasks add column preflight jsonb, add column preflight_at timestamptz(3)',
  // Who waits for the first look, and who comes due soon and may want the second.
  'create index tasks_without_preflight on tasks (serial, id) where status = 0 and preflight_at is null',
  'create index tasks_due_soon on tasks (scheduled_at) where status = 0',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
