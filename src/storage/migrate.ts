import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

import { PostwrightError } from '../errors.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Db, Reader, Tx } from './database.ts';
import * as firstTables from './migrations/0001-first-tables.ts';
import * as materialLibrary from './migrations/0002-material-library.ts';
import * as accounts from './migrations/0003-accounts.ts';
import * as preflight from './migrations/0004-preflight.ts';
import * as customScripts from './migrations/0005-custom-scripts.ts';
import * as libraryPicks from './migrations/0006-library-picks.ts';
import * as leases from './migrations/0007-leases.ts';
import * as reconcile from './migrations/0008-reconcile.ts';
import * as phones from './migrations/0009-phones.ts';
import * as upkeep from './migrations/0010-upkeep.ts';
import * as taskList from './migrations/0011-task-list.ts';
import * as phonesInUse from './migrations/0012-phones-in-use.ts';
import * as calendar from './migrations/0014-calendar.ts';
import * as attention from './migrations/0015-attention.ts';
import * as attemptApp from './migrations/0016-attempt-app.ts';

/** All migrations in their order. They only go forward: a mistake is mended by the next one. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = Object.freeze({
  '0001-first-tables': firstTables,
  '0002-material-library': materialLibrary,
  '0003-accounts': accounts,
  '0004-preflight': preflight,
  '0005-custom-scripts': customScripts,
  '0006-library-picks': libraryPicks,
  '0007-leases': leases,
  '0008-reconcile': reconcile,
  '0009-phones': phones,
  '0010-upkeep': upkeep,
  '0011-task-list': taskList,
  '0012-phones-in-use': phonesInUse,
  '0014-calendar': calendar,
  '0015-attention': attention,
  '0016-attempt-app': attemptApp,
});

/** The same, with a place to crash after each. */
function crashing(migrations: Readonly<Record<string, Migration>>): Record<string, Migration> {
  const entries = Object.entries(migrations).map(([name, migration]): [string, Migration] => {
    const up: Migration['up'] = async (db) => {
      await migration.up(db);
      crashPoint('database.migrating');
    };
    return [name, { up }];
  });
  return Object.fromEntries(entries);
}

/** The oldest PostgreSQL that the test suite runs on and its makers still mend. */
const OLDEST_POSTGRES_MAJOR = 14;

/**
 * Brings the schema up to date, all in one transaction; servers that start at the same time wait for one another.
 * @throws DATABASE_UNAVAILABLE when PostgreSQL is older than 14, DATABASE_TOO_NEW when a newer Postwright was here.
 */
export async function migrate(db: Db): Promise<void> {
  await requireSupportedVersion(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => crashing(MIGRATIONS) } });
  await refuseUnknownMigrations(db);
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new PostwrightError(
      'DATABASE_UNAVAILABLE',
      `The database schema could not be brought up to date: ${reason(error)}`,
      { cause: error },
    );
  }
}

/** The last migration of a database that Postwright has made its tables in. @throws DATABASE_TOO_NEW */
export async function schemaOf(db: Reader): Promise<string> {
  await refuseUnknownMigrations(db);
  const { rows } = await sql<{ name: string }>`select max(name) as name from kysely_migration`.execute(db);
  return rows[0]?.name ?? '';
}

/** @throws DATABASE_TOO_NEW when only a newer Postwright knows the migration. */
export function requireKnownSchema(last: string): void {
  if (MIGRATIONS[last] === undefined) throw tooNew(last);
}

/**
 * Makes the tables in the caller's transaction.
 * @param last the migration to end with, all of them if left out.
 * @throws DATABASE_TOO_NEW when only a newer Postwright knows that migration.
 */
export async function migrateWithin(tx: Tx, last?: string): Promise<void> {
  const migrator = new Migrator({ db: tx, provider: { getMigrations: async () => crashing(MIGRATIONS) } });
  if (last !== undefined) requireKnownSchema(last);
  const { error } = last === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(last);
  if (error !== undefined) throw error;
}

function tooNew(unknown: string): PostwrightError {
  return new PostwrightError(
    'DATABASE_TOO_NEW',
    `The database was written by a newer version of Postwright (its schema knows "${unknown}").`,
  );
}

/** @throws DATABASE_UNAVAILABLE when nothing answers, or PostgreSQL is older than 14. */
export async function requireSupportedVersion(db: Db): Promise<void> {
  const version = await serverVersion(db);
  if (version.major >= OLDEST_POSTGRES_MAJOR) return;
  throw new PostwrightError(
    'DATABASE_UNAVAILABLE',
    `The database is PostgreSQL ${version.text}; Postwright needs ${OLDEST_POSTGRES_MAJOR} or newer. Upgrade it, or leave database-url out to use the embedded one.`,
  );
}

export interface ServerVersion {
  readonly major: number;
  /** As PostgreSQL says it: `18.4`, `15.14 (Debian 15.14-0+deb12u1)`. */
  readonly text: string;
}

/** @throws DATABASE_UNAVAILABLE when nothing answers at the database's address. */
export async function serverVersion(db: Db): Promise<ServerVersion> {
  try {
    const { rows } = await sql<{ number: string; text: string }>`
      select current_setting('server_version_num') as number, current_setting('server_version') as text`.execute(db);
    const row = rows[0];
    if (row === undefined) throw new Error('the answer was empty');
    return { major: Math.floor(Number(row.number) / 10_000), text: row.text };
  } catch (error) {
    throw new PostwrightError('DATABASE_UNAVAILABLE', `PostgreSQL does not answer: ${reason(error)}`, { cause: error });
  }
}

/** Migrations of a newer Postwright would make our queries meet tables they do not know. */
async function refuseUnknownMigrations(db: Reader): Promise<void> {
  const { rows } = await sql<{ exists: boolean }>`select to_regclass('kysely_migration') is not null as exists`.execute(
    db,
  );
  if (rows[0]?.exists !== true) return;
  const { rows: done } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = done.find(({ name }) => MIGRATIONS[name] === undefined);
  if (unknown !== undefined) throw tooNew(unknown.name);
}

function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
