import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import { publish, taskWorld } from './world.ts';

test('an attempt whose phone goes away before the commit point is repeated without using up a retry', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add({ max_retries: 0 });
  let losses = 2;
  world.play.run = async (context) => {
    if (losses === 0) return await publish(context);
    losses -= 1;
    throw new PostwrightError('DEVICE_LOST');
  };
  while (await world.turn()) world.clock.advance(60_000);
  const task = await world.task(id);
  assert.deepEqual([task.status, task.attempt, task.retries_used], [2, 3, 0]);
});

test('a task that loses its phone again and again fails in the end', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add({ max_retries: 0 });
  world.play.run = async () => {
    throw new PostwrightError('DEVICE_LOST');
  };
  while (await world.turn()) world.clock.advance(60_000);
  const task = await world.task(id);
  const error = task.error as { code: string; published: string } | null;
  assert.deepEqual([task.status, task.attempt, error?.code, error?.published], [3, 5, 'DEVICE_LOST', 'no']);
});
