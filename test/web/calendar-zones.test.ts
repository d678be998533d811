import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { datesFrom } from '../../web/features/calendar/dates.ts';
import { cellMoment, dayOf, onDay, type Row, rowAt, rowsOf } from '../../web/features/calendar/half-hours.ts';
import { momentOf, offsetAt, wallOf } from '../../web/lib/zone-time.ts';

interface Change {
  readonly zone: string;
  /** A week with the day, and the day itself. */
  readonly week: string;
  readonly date: string;
  readonly hours: number;
  /** Half hours that the clock skips, or shows twice. */
  readonly skipped?: readonly string[];
  readonly repeated?: readonly string[];
  /** Where what is dropped on the first skipped one goes. */
  readonly next?: string;
}

const CHANGES: readonly Change[] = [
  {
    zone: 'Europe/Berlin',
    week: '2026-03-23',
    date: '2026-03-29',
    hours: 23,
    skipped: ['02:00', '02:30'],
    next: '2026-03-29T01:00:00.000Z',
  },
  { zone: 'Europe/Berlin', week: '2026-10-19', date: '2026-10-25', hours: 25, repeated: ['02:00', '02:30'] },
  {
    zone: 'America/New_York',
    week: '2026-03-08',
    date: '2026-03-08',
    hours: 23,
    skipped: ['02:00', '02:30'],
    next: '2026-03-08T07:00:00.000Z',
  },
  { zone: 'America/New_York', week: '2026-11-01', date: '2026-11-01', hours: 25, repeated: ['01:00', '01:30'] },
  {
    zone: 'Australia/Lord_Howe',
    week: '2026-09-28',
    date: '2026-10-04',
    hours: 23.5,
    skipped: ['02:00'],
    next: '2026-10-03T15:30:00.000Z',
  },
  { zone: 'Australia/Lord_Howe', week: '2026-03-30', date: '2026-04-05', hours: 24.5, repeated: ['01:30'] },
  // Midnight is where the clock changes: the day begins at one, and its eve ends with eleven twice.
  {
    zone: 'America/Santiago',
    week: '2026-08-31',
    date: '2026-09-06',
    hours: 23,
    skipped: ['00:00', '00:30'],
    next: '2026-09-06T04:00:00.000Z',
  },
  { zone: 'America/Santiago', week: '2026-03-30', date: '2026-04-04', hours: 25, repeated: ['23:00', '23:30'] },
];

function clock({ minutes }: Row): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

for (const { zone, week, date, hours, skipped = [], repeated = [], next } of CHANGES) {
  describe(`${zone} in the week of ${date}`, () => {
    const days = datesFrom(week, 7).map((one) => dayOf(one, zone));
    const rows = rowsOf(days, zone);
    const changed = days.find((day) => day.date === date);
    assert.ok(changed);

    it('has days as long as they are', () => {
      assert.deepEqual(
        days.map((day) => day.hours),
        days.map((day) => (day.date === date ? hours : 24)),
      );
      for (const [index, day] of days.entries()) assert.equal(day.endsAt, days[index + 1]?.beginsAt ?? day.endsAt);
    });

    it('draws every half hour that exists, once, in its order, and no other', () => {
      for (const day of days) {
        const moments = rows.map((row) => cellMoment(day, row, zone)).filter((at) => at !== null);
        const all = Array.from({ length: day.hours * 2 }, (_, half) => day.beginsAt + half * 30 * 60_000);
        assert.deepEqual(moments, all, day.date);
      }
    });

    it('has a row for each half hour, and a second one for those that come twice', () => {
      const again = rows.filter((row) => row.again);
      assert.deepEqual(again.map(clock), repeated);
      assert.equal(rows.length, 48 + repeated.length);
      const without = rows.filter((row) => !row.again && cellMoment(changed, row, zone) === null);
      assert.deepEqual(without.map(clock), skipped);
    });

    it('tells the two apart', () => {
      for (const row of rows.filter(({ again }) => again)) {
        const [first, second] = [false, true].map((again) => momentOf({ date, minutes: row.minutes, again }, zone).at);
        assert.ok(first !== undefined && second !== undefined && first < second);
        assert.deepEqual([wallOf(first, zone).again, wallOf(second, zone).again], [false, true]);
        assert.notEqual(offsetAt(first, zone), offsetAt(second, zone));
        assert.notEqual(rowAt(rows, wallOf(first, zone)), rowAt(rows, wallOf(second, zone)));
      }
    });

    it('puts what is dropped on a skipped time as far after the change', () => {
      for (const [index, row] of rows.filter((one) => skipped.includes(clock(one))).entries()) {
        const landing = momentOf({ date, ...row }, zone);
        assert.deepEqual(landing, { kind: 'skipped', at: Date.parse(next ?? '') + index * 30 * 60_000 });
      }
    });

    it('finds each moment of the week where it was put', () => {
      for (const day of days)
        for (let at = day.beginsAt; at < day.endsAt; at += 17 * 60_000) {
          const wall = wallOf(at, zone);
          assert.deepEqual(momentOf(wall, zone), { at, kind: 'exact' });
          const row = rows[rowAt(rows, wall)];
          assert.ok(row);
          const began = cellMoment(day, row, zone);
          assert.ok(began !== null && at >= began && at < began + 30 * 60_000);
        }
    });
  });
}

describe('the same time on another day', () => {
  const at = (iso: string): number => Date.parse(iso);
  const moved = (iso: string, date: string) => {
    const landing = onDay(at(iso), date, 'Europe/Berlin');
    return [new Date(landing.at).toISOString(), landing.kind];
  };
  it('keeps the clock, not the distance', () => {
    assert.deepEqual(moved('2026-03-28T08:15:00Z', '2026-03-30'), ['2026-03-30T07:15:00.000Z', 'exact']);
    assert.deepEqual(moved('2026-10-24T07:15:00Z', '2026-10-26'), ['2026-10-26T08:15:00.000Z', 'exact']);
  });
  it('is as far after the change where the clock skips it', () => {
    assert.deepEqual(moved('2026-03-28T01:20:00Z', '2026-03-29'), ['2026-03-29T01:20:00.000Z', 'skipped']);
  });
  it('is the first of two, and the only one for the second of two', () => {
    assert.deepEqual(moved('2026-10-24T00:30:00Z', '2026-10-25'), ['2026-10-25T00:30:00.000Z', 'exact']);
    assert.deepEqual(moved('2026-10-25T01:30:00Z', '2026-10-26'), ['2026-10-26T01:30:00.000Z', 'once']);
  });
});
