import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { PostwrightError } from '../../src/errors.ts';
import type { Verdict } from '../../src/scripts/script.ts';
import { pingWrite } from '../../src/storage/servers.ts';
import { readTask } from '../../src/tasks/read.ts';
import { Reconciler } from '../../src/tasks/reconcile.ts';
import { retryOnRequest } from '../../src/tasks/retry-on-request.ts';
import { settleOnRequest } from '../../src/tasks/settle-on-request.ts';
import { publish, SERIAL, seen, taskWorld, type World } from './world.ts';

const MINUTE_MS = 60_000;
const unclear: Verdict = { published: 'unknown', reason: 'The profile does not show the post yet.' };

/** A task that failed after its commit point, with nobody knowing whether it was published. */
async function inDoubt(
  world: World,
  task: Parameters<World['add']>[0] = {},
  code: 'OUTCOME_UNKNOWN' | 'STOPPED' = 'OUTCOME_UNKNOWN',
) {
  world.play.run = async (context) => {
    await publish(context);
    throw new PostwrightError(code);
  };
  world.play.lookUp = async () => unclear;
  const id = await world.add(task);
  await world.turn();
  return id;
}

async function read(world: World, id: number): Promise<TaskDetail> {
  return await readTask(world.db, id);
}

/** Puts the clock to when the next look is due, and lets the lane make it. */
async function look(world: World, id: number, verdict: Verdict = unclear): Promise<TaskDetail> {
  world.play.lookUp = async () => verdict;
  const { reconcile } = await read(world, id);
  assert.ok(reconcile?.next_look_at != null, JSON.stringify(reconcile));
  const aheadMs = Date.parse(reconcile.next_look_at) - world.clock.now().getTime();
  world.clock.advance(Math.max(0, aheadMs) + 1);
  // After a look a due task comes first; there is none.
  while (await world.turn()) {}
  await world.turn();
  return await read(world, id);
}

test('a later look that finds the post completes the task', async (t) => {
  const world = await taskWorld(t);
  const id = await inDoubt(world);
  const failed = await read(world, id);
  assert.deepEqual([failed.status_text, failed.error?.published], ['failed', 'unknown']);
  assert.deepEqual([failed.reconcile?.looks, failed.reconcile?.history], [0, []]);
  assert.equal(await world.turn(), false, 'no look is due yet');

  assert.equal((await look(world, id)).status_text, 'failed');
  const found = await look(world, id, seen);
  assert.deepEqual(
    [found.status_text, found.error, found.result?.screenshot],
    ['completed', null, '1/1-01-published.png'],
  );
  assert.deepEqual(
    found.reconcile?.history.map(({ result, message }) => [result, message]),
    [
      ['unclear', 'The profile does not show the post yet.'],
      ['published', 'The profile shows the post.'],
    ],
  );
  assert.deepEqual([found.reconcile?.looks, found.reconcile?.next_look_at, found.reconcile?.ends_at], [2, null, null]);
  assert.deepEqual(
    found.attempts.map(({ outcome, error }) => [outcome, error]),
    [['completed', null]],
  );
});

test('the looks are bounded and grow rarer; what is unclear after the last stays unknown, and says so', async (t) => {
  const world = await taskWorld(t);
  const id = await inDoubt(world);
  const dueAt: number[] = [Date.parse((await read(world, id)).finished_at ?? '')];
  let task = await read(world, id);
  while (task.reconcile?.next_look_at != null) {
    dueAt.push(Date.parse(task.reconcile.next_look_at));
    const endsInMs = Date.parse(task.reconcile.ends_at ?? '') - world.clock.now().getTime();
    assert.ok(Math.abs(endsInMs - 30 * MINUTE_MS) < 30_000 || task.reconcile.looks > 0);
    task = await look(world, id);
  }
  const gaps = dueAt.slice(1).map((at, index) => Math.round((at - (dueAt[index] ?? 0)) / MINUTE_MS));
  assert.deepEqual(gaps, [1, 2, 4, 5, 8, 10]);
  assert.deepEqual(
    [task.status_text, task.error?.published, task.error?.code],
    ['failed', 'unknown', 'OUTCOME_UNKNOWN'],
  );
  assert.match(task.error?.message ?? '', /does not show the post yet\. 6 looks at the phone did not decide it\./);
  world.clock.advance(60 * MINUTE_MS);
  assert.equal(await world.turn(), false);
});

test('a look that is sure that nothing was sent lets the ordinary retries go on, but not of a task that was stopped', async (t) => {
  const world = await taskWorld(t);
  const id = await inDoubt(world, { max_retries: 1 });
  const retried = await look(world, id, { published: 'no' });
  assert.deepEqual([retried.status_text, retried.attempt, retried.reconcile], ['pending', 2, null]);
  assert.deepEqual(
    retried.attempts.map(({ error }) => [error?.code, error?.published]),
    [['UPLOAD_FAILED', 'no']],
  );

  const stopped = await inDoubt(world, { max_retries: 1 }, 'STOPPED');
  assert.equal((await read(world, stopped)).reconcile?.looks, 0);
  const after = await look(world, stopped, { published: 'no' });
  assert.deepEqual(
    [after.status_text, after.error?.code, after.error?.published, after.reconcile?.looks],
    ['failed', 'STOPPED', 'no', 1],
  );
});

