import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';

import { sql } from 'kysely';
import pg from 'pg';

import { type Db, openDatabase } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { startTestPostgres, TEST_DATABASE_VARIABLE, type TestPostgres } from './postgres.ts';

export { startTestPostgres, TEST_DATABASE_VARIABLE, type TestPostgres } from './postgres.ts';

const TEMPLATE_PREFIX = 'postwright_template_';
/** Any number that nothing else on a test PostgreSQL takes a lock with. */
const TEMPLATE_LOCK = 50_809;

export interface TestDatabase {
  /** For whatever opens the database itself: a server, a second pool. */
  readonly url: string;
  /** Closed at the end of the test. */
  readonly db: Db;
}

let own: Promise<TestPostgres> | undefined;
let template: Promise<string> | undefined;

after(async () => {
  await (await own)?.stop();
});

/** The PostgreSQL of this test run, or one for this test file when it runs by itself. */
export async function testPostgresUrl(): Promise<string> {
  const shared = process.env[TEST_DATABASE_VARIABLE];
  if (shared !== undefined && shared !== '') return shared;
  own ??= startTestPostgres();
  return (await own).url;
}

/** A database of this test's own, with all migrations done; it is dropped at the end of the test. */
export async function freshDatabase(t: TestContext): Promise<TestDatabase> {
  const adminUrl = await testPostgresUrl();
  template ??= makeTemplate(adminUrl);
  const from = await template;
  const name = `postwright_test_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, (admin) => admin.query(`create database ${name} template ${from}`));
  const url = withDatabase(adminUrl, name);
  const db = openDatabase(url);
  t.after(async () => {
    await db.destroy();
    await asAdmin(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  });
  return { url, db };
}

/** Made once for all test files, under a lock; whole before it has its name. */
async function makeTemplate(adminUrl: string): Promise<string> {
  const name = `${TEMPLATE_PREFIX}${await migrationsHash()}`;
  await asAdmin(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
    if (rowCount !== 0) return;
    const unfinished = `${name}_new`;
    await admin.query(`drop database if exists ${unfinished}`);
    await admin.query(`create database ${unfinished}`);
    const db = openDatabase(withDatabase(adminUrl, unfinished), { maxConnections: 1 });
    await migrate(db);
    await sql`analyze`.execute(db);
    await db.destroy();
    await admin.query(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}

async function migrationsHash(): Promise<string> {
  const directory = join(import.meta.dirname, '../../src/storage/migrations');
  const hash = createHash('sha256');
  for (const file of (await readdir(directory)).sort()) hash.update(await readFile(join(directory, file)));
  return hash.digest('hex').slice(0, 12);
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
