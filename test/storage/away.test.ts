import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import { isDatabaseAway } from '../../src/storage/away.ts';
import { type Db, type OpenOptions, openDatabase } from '../../src/storage/database.ts';
import { freshDatabase } from '../support/database.ts';
import { postgresWire } from '../support/postgres-wire.ts';

/** What comes of one question over an address. */
async function failureAt(url: string, options: OpenOptions = {}, text = 'select 1'): Promise<unknown> {
  const db = openDatabase(url, { maxConnections: 1, ...options });
  try {
    await sql.raw(text).execute(db);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await db.destroy();
  }
}

const one = async (db: Db): Promise<unknown> => (await sql<{ one: number }>`select 1 as one`.execute(db)).rows[0];

test('whatever keeps a database from being used counts as away, and a mistake in a question does not', async (t) => {
  const { url, db } = await freshDatabase(t);
  const wire = await postgresWire(t, url);
  const other = new URL(wire.url);
  const failures: Record<string, unknown> = {
    'a port nobody listens on': await failureAt('postgresql://a@127.0.0.1:1/a'),
    'a socket that is not there': await failureAt('postgresql:///a?host=/tmp/none-here&user=a'),
    'a host that is not there': await failureAt('postgresql://a@nowhere.invalid/a'),
    'a database that is not there': await failureAt(
      `${other.origin.replace('null', '')}${url.replace(/\/[^/?]*(\?|$)/, '/none_here$1')}`,
    ),
    'a statement that waits too long': await failureAt(url, { statementTimeoutMs: 50 }, 'select pg_sleep(5)'),
    'a session that is ended': await failureAt(url, {}, 'select pg_terminate_backend(pg_backend_pid())'),
    'a database that takes no writes': await failureAt(url, {}, 'start transaction read only; create table t (id int)'),
  };
  await sql`create role few login superuser connection limit 0`.execute(db);
  await sql`alter role few nosuperuser`.execute(db);
  const few = new URL(wire.url);
  few.username = 'few';
  failures['too many connections'] = await failureAt(few.href);
  await sql`drop role few`.execute(db);
  const over = openDatabase(wire.url, { maxConnections: 1 });
  const slow = sql`select pg_sleep(5)`.execute(over);
  const reset = assert.rejects(slow, (error) => {
    failures['a connection that breaks'] = error;
    return true;
  });
  await sql`select pg_sleep(0.05)`.execute(db);
  wire.cut();
  await reset;
  failures['a connection that is refused'] = await one(over).catch((error: unknown) => error);
  await over.destroy();
  for (const [what, failure] of Object.entries(failures)) {
    assert.ok(failure !== undefined, `${what}: no failure`);
    assert.ok(isDatabaseAway(failure), `${what}: ${failure}`);
  }
  for (const text of ['select nothing_here', 'select 1/0', 'insert into tasks default values']) {
    assert.equal(isDatabaseAway(await failureAt(url, {}, text)), false, text);
  }
});

test('a PostgreSQL that has fallen silent is given up by its deadline, and reached anew', async (t) => {
  const { url } = await freshDatabase(t);
  const wire = await postgresWire(t, url);
  const db = openDatabase(wire.url, { maxConnections: 1, statementTimeoutMs: 300 });
  t.after(async () => await db.destroy());
  assert.deepEqual(await one(db), { one: 1 });
  wire.hush();
  const inTransaction = db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx);
  });
  await assert.rejects(inTransaction, isDatabaseAway);
  wire.mend();
  assert.deepEqual(await one(db), { one: 1 }, 'the silent connection was kept');
});

test('a transaction that its server leaves open, suspended in its middle, is ended, and what it has locked is free', async (t) => {
  const { url, db } = await freshDatabase(t);
  const suspended = openDatabase(url, { maxConnections: 1, idleTransactionMs: 200 });
  t.after(async () => await suspended.destroy());
  await sql`create table lanes (id int)`.execute(db);
  await sql`insert into lanes values (1)`.execute(db);
  await assert.rejects(
    suspended.transaction().execute(async (tx) => {
      await sql`update lanes set id = 2`.execute(tx);
      // As long as it rests here, another waits for the row: its statement would time out if nobody ended the session.
      await sql`update lanes set id = 3`.execute(db);
      await sql`update lanes set id = 4`.execute(tx);
    }),
    isDatabaseAway,
  );
  assert.deepEqual((await sql`select id from lanes`.execute(db)).rows, [{ id: 3 }]);
  assert.deepEqual(await one(suspended), { one: 1 }, 'it has another connection');
});