test('a look that the phone interrupts is none, and is owed still', async (t) => {
  const world = await taskWorld(t);
  const id = await inDoubt(world);
  world.clock.advance(2 * MINUTE_MS);
  world.play.lookUp = async () => {
    throw new PostwrightError('DEVICE_LOST');
  };
  assert.equal(await world.turn(), true);
  const waiting = await read(world, id);
  assert.deepEqual([waiting.reconcile?.looks, waiting.attempts[0]?.outcome], [0, 'failed']);
  assert.equal((await look(world, id, seen)).status_text, 'completed');
});

test('of looks and tasks that are due on a phone, each has its turn', async (t) => {
  const world = await taskWorld(t);
  const doubtful = [await inDoubt(world), await inDoubt(world)];
  const order: string[] = [];
  world.play.lookUp = async ({ taskId }) => {
    order.push(`look ${doubtful.indexOf(taskId)}`);
    return seen;
  };
  world.play.run = async (context) => {
    order.push('task');
    return await publish(context);
  };
  await world.add();
  await world.add();
  world.clock.advance(5 * MINUTE_MS);
  while (await world.turn()) {}
  assert.deepEqual(order, ['look 0', 'task', 'look 1', 'task']);
});

test('a retry with force, and an operator’s word, take a look that is going on out of the hands of who looks', async (t) => {
  const world = await taskWorld(t);
  for (const [what, act, expected] of [
    ['retry', async (taskId: number) => await retryOnRequest(world.settling, { taskId, force: true }), 'pending'],
    [
      'settle',
      async (taskId: number) =>
        await settleOnRequest(world.settling, { taskId, said: { published: true, by: 'Ana' }, source: 'api' }),
      'completed',
    ],
  ] as const) {
    const id = await inDoubt(world);
    world.clock.advance(2 * MINUTE_MS);
    world.play.lookUp = async () => {
      assert.equal((await read(world, id)).attempts[0]?.outcome, 'failed', 'it looks ended to others');
      await act(id);
      return { published: 'no' };
    };
    await world.turn();
    const task = await read(world, id);
    assert.equal(task.status_text, expected, what);
    assert.deepEqual([task.reconcile?.next_look_at ?? null, task.error], [null, null], what);
    world.play.run = publish;
    while (await world.turn()) {}
  }
});

test('a task that was repeated by force stays in doubt until somebody knows of its first attempt', async (t) => {
  const world = await taskWorld(t);
  for (const published of [false, true]) {
    const id = await inDoubt(world);
    await retryOnRequest(world.settling, { taskId: id, force: true });
    world.play.run = async () => {
      throw new PostwrightError('CAPTION_MISMATCH');
    };
    await world.turn();
    const { error, attempts, reconcile } = await read(world, id);
    assert.deepEqual(
      attempts.map((attempt) => attempt.error?.published),
      ['unknown', 'no'],
    );
    assert.deepEqual([error?.code, error?.published, error?.retryable], ['CAPTION_MISMATCH', 'unknown', false]);
    assert.match(error?.message ?? '', /An earlier attempt may have published\.$/);
    assert.equal(reconcile, null);
    await assert.rejects(retryOnRequest(world.settling, { taskId: id, force: false }), { errorName: 'STATE_CONFLICT' });
    await settleOnRequest(world.settling, { taskId: id, said: { published, by: 'Ana' }, source: 'api' });
    const task = await read(world, id);
    const outcomes = task.attempts.map((attempt) => attempt.error?.published ?? attempt.outcome);
    assert.equal(task.settled?.attempt, 1);
    assert.deepEqual(outcomes, [published ? 'completed' : 'no', 'no']);
    assert.deepEqual(
      [task.status_text, task.error?.published],
      [published ? 'completed' : 'failed', published ? undefined : 'no'],
    );
    assert.doesNotMatch(task.error?.message ?? '', /earlier attempt/);
    if (!published) await retryOnRequest(world.settling, { taskId: id, force: false });
    world.play.run = publish;
    while (await world.turn()) {}
  }
});

test('two servers neither make the same look nor let a task begin beside one', async (t) => {
  const world = await taskWorld(t);
  const id = await inDoubt(world);
  await world.add();
  world.clock.advance(2 * MINUTE_MS);
  const other = new Reconciler({ ...world.settling, serverId: randomUUID(), runner: world.runner });
  const signal = new AbortController().signal;
  let looks = 0;
  world.play.lookUp = async () => {
    looks += 1;
    assert.equal(await other.lookNext(SERIAL, signal), false);
    assert.equal(await world.runner.runNext(SERIAL, signal), false, 'no task begins meanwhile');
    return seen;
  };
  await world.reconciler.lookNext(SERIAL, signal);
  assert.equal(looks, 1);
  assert.equal((await read(world, id)).status_text, 'completed');
});

test('a look whose server died is given back, and made by the next', async (t) => {
  const world = await taskWorld(t);
  const id = await inDoubt(world);
  world.clock.advance(2 * MINUTE_MS);
  const dead = { id: randomUUID(), host: 'here', pid: 1, startedAt: world.clock.now() };
  await pingWrite(world.db, dead, world.clock.now());
  await world.db.updateTable('tasks').set({ reconcile_token: 'gone' }).where('id', '=', id).execute();
  await world.db
    .updateTable('attempts')
    .set({ outcome: 'running', token: 'gone', server_id: dead.id })
    .where('task_id', '=', id)
    .execute();
  assert.equal(await world.turn(), false);
  await world.recovery.start();
  assert.equal((await look(world, id, seen)).status_text, 'completed');
});
