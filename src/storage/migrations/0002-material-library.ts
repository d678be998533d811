import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // What the file says of itself; null where it does not, or where nobody has looked yet (probed_at is null then too).
  `alter table materials
    add column container text,
    add column video_codec text,
    add column audio_codec text,
    add column width_px integer,
    add column height_px integer,
    add column rotation_degrees integer,
    add column duration_ms bigint,
    add column frame_rate double precision,
    add column probed_at timestamptz(3),
    add column tags text[] not null default '{}',
    add column caption text,
    add column sort_order integer not null default 0`,
  'create index materials_by_tag on materials using gin (tags)',
  'create index materials_by_age on materials (created_at, sha256)',

  // sha256 has no foreign key: that an account has published something outlives the file in the library.
  `create table material_uses (
    id bigint generated always as identity primary key,
    sha256 text not null,
    task_id bigint references tasks (id) on delete set null,
    platform text not null check (platform in ('tiktok', 'instagram')),
    account_key text not null,
    serial text not null,
    rehearsal boolean not null default false,
    created_at timestamptz(3) not null default now()
  )`,
  'create index material_uses_by_material on material_uses (sha256, id)',
  'create index material_uses_by_account on material_uses (platform, account_key, sha256)',
  'create index material_uses_by_serial on material_uses (platform, serial, sha256)',
  'create index material_uses_by_task on material_uses (task_id)',

  // What was published before there was a library counts too.
  `insert into material_uses (sha256, task_id, platform, account_key, serial, created_at)
    select material->>'sha256', tasks.id, tasks.platform,
      coalesce(lower(tasks.username), '@current:' || tasks.serial), tasks.serial, tasks.created_at
    from tasks, jsonb_array_elements(
      case when jsonb_typeof(tasks.plan->'materials') = 'array' then tasks.plan->'materials' else '[]'::jsonb end
    ) as material
    where material->>'sha256' is not null
    order by tasks.id`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
