import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CommitMoments } from '../../src/tasks/commit-moments.ts';

const HOUR_MS = 60 * 60_000;
const COMMITTED = new Date('2026-03-01T12:00:00Z');
const at = (ms: number): Date => new Date(COMMITTED.getTime() + ms);

test('a clock that is set makes no commit point look older to who waits, nor later to who compares', () => {
  let elapsedMs = 5_000;
  const moments = new CommitMoments(() => elapsedMs);
  moments.note(1);
  elapsedMs += 60_000;
  assert.deepEqual(moments.since(1, COMMITTED, at(60_000)), { committedAt: COMMITTED, elapsedMs: 60_000 });
  // Set forward by an hour, then back by two.
  assert.deepEqual(moments.since(1, COMMITTED, at(HOUR_MS + 60_000)), { committedAt: COMMITTED, elapsedMs: 60_000 });
  assert.deepEqual(moments.since(1, COMMITTED, at(60_000 - HOUR_MS)), { committedAt: at(-HOUR_MS), elapsedMs: 0 });
  // Suspended for an hour: the machine's time goes on, the process saw none of it.
  assert.deepEqual(moments.since(1, COMMITTED, at(HOUR_MS + 60_000)).committedAt, COMMITTED);
});

test('a commit point of another process is known by the time of the machine', () => {
  const moments = new CommitMoments(() => 0);
  assert.deepEqual(moments.since(7, COMMITTED, at(HOUR_MS)), { committedAt: COMMITTED, elapsedMs: HOUR_MS });
  assert.deepEqual(moments.since(7, COMMITTED, at(-HOUR_MS)), { committedAt: at(-25 * HOUR_MS), elapsedMs: 0 });
});
