import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import type { Db } from '../../src/storage/database.ts';
import { MIGRATIONS, migrate, serverVersion } from '../../src/storage/migrate.ts';
import { freshDatabase } from '../support/database.ts';
import { attemptOf, taskOf } from './rows.ts';

async function insertTask(db: Db, serial: string, status = 0): Promise<number> {
  const inserted = db.insertInto('tasks').values(taskOf(serial, status)).returning('id');
  return (await inserted.executeTakeFirstOrThrow()).id;
}

const uniqueViolation = { code: '23505' };

test('ids come back as numbers, times as dates with their milliseconds, JSON as values', async (t) => {
  const { db } = await freshDatabase(t);
  const id = await insertTask(db, 'A1');
  const at = new Date('2031-05-06T07:08:09.123Z');
  await db.updateTable('tasks').set({ scheduled_at: at }).where('id', '=', id).execute();
  const task = await db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  assert.equal(task.id, 1);
  assert.equal(task.scheduled_at.toISOString(), at.toISOString());
  assert.deepEqual(task.plan, { caption: 'hola', materials: [] });
  const { count } = await db.selectFrom('tasks').select(db.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  assert.strictEqual(count, 1);
});

test('the database itself refuses a second running task on a phone', async (t) => {
  const { db } = await freshDatabase(t);
  await insertTask(db, 'A1', 1);
  await insertTask(db, 'B2', 1);
  const waiting = await insertTask(db, 'A1', 0);
  await assert.rejects(insertTask(db, 'A1', 1), uniqueViolation);
  await assert.rejects(db.updateTable('tasks').set({ status: 1 }).where('id', '=', waiting).execute(), uniqueViolation);
});

test('an account exists once a platform, however its name is written', async (t) => {
  const { db } = await freshDatabase(t);
  const account = { platform: 'tiktok', username: 'maria', serial: null, updated_at: new Date() } as const;
  await db.insertInto('accounts').values(account).execute();
  await db
    .insertInto('accounts')
    .values({ ...account, platform: 'instagram' })
    .execute();
  await assert.rejects(
    db
      .insertInto('accounts')
      .values({ ...account, username: 'Maria' })
      .execute(),
    uniqueViolation,
  );
});

test('a task has one running attempt at most, each number once, and takes its attempts along', async (t) => {
  const { db } = await freshDatabase(t);
  const taskId = await insertTask(db, 'A1');
  const attempt = (number: number, outcome: 'running' | 'failed') => attemptOf(taskId, { number, outcome });
  await db.insertInto('attempts').values(attempt(1, 'failed')).execute();
  await db.insertInto('attempts').values(attempt(2, 'running')).execute();
  await assert.rejects(db.insertInto('attempts').values(attempt(3, 'running')).execute(), uniqueViolation);
  await assert.rejects(db.insertInto('attempts').values(attempt(2, 'failed')).execute(), uniqueViolation);
  await db.deleteFrom('tasks').where('id', '=', taskId).execute();
  assert.deepEqual(await db.selectFrom('attempts').selectAll().execute(), []);
});

test('migrating again changes nothing, and two servers may do it at once', async (t) => {
  const { db } = await freshDatabase(t);
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await Promise.all([migrate(db), migrate(db)]);
  await migrate(db);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  assert.deepEqual(
    rows.map(({ name }) => name),
    Object.keys(MIGRATIONS),
  );
});

test('a database of a newer Postwright is refused', async (t) => {
  const { db } = await freshDatabase(t);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', 'now')`.execute(db);
  await assert.rejects(migrate(db), { errorName: 'DATABASE_TOO_NEW', message: /9999-from-the-future/ });
});

test('the version of the server is told', async (t) => {
  const { db } = await freshDatabase(t);
  const version = await serverVersion(db);
  assert.ok(version.major >= 14);
  assert.ok(version.text.startsWith(String(version.major)));
});
