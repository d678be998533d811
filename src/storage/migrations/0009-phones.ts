import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `alter table devices
    add column quarantined_at timestamptz(3),
    add column quarantine_reason text,
    add column quarantined_by text check (quarantined_by in ('postwright', 'operator'))`,

  // What happened to phones, for people to read; nothing is decided by it.
  `create table device_history (
    id bigint generated always as identity primary key,
    serial text not null,
    at timestamptz(3) not null,
    event text not null,
    message text not null
  )`,
  'create index device_history_by_serial on device_history (serial, id)',

  `create table incidents (
    id bigint generated always as identity primary key,
    began_at timestamptz(3) not null,
    ended_at timestamptz(3),
    cause text not null,
    serials text[] not null
  )`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
