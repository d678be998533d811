import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf, wallOf } from '../../web/lib/wall-time.ts';

test('what the clock of a zone shows is the moment that the server takes it for, across its changes', () => {
  const cases: readonly [zone: string, wall: string, moment: string][] = [
    ['UTC', '2026-03-29T02:30', '2026-03-29T02:30:00.000Z'],
    ['Europe/Madrid', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['Europe/Madrid', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Madrid', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['Europe/Madrid', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00.000Z'],
    ['Asia/Kathmandu', '2026-01-10T18:00', '2026-01-10T12:15:00.000Z'],
  ];
  for (const [zone, wall, moment] of cases) {
    const found = momentOf(wall, zone);
    assert.equal(found?.toISOString(), moment, `${zone} ${wall}`);
  }
  assert.equal(wallOf(new Date('2026-07-01T16:30:00Z'), 'Europe/Madrid'), '2026-07-01T18:30');
  assert.equal(wallOf(new Date('2026-01-01T00:00:00Z'), 'UTC'), '2026-01-01T00:00');
  for (const none of ['', '0203-07-07T11:30', '20311-07-07T11:30', '2031-02-30T99:00'])
    assert.equal(momentOf(none, 'Europe/Madrid'), null, none);
});
