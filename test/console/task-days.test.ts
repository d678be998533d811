import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpan } from '../../web/features/tasks/days.ts';

test('days of a search begin and end as the clocks of the zone say', () => {
  const hours = (day: string, zone: string): number => {
    const span = readSpan(day, zone, new Date('2026-03-29T12:00:00Z'));
    return ((span?.to?.getTime() ?? 0) - (span?.from?.getTime() ?? 0)) / 3_600_000;
  };
  assert.equal(hours('2026-03-29', 'Europe/Madrid'), 23);
  assert.equal(hours('2026-10-25', 'Europe/Madrid'), 25);
  assert.equal(hours('today', 'Europe/Madrid'), 23);
  assert.equal(hours('2026-03-08', 'America/New_York'), 23);
  assert.equal(hours('2026-06-01..2026-06-07', 'Asia/Kolkata'), 168);
  for (const wrong of ['soon', '2026-02-30', '..', '']) assert.equal(readSpan(wrong, 'UTC', new Date()), null, wrong);
});
