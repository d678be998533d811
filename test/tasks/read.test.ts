import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TASK_STATUS } from '../../src/contract/task-states.ts';
import { insertAttempt, setAttempt } from '../../src/storage/attempts.ts';
import { insertTask, moveTask } from '../../src/storage/tasks.ts';
import { readTask } from '../../src/tasks/read.ts';
import { taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';

/** Enough for reads to fall between the two writes of an end, many times, if they could. */
const ROUNDS = 150;

test('a task is read as of one moment: never running with an attempt that has ended', async (t) => {
  const { db } = await freshDatabase(t);
  const plan = JSON.stringify({ caption: 'hola', title: null, materials: [], notes: [] });
  const { id } = await db
    .transaction()
    .execute(async (tx) => await insertTask(tx, { ...taskOf('PHONE1', TASK_STATUS.pending), plan }));
  let isWriting = true;
  const write = async (): Promise<void> => {
    for (let number = 1; number <= ROUNDS; number += 1) {
      const key = await db.transaction().execute(async (tx) => {
        await moveTask(tx, { id, move: 'claim', changes: {} });
        return await insertAttempt(tx, {
          taskId: id,
          number,
          token: `token-${number}`,
          serverId: 's',
          startedAt: new Date(),
        });
      });
      await db.transaction().execute(async (tx) => {
        await setAttempt(tx, key, { outcome: 'failed', finished_at: new Date() });
        await moveTask(tx, { id, move: 'fail', changes: {} });
      });
      await db.transaction().execute(async (tx) => await moveTask(tx, { id, move: 'retry', changes: {} }));
    }
    isWriting = false;
  };
  const torn: string[] = [];
  const read = async (): Promise<void> => {
    while (isWriting) {
      const { status_text, attempts } = await readTask(db, id);
      const isRunning = attempts.at(-1)?.outcome === 'running';
      if (isRunning !== (status_text === 'running')) torn.push(`${status_text}, ${attempts.at(-1)?.outcome}`);
    }
  };
  await Promise.all([write(), read(), read()]);
  assert.deepEqual(torn, []);
});
