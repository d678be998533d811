import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StartStop } from '../../src/app/start-stop.ts';

test('a part whose turn comes after the stop is not started: nobody would stop it', async () => {
  const order = new StartStop();
  const told: string[] = [];
  const part = { start: async () => told.push('start'), stop: async () => told.push('stop') };
  await order.start(part);
  await order.stop();
  await assert.rejects(order.start(part), { errorName: 'SERVER_STOPPED' });
  assert.deepEqual(told, ['start', 'stop']);
});
