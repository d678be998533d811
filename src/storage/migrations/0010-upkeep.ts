import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // A pending task that is held waits for somebody's decision, and no lane takes it.
  `alter table tasks
    add column held_for text check (held_for in ('overdue', 'restored')),
    add column held_since timestamptz(3),
    add column gap_ms bigint`,
  'drop index tasks_pending_by_serial',
  'drop index tasks_pending_by_time',
  `create index tasks_pending_by_serial on tasks (serial, priority desc, scheduled_at, id)
    where status = 0 and held_for is null`,
  'create index tasks_pending_by_time on tasks (serial, scheduled_at) where status = 0 and held_for is null',
  'create index tasks_held on tasks (id) where status = 0 and held_for is not null',
  // The tasks of a request whose gaps have to be kept when one before them starts late.
  'create index tasks_spaced on tasks (request_id, serial, id) where status = 0 and gap_ms is not null',
  `create index tasks_unknown on tasks (id) where status = 3 and error->>'published' = 'unknown'`,
  'create index tasks_by_end on tasks (finished_at, id) where status in (2, 3)',

  // Until when a lane looked after the phone: what fell due while none did may be too late by now.
  'alter table devices add column served_at timestamptz(3)',

  // When a request last asked for the file, and when it was put into the library for the first time.
  `alter table materials
    add column wanted_at timestamptz(3) not null default now(),
    add column library_at timestamptz(3)`,
  'update materials set library_at = created_at where in_library',
  'create index materials_brought on materials (wanted_at) where library_at is null',

  // Which database this is, so that files in a data directory that no row names are not judged by another one.
  'create table identity (id uuid not null default gen_random_uuid())',
  'insert into identity default values',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
