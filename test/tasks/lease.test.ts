import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { withDeadline } from '../../src/kit/abort.ts';
import { passGate, workingMs } from '../../src/kit/gate.ts';
import type { RunningAttemptRow } from '../../src/storage/attempts.ts';
import { takeOver } from '../../src/storage/leases.ts';
import { Silence } from '../../src/tasks/silence.ts';
import { publish, taskWorld, type World } from './world.ts';

const HOUR_MS = 3_600_000;

/** Another server takes the running attempt of a task over. */
async function takeAway(world: World, taskId: number): Promise<void> {
  const row = (await world.attempts(taskId)).find(({ outcome }) => outcome === 'running');
  assert.ok(row);
  assert.ok(await takeOver(world.db, row, { token: 'elsewhere', serverId: 'elsewhere' }));
}

test('an attempt that was taken over cannot write anything', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  const refusals: unknown[] = [];
  let before = '';
  world.play.run = async ({ ledger }) => {
    await ledger.step('account', 'Reading the account', async () => {});
    await takeAway(world, id);
    before = JSON.stringify([await world.task(id), await world.attempts(id)]);
    const writes = [
      async () => await ledger.step('media', 'Copying', async () => {}),
      async () => await ledger.step('cleanup', 'Cleaning up', async () => {}),
      async () => await ledger.account('bruno'),
      async () => await ledger.commit(),
      async () => await ledger.keep(new Uint8Array(1), { kind: 'screenshot', name: 'late' }),
      async () => ledger.progress(99, 'Almost there'),
    ];
    for (const write of writes) await write().catch((error: unknown) => refusals.push(error));
    await sleep(50);
    return await publish({ ledger } as Parameters<typeof publish>[0]);
  };
  await world.turn();
  assert.deepEqual(
    refusals.map((error) => (error as { errorName?: string }).errorName),
    Array.from({ length: 5 }, () => 'LEASE_LOST'),
  );
  const [task, [attempt]] = [await world.task(id), await world.attempts(id)];
  const [taskBefore, [attemptBefore]] = JSON.parse(before) as [object, object[]];
  assert.deepEqual(JSON.parse(JSON.stringify(task)), taskBefore);
  assert.deepEqual(JSON.parse(JSON.stringify(attempt)), attemptBefore);
  assert.deepEqual(
    world.log.lines.filter((line) => line.includes('taken away')),
    ['an attempt was taken away from this server'],
    'a refused write is told as a refused renewal is, and once',
  );
});

test('an attempt that was taken over may not act, also to clean up, and learns it within seconds', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  let cleanedUp: unknown;
  world.play.run = async ({ signal }) => {
    const never = new AbortController().signal;
    await passGate(never);
    await takeAway(world, id);
    // Nobody tells it: the next renewal does, which a pass that is not fresh any more waits for.
    world.clock.advance(HOUR_MS);
    await assert.rejects(passGate(never), { errorName: 'LEASE_LOST' });
    assert.equal(signal.aborted, true);
    cleanedUp = await passGate(never).catch((error: unknown) => error);
    throw new Error('unreachable');
  };
  await world.turn();
  assert.equal((cleanedUp as { errorName?: string }).errorName, 'LEASE_LOST');
  assert.equal((await world.attempts(id))[0]?.outcome, 'running');
});

test('no jump of the clock takes an attempt away', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  world.play.run = async (context) => {
    for (const ms of [HOUR_MS, -2 * HOUR_MS, HOUR_MS]) {
      world.clock.advance(ms);
      await passGate(context.signal);
    }
    return await publish(context);
  };
  await world.turn();
  assert.equal((await world.task(id)).status, 2);
});

test('while the database is away an attempt holds before it acts, and its deadlines with it', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  const AWAY_MS = 600;
  let heldMs = 0;
  world.play.run = async (context) => {
    await passGate(context.signal);
    world.wire.cut();
    setTimeout(world.wire.mend, AWAY_MS);
    world.clock.advance(HOUR_MS);
    const [began, beganWorking] = [performance.now(), workingMs()];
    // Shorter than the database is away, and longer than what is done.
    await withDeadline('acting', { signal: context.signal, timeoutMs: AWAY_MS / 2 }, passGate);
    heldMs = performance.now() - began;
    assert.ok(workingMs() - beganWorking < AWAY_MS / 2, 'time has passed for its deadlines');
    return await publish(context);
  };
  await world.turn();
  assert.ok(heldMs >= AWAY_MS - 20, `it held for ${heldMs} ms`);
  assert.equal((await world.task(id)).status, 2);
});

test('a stop that was asked for lets nothing pass the commit point, and is seen by whoever carries the task out', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  world.play.run = async (context) => {
    await world.db.updateTable('attempts').set({ stop_requested_at: new Date() }).where('task_id', '=', id).execute();
    return await publish(context);
  };
  await world.turn();
  const [attempt] = await world.attempts(id);
  assert.deepEqual([attempt?.committed_at, (attempt?.error as { code?: string } | null)?.code], [null, 'STOPPED']);
});

test('silence is what was watched, by no other clock and not while the watcher slept', () => {
  let now = 0;
  const silence = new Silence(() => now);
  const row = { id: 1, token: 'a', renewals: 7, server_id: 'x', heartbeat_at: new Date(5) } as RunningAttemptRow;
  silence.watch([row]);
  now += HOUR_MS;
  silence.watch([row]);
  assert.equal(silence.isSilent(row), false, 'the watcher slept for an hour');
  for (let second = 0; second < 14; second += 1) {
    now += 1_000;
    silence.watch([row]);
  }
  assert.equal(silence.isSilent(row), true);
  const renewed = { ...row, renewals: 8, heartbeat_at: new Date(4) };
  assert.equal(silence.isSilent(renewed), false, 'it moved since it was watched');
  silence.watch([renewed]);
  assert.deepEqual([silence.isSilent(renewed), silence.isServerSilent(renewed)], [false, false]);
});
