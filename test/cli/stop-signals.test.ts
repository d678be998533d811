import assert from 'node:assert/strict';
import { it } from 'node:test';
import { listenForStop } from '../../src/cli/stop-signals.ts';

it('the first signal asks, the second one forces, and release gives them back', async () => {
  const before = process.listenerCount('SIGTERM');
  let forced = 0;
  const signals = listenForStop(() => {
    forced += 1;
  });
  process.emit('SIGTERM', 'SIGTERM');
  assert.equal(await signals.asked, 'SIGTERM');
  assert.equal(forced, 0);
  process.emit('SIGINT', 'SIGINT');
  assert.equal(forced, 1);
  signals.release();
  assert.equal(process.listenerCount('SIGTERM'), before);
});
