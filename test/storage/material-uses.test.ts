import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';

import { sql } from 'kysely';

import type { Db, Tx } from '../../src/storage/database.ts';
import {
  accountKey,
  countUses,
  insertUses,
  listTasksInNeed,
  type PickOptions,
  type Publisher,
  pickMaterials,
  postKeyOf,
} from '../../src/storage/material-uses.ts';
import { insertMaterial, type MaterialRow } from '../../src/storage/materials.ts';
import { MIGRATIONS } from '../../src/storage/migrate.ts';
import { deleteSettledTasks, recordAccount } from '../../src/storage/tasks.ts';
import { freshDatabase } from '../support/database.ts';
import { attemptOf, taskOf } from './rows.ts';

const MARIA: Publisher = { platform: 'tiktok', username: 'Maria', serial: 'A1' };
const PEDRO: Publisher = { platform: 'tiktok', username: 'pedro', serial: 'A1' };
const WHOEVER: Publisher = { platform: 'tiktok', username: null, serial: 'A1' };

interface Wish {
  readonly kind?: 'video' | 'image';
  readonly tags?: string[];
  readonly sortOrder?: number;
}

/** The letter names the material; those made first are the oldest. */
async function material(db: Db, name: string, { kind = 'video', tags = [], sortOrder = 0 }: Wish = {}): Promise<void> {
  const sha256 = shaOf(name);
  await insertMaterial(db, {
    sha256,
    kind,
    mime: 'video/mp4',
    extension: '.mp4',
    size_bytes: 1,
    original_name: name,
  });
  await db
    .updateTable('materials')
    .set({ tags, sort_order: sortOrder, in_library: true })
    .where('sha256', '=', sha256)
    .execute();
}

const shaOf = (name: string): string => createHash('sha256').update(name).digest('hex');
const namesOf = (rows: readonly MaterialRow[]): string => rows.map((row) => row.original_name).join('');

async function world(t: TestContext, names: string): Promise<Db> {
  const { db } = await freshDatabase(t);
  for (const name of names) await material(db, name);
  return db;
}

const inside = async <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> => await db.transaction().execute(work);

async function pick(db: Db, publisher: Publisher, options: Partial<PickOptions> = {}): Promise<string> {
  const all = { kind: 'video', tags: [], count: 10, publisher, allowUsed: false, ...options } as const;
  return namesOf(await inside(db, async (tx) => await pickMaterials(tx, all)));
}

