import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Which post a use belongs to: its files as a set, whoever's task it was, and that also when the task is gone.
  `alter table material_uses
    add column post_key text,
    add column of_task bigint,
    add column by_current boolean not null default false`,
  `update material_uses set of_task = task_id, by_current = account_key like '@current:%'`,
  `update material_uses set post_key = posts.key
    from (
      select task_id, encode(sha256(convert_to(string_agg(distinct sha256, ',' order by sha256), 'UTF8')), 'hex') as key
      from (select task_id, sha256 collate "C" as sha256 from material_uses where task_id is not null) as uses
      group by task_id
    ) as posts
    where posts.task_id = material_uses.task_id`,
  `update material_uses set by_current = true
    from tasks where tasks.id = material_uses.task_id and tasks.plan->>'username' is null`,
  'create index material_uses_by_post on material_uses (post_key, platform) where not rehearsal',

  // A failed task of which nobody knows whether it was published: when the phone is looked at next, who is looking, and
  // what the looks said.
  `alter table tasks
    add column reconcile jsonb,
    add column reconcile_at timestamptz(3),
    add column reconcile_token text,
    add column settled jsonb`,
  'create index attempts_by_account on attempts (lower(account), committed_at) where committed_at is not null',
  'create index tasks_to_reconcile on tasks (serial, reconcile_at) where reconcile_at is not null',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
