import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Where a task stands in the calendar: when it is due, then when it started, then when it finished.
  'create index tasks_by_moment on tasks ((coalesce(finished_at, started_at, scheduled_at)), id)',
  // Who moved it from when to when.
  "alter table tasks add column reschedules jsonb not null default '[]'",
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