async function insertTask(db: Db, status = 0, error: object | null = null): Promise<number> {
  const values = { ...taskOf('A1', status), error: error === null ? null : JSON.stringify(error) };
  return (await db.insertInto('tasks').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

interface UseWish {
  readonly taskId?: number;
  readonly rehearsal?: boolean;
}

/** @returns the id of the task. */
async function use(db: Db, name: string, publisher: Publisher, wish: UseWish = {}): Promise<number> {
  const taskId = wish.taskId ?? (await insertTask(db));
  const rest = { sha256: shaOf(name), taskId, rehearsal: wish.rehearsal ?? false, createdAt: new Date() };
  await inside(db, async (tx) => await insertUses(tx, [{ ...publisher, ...rest }]));
  return taskId;
}

test('a pick takes the least used first, then by sort order, then the oldest', async (t) => {
  const db = await world(t, 'abc');
  assert.equal(await pick(db, MARIA), 'abc');
  await material(db, 'd', { sortOrder: -1 });
  await use(db, 'a', PEDRO);
  assert.equal(await pick(db, MARIA), 'dbca');
  assert.equal(await pick(db, MARIA, { count: 2 }), 'db');
  assert.equal(await pick(db, MARIA, { alreadyGiven: [shaOf('d'), shaOf('d'), shaOf('b')] }), 'cabd');
});

test('a pick asks for the kind, all of the tags, and what the app takes', async (t) => {
  const db = await world(t, 'a');
  await material(db, 'b', { tags: ['cats', 'summer'] });
  await material(db, 'c', { tags: ['cats'] });
  await material(db, 'd', { tags: ['cats'], kind: 'image' });
  assert.equal(await pick(db, MARIA, { tags: ['cats'] }), 'bc');
  assert.equal(await pick(db, MARIA, { tags: ['summer', 'cats'] }), 'b');
  assert.equal(await pick(db, MARIA, { kind: 'image' }), 'd');
  assert.equal(await pick(db, MARIA, { fits: (row) => row.original_name !== 'a', count: 1 }), 'b');
});

test('what an account has published is not picked for it again unless asked', async (t) => {
  const db = await world(t, 'ab');
  await use(db, 'a', { ...MARIA, username: 'MARIA', serial: 'B2' });
  assert.equal(await pick(db, MARIA), 'b');
  assert.equal(await pick(db, MARIA, { allowUsed: true }), 'ba');
  assert.equal(await pick(db, PEDRO), 'ba');
  assert.equal(await pick(db, { ...MARIA, platform: 'instagram' }), 'ba');
});

test('whoever is current on a phone may be any of its accounts, until the app has told', async (t) => {
  const db = await world(t, 'ab');
  const taskId = await use(db, 'a', WHOEVER);
  assert.equal(await pick(db, MARIA), 'b');
  assert.equal(await pick(db, WHOEVER), 'b');
  assert.equal(await pick(db, { ...MARIA, serial: 'B2' }), 'ba');
  await db.updateTable('tasks').set({ status: 1 }).where('id', '=', taskId).execute();
  await recordAccount(db, taskId, 'Pedro');
  assert.equal(await pick(db, MARIA), 'ba');
  assert.equal(await pick(db, PEDRO), 'b');
  assert.equal(await pick(db, WHOEVER), 'b');
  assert.equal(accountKey(WHOEVER), '@current:A1');
});

test('a rehearsal is no use', async (t) => {
  const db = await world(t, 'ab');
  await use(db, 'a', MARIA, { rehearsal: true });
  assert.equal(await pick(db, MARIA), 'ab');
  assert.equal((await countUses(db, [shaOf('a')])).size, 0);
  assert.equal((await listTasksInNeed(db, shaOf('a'))).length, 1);
});

test('two transactions at once never take the same material for the same account', async (t) => {
  const db = await world(t, 'abcdefgh');
  const tasks = await Promise.all(Array.from({ length: 8 }, async () => await insertTask(db)));
  const given = await Promise.all(
    tasks.map(async (taskId) => {
      return await inside(db, async (tx) => {
        const options = { kind: 'video', tags: [], count: 1, publisher: MARIA, allowUsed: false } as const;
        const [picked] = await pickMaterials(tx, options);
        assert.ok(picked !== undefined);
        const rest = { sha256: picked.sha256, taskId, rehearsal: false, createdAt: new Date() };
        await insertUses(tx, [{ ...MARIA, ...rest }]);
        return picked.original_name;
      });
    }),
  );
  assert.equal(given.toSorted().join(''), 'abcdefgh');
  assert.equal(await pick(db, MARIA), '');
});

test('a material that was deleted meanwhile cannot be used', async (t) => {
  const db = await world(t, 'a');
  await assert.rejects(use(db, 'z', MARIA), {
    errorName: 'INVALID_PARAMETER',
    message: /no longer holds material:\/\//,
  });
});

test('a task that never published gives its materials back when it is deleted, others do not', async (t) => {
  const db = await world(t, 'abcdef');
  const failed = (published: string) => ({ code: 'APP_CRASHED', published });
  const pending = await use(db, 'a', MARIA);
  const failedBefore = await use(db, 'b', MARIA, { taskId: await insertTask(db, 3, failed('no')) });
  const failedAfter = await use(db, 'c', MARIA, { taskId: await insertTask(db, 3, failed('unknown')) });
  const completed = await use(db, 'd', MARIA, { taskId: await insertTask(db, 2) });
  // Tried again by force: what its first attempt did is still unknown.
  const forced = await use(db, 'e', MARIA);
  const attempt = { ...attemptOf(forced, { number: 1, outcome: 'failed' }), error: JSON.stringify(failed('unknown')) };
  await db.insertInto('attempts').values(attempt).execute();
  const running = await use(db, 'f', MARIA, { taskId: await insertTask(db, 1) });
  const ids = [pending, failedBefore, failedAfter, completed, forced, running];
  assert.deepEqual(
    (await deleteSettledTasks(db, ids)).map((task) => task.id),
    ids.slice(0, -1),
  );
  assert.equal(await pick(db, MARIA), 'ab');
  const kept = await db.selectFrom('material_uses').select(['sha256', 'task_id']).orderBy('id').execute();
  assert.deepEqual(kept, [
    { sha256: shaOf('c'), task_id: null },
    { sha256: shaOf('d'), task_id: null },
    { sha256: shaOf('e'), task_id: null },
    { sha256: shaOf('f'), task_id: running },
  ]);
});

test('uses are counted, and the tasks that still need a material are known', async (t) => {
  const db = await world(t, 'ab');
  const first = await use(db, 'a', MARIA);
  await use(db, 'a', PEDRO, { taskId: await insertTask(db, 3) });
  const running = await use(db, 'a', PEDRO, { taskId: await insertTask(db, 1) });
  const counts = await countUses(db, [shaOf('a'), shaOf('b')]);
  assert.equal(counts.get(shaOf('a'))?.count, 3);
  assert.ok(counts.get(shaOf('a'))?.lastAt instanceof Date);
  assert.equal(counts.get(shaOf('b')), undefined);
  assert.deepEqual(await listTasksInNeed(db, shaOf('a')), [
    { id: first, serial: 'A1', status: 0 },
    { id: running, serial: 'A1', status: 1 },
  ]);
});

test('what was published before there was a library counts from its first day', async (t) => {
  const { db } = await freshDatabase(t);
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await MIGRATIONS['0001-first-tables']?.up(db);
  const plan = JSON.stringify({ materials: [{ sha256: shaOf('a') }, { sha256: shaOf('b') }] });
  for (const username of ['Maria', null]) {
    await db
      .insertInto('tasks')
      .values({ ...taskOf('A1', 2), username, plan })
      .execute();
  }
  await db.insertInto('tasks').values(taskOf('A1', 2)).execute();
  await MIGRATIONS['0002-material-library']?.up(db);
  const uses = await db.selectFrom('material_uses').select(['sha256', 'account_key', 'task_id']).execute();
  assert.deepEqual(uses, [
    { sha256: shaOf('a'), account_key: 'maria', task_id: 1 },
    { sha256: shaOf('b'), account_key: 'maria', task_id: 1 },
    { sha256: shaOf('a'), account_key: '@current:A1', task_id: 2 },
    { sha256: shaOf('b'), account_key: '@current:A1', task_id: 2 },
  ]);
  // What was given before posts had keys is compared as well.
  await MIGRATIONS['0008-reconcile']?.up(db);
  const posts = await db
    .selectFrom('material_uses')
    .select(['of_task', 'by_current', 'post_key'])
    .distinct()
    .orderBy('of_task')
    .execute();
  const key = postKeyOf([shaOf('b'), shaOf('a')]);
  assert.deepEqual(posts, [
    { of_task: 1, by_current: true, post_key: key },
    { of_task: 2, by_current: true, post_key: key },
  ]);
});
