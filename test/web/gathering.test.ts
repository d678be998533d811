import assert from 'node:assert/strict';
import { test } from 'node:test';

import { gathering } from '../../web/lib/gathering.ts';

test('calls that come together are one act, those that come during it one more, after a rest', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const acts: PromiseWithResolvers<void>[] = [];
  const { call, forget } = gathering({
    act: async () => {
      const done = Promise.withResolvers<void>();
      acts.push(done);
      await done.promise;
    },
    restMs: (tookMs) => 1_000 + tookMs,
  });
  const end = async (index: number): Promise<void> => {
    acts[index]?.resolve();
    await new Promise(setImmediate);
  };
  for (let times = 0; times < 100; times += 1) call();
  t.mock.timers.tick(200);
  assert.equal(acts.length, 1);
  for (let times = 0; times < 100; times += 1) call();
  t.mock.timers.tick(300);
  assert.equal(acts.length, 1, 'never two at once');
  await end(0);
  t.mock.timers.tick(1_299);
  assert.equal(acts.length, 1, 'it rests, longer after one that took long');
  t.mock.timers.tick(1);
  assert.equal(acts.length, 2, 'what came meanwhile is not lost');
  await end(1);
  t.mock.timers.tick(60_000);
  assert.equal(acts.length, 2, 'nothing was called for');
  call();
  forget();
  t.mock.timers.tick(60_000);
  assert.equal(acts.length, 2, 'nobody waits for it any more');
});
