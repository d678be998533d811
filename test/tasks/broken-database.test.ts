import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { PostwrightError } from '../../src/errors.ts';
import { publish, SERIAL, seen, taskWorld, type World } from './world.ts';

/** Lets the recovery find out that nobody carries out the running task. */
async function untilPending(world: World, id: number): Promise<void> {
  for (let tries = 0; tries < 100 && (await world.task(id)).status === 1; tries += 1) {
    world.clock.advance(1_000);
    await sleep(50);
  }
  assert.equal((await world.task(id)).status, 0);
}

test('a claim whose answer was lost is given back, and the phone goes on', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  world.wire.loseAnswerTo('commit\0');
  await assert.rejects(world.turn());
  assert.equal((await world.task(id)).status, 1);
  await world.recovery.start();
  await untilPending(world, id);
  assert.equal(await world.turn(), true);
  assert.equal((await world.task(id)).status, 2);
});

test('an attempt that somebody keeps locked does not hold up the others that nobody carries out', async (t) => {
  const world = await taskWorld(t);
  const ids: number[] = [];
  for (const serial of [SERIAL, 'PHONE2']) {
    ids.push(await world.add({ serial }));
    world.wire.loseAnswerTo('commit\0');
    await assert.rejects(world.runner.runNext(serial, new AbortController().signal));
  }
  const [locked = 0, free = 0] = ids;
  await world.db.transaction().execute(async (tx) => {
    await tx.selectFrom('attempts').select('id').where('task_id', '=', locked).forUpdate().execute();
    await world.recovery.start();
    await untilPending(world, free);
    assert.equal((await world.task(locked)).status, 1);
  });
  await untilPending(world, locked);
});

test('an attempt goes on by itself when the database is back, before the commit point and at it', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  const away = (): void => {
    world.wire.cut();
    setTimeout(world.wire.mend, 300);
  };
  world.play.run = async ({ ledger }) => {
    await ledger.step('account', 'Reading the account', async () => {
      away();
      await ledger.account('ana');
      away();
    });
    await ledger.step('commit', 'Publishing', async () => {
      away();
      await ledger.commit();
      away();
    });
    away();
    return seen.published === 'yes' ? seen.receipt : assert.fail();
  };
  await world.turn();
  const [attempt, ...more] = await world.attempts(id);
  assert.deepEqual([attempt?.outcome, attempt?.account, more.length], ['completed', 'ana', 0]);
  assert.notEqual(attempt?.committed_at, null);
  assert.equal((await world.task(id)).status, 2);
});

test('a database that goes away after the commit point leaves the outcome to the profile', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  world.play.run = async (context) => {
    const receipt = await publish(context);
    await context.ledger.step('confirm', 'Looking', async () => {
      world.wire.cut();
      await context.ledger.account('ana');
    });
    return receipt;
  };
  world.play.lookUp = async ({ ledger }) =>
    await ledger.step('confirm', 'Looking', async () => {
      return seen;
    });
  setTimeout(world.wire.mend, 300);
  await world.turn();
  for (let tries = 0; tries < 20 && (await world.task(id)).status === 1; tries += 1) {
    await world.turn().catch(() => false);
    await sleep(50);
  }
  const task = await world.task(id);
  assert.equal(task.status, 2, JSON.stringify(task.error));
});

test('an error whose text no database takes still ends its attempt', { timeout: 10_000 }, async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  world.play.run = async () => {
    throw new PostwrightError('ELEMENT_NOT_FOUND', 'cut in half: \ud83d, and nothing: \0');
  };
  await world.turn();
  const task = await world.task(id);
  assert.equal(task.status, 3);
  assert.match((task.error as { message: string }).message, /^cut in half/);
});
