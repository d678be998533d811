import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // What somebody has to look at, among failed tasks: a screen that the flows do not know, an app that asks for its owner.
  `create index tasks_strange_screens on tasks (finished_at) where status = 3 and error->>'fingerprint' is not null`,
  `create index tasks_blocked_apps on tasks (finished_at)
    where status = 3 and error->>'code' in ('APP_BLOCKED', 'ACCOUNT_NOT_SIGNED_IN')`,
  // Whether the same app has completed a task on the phone since.
  'create index tasks_completed_by_phone on tasks (serial, finished_at) where status = 2',
  'create index accounts_signed_out on accounts (last_check_at) where not signed_in and enabled',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
