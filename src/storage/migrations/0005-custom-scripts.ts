import { type Kysely, sql } from 'kysely';

/** A task of a custom script belongs to no platform. The check on the column lets null through, as checks do. */
const STATEMENTS = ['alter table tasks alter column platform drop not null'] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
