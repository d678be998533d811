import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // { id, version } of the app that the attempt opened; null while it has opened none, and of earlier attempts.
  await sql`alter table attempts add column app jsonb`.execute(db);
}
