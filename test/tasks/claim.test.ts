import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import type { Db } from '../../src/storage/database.ts';
import { claimNextDue, getTask, insertTask, lockTask, moveTask, nextDueAt } from '../../src/storage/tasks.ts';
import { TASK_MOVES, TASK_STATUS, type TaskMove } from '../../src/tasks/states.ts';
import { taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

async function add(
  db: Db,
  changes: Partial<{ serial: string; priority: number; scheduled_at: Date }> = {},
): Promise<number> {
  const { status: _, ...task } = taskOf(changes.serial ?? 'A', TASK_STATUS.pending);
  const row = await db
    .transaction()
    .execute(async (tx) => await insertTask(tx, { ...task, scheduled_at: NOW, ...changes }));
  return row.id;
}

const claim = async (db: Db, serial = 'A', now = NOW) =>
  (await db.transaction().execute(async (tx) => await claimNextDue(tx, serial, now)))?.id;

const finish = async (db: Db, id: number | undefined) =>
  await db.transaction().execute(async (tx) => await moveTask(tx, { id: id ?? 0, move: 'complete', changes: {} }));

test('the next due task is that of the highest priority, then the earliest, then the first', async (t) => {
  const { db } = await freshDatabase(t);
  const later = await add(db, { scheduled_at: minutes(-1) });
  const first = await add(db, { scheduled_at: minutes(-2) });
  const second = await add(db, { scheduled_at: minutes(-2) });
  const urgent = await add(db, { priority: 1 });
  const patient = await add(db, { priority: -1, scheduled_at: minutes(-60) });
  const future = await add(db, { priority: 100, scheduled_at: minutes(1) });
  await add(db, { serial: 'B', priority: 100 });

  const order: (number | undefined)[] = [];
  for (let id = await claim(db); id !== undefined; id = await claim(db)) {
    order.push(id);
    await finish(db, id);
  }
  assert.deepEqual(order, [urgent, first, second, later, patient]);
  assert.deepEqual(await nextDueAt(db, 'A'), minutes(1));
  assert.equal(await claim(db, 'A', minutes(1)), future);
  assert.equal(await nextDueAt(db, 'A'), undefined);
});

test('a claimed task is running since now, and no other of its phone is claimed beside it', async (t) => {
  const { db } = await freshDatabase(t);
  const [first, second] = [await add(db), await add(db)];
  assert.equal(await claim(db), first);
  const task = await getTask(db, first);
  assert.deepEqual([task.status, task.started_at, task.attempt], [TASK_STATUS.running, NOW, 1]);
  assert.equal(await claim(db), undefined);
  await finish(db, first);
  assert.equal(await claim(db), second);
});

test('claims of one phone at once get one task between them', async (t) => {
  const { db } = await freshDatabase(t);
  for (let count = 0; count < 5; count += 1) await add(db);
  const claimed = await Promise.all(Array.from({ length: 8 }, async () => await claim(db)));
  assert.deepEqual(claimed.filter((id) => id !== undefined).length, 1);
});

test('claims of many phones at once do not wait for one another', async (t) => {
  const { db } = await freshDatabase(t);
  const [a, b] = [await add(db, { serial: 'A' }), await add(db, { serial: 'B' })];
  await db.transaction().execute(async (tx) => {
    assert.equal((await claimNextDue(tx, 'A', NOW))?.id, a);
    assert.equal(await claim(db, 'B'), b);
  });
});

test('a task that is held by another is passed over', async (t) => {
  const { db } = await freshDatabase(t);
  const [held, free] = [await add(db), await add(db)];
  await db.transaction().execute(async (tx) => {
    await lockTask(tx, held);
    assert.equal(await claim(db), free);
  });
});

test('only the moves of the table can be made', async (t) => {
  const { db } = await freshDatabase(t);
  for (const status of Object.values(TASK_STATUS)) {
    for (const [name, { from, to }] of Object.entries(TASK_MOVES)) {
      const id = await add(db, { serial: `${status}-${name}` });
      await db.updateTable('tasks').set({ status }).where('id', '=', id).execute();
      const moving = db
        .transaction()
        .execute(async (tx) => await moveTask(tx, { id, move: name as TaskMove, changes: {} }));
      if (status === from) assert.equal((await moving).status, to);
      else {
        await assert.rejects(
          moving,
          (error) => error instanceof PostwrightError && error.errorName === 'STATE_CONFLICT',
        );
        assert.equal((await getTask(db, id)).status, status);
      }
    }
  }
});
