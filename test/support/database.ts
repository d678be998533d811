import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';

import { sql } from 'kysely';
import pg from 'pg';

import { silentLog } from '../../src/kit/log.ts';
import { JobQueue } from '../../src/queue/queue.ts';
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
  /** Closed at the end of the test file. */
  readonly db: Db;
}

let own: Promise<TestPostgres> | undefined;
let template: Promise<string> | undefined;
const made: { readonly name: string; readonly db: Db }[] = [];

// Not `t.after`: a test's hooks run in the order of their registration, so that of its database would come first, while
// what the test has started still uses it.
after(async () => {
  if (made.length > 0) await discardDatabases();
  await (await own)?.stop();
});

async function discardDatabases(): Promise<void> {
  await asAdmin(await testPostgresUrl(), async (admin) => {
    for (const { name, db } of made.splice(0)) {
      await db.destroy();
      await admin.query(`drop database ${name} with (force)`);
    }
  });
}

/** The PostgreSQL of this test run, or one for this test file when it runs by itself. */
export async function testPostgresUrl(): Promise<string> {
  const shared = process.env[TEST_DATABASE_VARIABLE];
  if (shared !== undefined && shared !== '') return shared;
  own ??= startTestPostgres();
  return (await own).url;
}

/** A database of this test's own, with all migrations done; it is dropped at the end of the test file. */
export async function freshDatabase(t: TestContext): Promise<TestDatabase> {
  const adminUrl = await testPostgresUrl();
  template ??= makeTemplate(adminUrl);
  const from = await template;
  const name = `${nameAfter(t)}_${randomBytes(8).toString('hex')}`;
  // Its files are copied as they are; the other way writes each page of them to the log first.
  await asAdmin(adminUrl, (admin) => admin.query(`create database ${name} template ${from} strategy file_copy`));
  const url = withDatabase(adminUrl, name);
  const db = openDatabase(url);
  made.push({ name, db });
  return { url, db };
}

/** Leaves room for the random part: PostgreSQL cuts names at 63 bytes. */
function nameAfter(t: TestContext): string {
  return `test_${t.name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 40);
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
    await makeQueue(withDatabase(adminUrl, unfinished));
    await sql`analyze`.execute(db);
    await db.destroy();
    await admin.query(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}

/** The tables of pg-boss, which take longer to make than all of ours. */
async function makeQueue(url: string): Promise<void> {
  const queue = new JobQueue({ url, log: silentLog });
  await queue.start();
  await queue.stop();
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
