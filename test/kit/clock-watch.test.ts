import assert from 'node:assert/strict';
import { test } from 'node:test';

import { watchClock } from '../../src/kit/clock-watch.ts';

test('a clock that is set is told, ahead or back; one that goes is not', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const time = { wall: 5_000, elapsed: 0 };
  let jumps = 0;
  const end = watchClock(() => (jumps += 1), { wallMs: () => time.wall, elapsedMs: () => time.elapsed });
  const pass = (ms: number, set = 0): number => {
    time.wall += ms + set;
    time.elapsed += ms;
    t.mock.timers.tick(ms);
    return jumps;
  };
  assert.equal(pass(1_000), 0);
  assert.equal(pass(4_000, 900), 0);
  assert.equal(pass(1_000, 3_600_000), 1);
  assert.equal(pass(1_000), 1);
  assert.equal(pass(1_000, -3_600_000), 2);
  end();
  assert.equal(pass(1_000, 3_600_000), 2);
});
