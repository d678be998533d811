import assert from 'node:assert/strict';
import { test } from 'node:test';

import { outageLog } from '../../src/app/outage-log.ts';
import type { Log } from '../../src/kit/log.ts';

test('what every room says while the database is away is told once an outage, the rest for debugging', () => {
  const told: string[] = [];
  const keep =
    (level: string) =>
    (_: object, sentence: string): void =>
      void told.push(`${level}: ${sentence}`);
  const kept: Log = {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    child: () => kept,
  };
  const away = new Error('away');
  let now = 0;
  const log = outageLog(
    kept,
    (error) => error === away,
    () => now,
  );
  for (let second = 0; second < 3; second += 1) {
    now = second * 1_000;
    log.warn({ err: away }, 'no heartbeat');
    log.child({ lane: 1 }).error({ err: away }, 'no look');
    log.warn({ err: new Error('another') }, 'no heartbeat');
  }
  assert.deepEqual(told.filter((line) => line === 'warn: no heartbeat').length, 4);
  assert.deepEqual(told.filter((line) => line === 'error: no look').length, 1);
  assert.deepEqual(told.filter((line) => line.startsWith('debug')).length, 4);
  now += 61_000;
  log.warn({ err: away }, 'no heartbeat');
  assert.equal(told.at(-1), 'warn: no heartbeat');
});
