import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isShownTwice, momentOf, momentOfText, offsetAt, textOf, wallOf } from '../../web/lib/zone-time.ts';

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
    const found = momentOfText(wall, zone);
    assert.equal(found?.toISOString(), moment, `${zone} ${wall}`);
  }
  assert.equal(textOf(Date.parse('2026-07-01T16:30:00Z'), 'Europe/Madrid'), '2026-07-01T18:30');
  assert.equal(textOf(Date.parse('2026-01-01T00:00:00Z'), 'UTC'), '2026-01-01T00:00');
  for (const none of ['', '0203-07-07T11:30', '20311-07-07T11:30', '2031-02-30T99:00'])
    assert.equal(momentOfText(none, 'Europe/Madrid'), null, none);
});

test('a time that the clock shows twice has two moments, one that it skips has that of the server, and says so', () => {
  const at = (zone: string, date: string, minutes: number, again = false): string => {
    const landing = momentOf({ date, minutes, again }, zone);
    return `${new Date(landing.at).toISOString()} ${landing.kind}`;
  };
  assert.equal(at('Europe/Berlin', '2026-10-25', 150), '2026-10-25T00:30:00.000Z exact');
  assert.equal(at('Europe/Berlin', '2026-10-25', 150, true), '2026-10-25T01:30:00.000Z exact');
  assert.equal(at('Europe/Berlin', '2026-10-26', 150, true), '2026-10-26T01:30:00.000Z once');
  assert.equal(at('Europe/Berlin', '2026-03-29', 150), '2026-03-29T01:30:00.000Z skipped');
  assert.equal(at('America/New_York', '2026-11-01', 90, true), '2026-11-01T06:30:00.000Z exact');
  assert.equal(at('Australia/Lord_Howe', '2026-04-05', 105, true), '2026-04-04T15:15:00.000Z exact');
  // Midnight is skipped there: the day begins at one.
  assert.equal(at('Africa/Cairo', '2026-04-24', 0), '2026-04-23T22:00:00.000Z skipped');
  const second = Date.parse('2026-10-25T01:30:12Z');
  assert.deepEqual(wallOf(second, 'Europe/Berlin'), { date: '2026-10-25', minutes: 150, again: true });
  assert.deepEqual([isShownTwice(second, 'Europe/Berlin'), isShownTwice(second, 'Asia/Kathmandu')], [true, false]);
  assert.deepEqual(
    ['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'UTC'].map((zone) => offsetAt(second, zone)),
    ['+01:00', '-02:30', '+05:45', '+00:00'],
  );
});
