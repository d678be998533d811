import { type Kysely, sql } from 'kysely';

/** Times keep milliseconds, as the API shows them and JavaScript holds them: what is written is what is read back. */
const STATEMENTS = [
  `create table servers (
    id text primary key,
    host text not null,
    pid integer not null,
    started_at timestamptz(3) not null,
    heartbeat_at timestamptz(3) not null
  )`,

  `create table devices (
    serial text primary key,
    state text not null,
    model text,
    android_version text,
    sdk integer,
    first_seen_at timestamptz(3) not null default now(),
    last_seen_at timestamptz(3) not null
  )`,

  `create table accounts (
    id bigint generated always as identity primary key,
    platform text not null check (platform in ('tiktok', 'instagram')),
    username text not null,
    serial text,
    enabled boolean not null default true,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null
  )`,
  'create unique index accounts_one_per_name on accounts (platform, lower(username))',
  'create index accounts_by_serial on accounts (serial, id)',

  `create table materials (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    kind text not null check (kind in ('video', 'image')),
    mime text not null,
    extension text not null,
    size_bytes bigint not null,
    original_name text not null,
    created_at timestamptz(3) not null default now()
  )`,

  `create table requests (
    id text primary key,
    idempotency_key text,
    body_hash text not null,
    answer jsonb not null,
    created_at timestamptz(3) not null default now()
  )`,
  'create unique index requests_one_per_key on requests (idempotency_key)',
  'create index requests_by_age on requests (created_at)',

  // request_id has no foreign key: requests are forgotten once their idempotency key has run out, tasks are not.
  `create table tasks (
    id bigint generated always as identity primary key,
    request_id text not null,
    serial text not null,
    account_id bigint references accounts (id) on delete set null,
    username text,
    platform text not null check (platform in ('tiktok', 'instagram')),
    script_name text not null,
    script_config jsonb not null,
    plan jsonb not null,
    search_text text not null,
    source text not null check (source in ('ui', 'api')),
    priority integer not null,
    status smallint not null default 0 check (status between 0 and 3),
    attempt integer not null default 1,
    max_retries integer not null,
    retries_used integer not null default 0,
    scheduled_at timestamptz(3) not null,
    created_at timestamptz(3) not null default now(),
    started_at timestamptz(3),
    finished_at timestamptz(3),
    progress jsonb,
    error jsonb,
    result jsonb
  )`,
  // The last word on "one task at a time": a second claim on a phone fails here, whatever the code above believes.
  'create unique index tasks_one_running_per_serial on tasks (serial) where status = 1',
  // What a lane asks: the next due task of a phone, and when the next one falls due.
  'create index tasks_pending_by_serial on tasks (serial, priority desc, scheduled_at, id) where status = 0',
  'create index tasks_pending_by_time on tasks (serial, scheduled_at) where status = 0',
  'create index tasks_by_status on tasks (status, id)',
  'create index tasks_by_serial on tasks (serial, id)',
  'create index tasks_by_username on tasks (username, id)',
  'create index tasks_by_account on tasks (account_id)',
  'create index tasks_by_request on tasks (request_id)',
  'create index tasks_by_creation on tasks (created_at)',
  'create index tasks_by_schedule on tasks (scheduled_at, id)',

  `create table attempts (
    id bigint generated always as identity primary key,
    task_id bigint not null references tasks (id) on delete cascade,
    number integer not null,
    token text not null unique,
    server_id text not null,
    started_at timestamptz(3) not null,
    finished_at timestamptz(3),
    committed_at timestamptz(3),
    outcome text not null check (outcome in ('running', 'completed', 'failed')),
    account text,
    steps jsonb not null default '[]',
    error jsonb,
    evidence jsonb not null default '[]',
    unique (task_id, number)
  )`,
  "create unique index attempts_one_running_per_task on attempts (task_id) where outcome = 'running'",
  "create index attempts_running_by_server on attempts (server_id) where outcome = 'running'",
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
