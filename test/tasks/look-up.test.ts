import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import { publish, seen, taskWorld } from './world.ts';

test('a post is looked for on the profile it was made on, whoever is current by then', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  const asked: (string | null)[] = [];
  world.play.run = async (context) => {
    await publish(context);
    throw new PostwrightError('DEVICE_LOST');
  };
  const looks = [
    async () => {
      throw new PostwrightError('DEVICE_LOST');
    },
    async () => seen,
  ];
  world.play.lookUp = async ({ plan }) => {
    asked.push(plan.username);
    return await (looks.shift() ?? (async () => seen))();
  };
  await world.turn();
  assert.equal((await world.task(id)).status, 1);
  await world.turn();
  assert.equal((await world.task(id)).status, 2);
  assert.deepEqual(asked, ['ana', 'ana']);
});

test('a look at the profile that is interrupted again does not hold the lane in a circle', async (t) => {
  const world = await taskWorld(t);
  const id = await world.add();
  world.play.run = async (context) => {
    await publish(context);
    throw new PostwrightError('DEVICE_LOST');
  };
  world.play.lookUp = async () => {
    throw new PostwrightError('DEVICE_LOST');
  };
  await world.turn();
  await assert.rejects(world.turn(), { errorName: 'SERVER_STOPPED' });
  assert.equal((await world.task(id)).status, 1);
});
