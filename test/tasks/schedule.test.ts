import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import { dueTimes, firstDueAt, nextTimeOfDay, type ScheduleRequest } from '../../src/tasks/schedule.ts';
import { parseTimestamp } from '../../src/tasks/timestamp.ts';

function refused(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PostwrightError && error.errorName === 'INVALID_PARAMETER');
    return error.message;
  }
  return 'taken';
}

describe('start_time', () => {
  const cases: readonly [what: string, zone: string, now: string, time: string, expected: string][] = [
    ['is today when still ahead', 'UTC', '2026-03-01T10:00:00Z', '18:30', '2026-03-01T18:30:00.000Z'],
    ['is tomorrow when it has passed', 'UTC', '2026-03-01T18:30:01Z', '18:30', '2026-03-02T18:30:00.000Z'],
    ['is tomorrow when it is just now', 'UTC', '2026-03-01T18:30:00Z', '18:30', '2026-03-02T18:30:00.000Z'],
    ['crosses a month', 'UTC', '2026-02-28T23:00:00Z', '08:00', '2026-03-01T08:00:00.000Z'],
    ['crosses a leap day', 'UTC', '2028-02-28T23:00:00Z', '08:00', '2028-02-29T08:00:00.000Z'],
    ['crosses a year', 'UTC', '2026-12-31T23:59:59Z', '00:00', '2027-01-01T00:00:00.000Z'],
    ['goes by the zone, not by UTC', 'Europe/Madrid', '2026-01-10T22:30:00Z', '23:45', '2026-01-10T22:45:00.000Z'],
    ['knows the day of the zone', 'Pacific/Auckland', '2026-01-10T22:30:00Z', '10:00', '2026-01-11T21:00:00.000Z'],
    ['knows half-hour zones', 'Asia/Kolkata', '2026-01-10T10:00:00Z', '18:00', '2026-01-10T12:30:00.000Z'],
    ['knows quarter-hour zones', 'Asia/Kathmandu', '2026-01-10T10:00:00Z', '18:00', '2026-01-10T12:15:00.000Z'],
    ['knows zones west of UTC', 'America/Los_Angeles', '2026-01-10T10:00:00Z', '01:59', '2026-01-11T09:59:00.000Z'],
    // Clocks go forward at 02:00 on 2026-03-08 in New York, at 02:00 on 2026-03-29 in Madrid.
    ['moves on over a gap', 'America/New_York', '2026-03-08T05:00:00Z', '02:30', '2026-03-08T07:30:00.000Z'],
    ['moves on over a gap (Madrid)', 'Europe/Madrid', '2026-03-28T23:30:00Z', '02:30', '2026-03-29T01:30:00.000Z'],
    ['finds tomorrow across a gap', 'Europe/Madrid', '2026-03-28T12:00:00Z', '09:00', '2026-03-29T07:00:00.000Z'],
    [
      'takes the first of two in an overlap',
      'America/New_York',
      '2026-11-01T04:00:00Z',
      '01:30',
      '2026-11-01T05:30:00.000Z',
    ],
    [
      'takes the second when the first has passed',
      'America/New_York',
      '2026-11-01T05:45:00Z',
      '01:30',
      '2026-11-01T06:30:00.000Z',
    ],
    [
      'is tomorrow when both have passed',
      'America/New_York',
      '2026-11-01T06:45:00Z',
      '01:30',
      '2026-11-02T06:30:00.000Z',
    ],
    ['knows half-hour gaps', 'Australia/Lord_Howe', '2026-10-03T14:00:00Z', '02:15', '2026-10-03T15:45:00.000Z'],
    [
      'knows clocks that change at midnight',
      'Africa/Cairo',
      '2026-04-23T12:00:00Z',
      '00:30',
      '2026-04-23T22:30:00.000Z',
    ],
  ];
  for (const [what, timeZone, now, time, expected] of cases) {
    it(`${what}: ${time} in ${timeZone}`, () => {
      assert.equal(nextTimeOfDay(time, { now: new Date(now), timeZone }).toISOString(), expected);
    });
  }
});

describe('start_at', () => {
  const context = { now: new Date('2026-03-01T12:00:00Z'), timeZone: 'UTC' };
  const due = (request: ScheduleRequest) => firstDueAt(request, context).toISOString();

  it('is taken with its offset', () => {
    assert.equal(due({ start_at: '2026-03-01T18:30:00+01:00' }), '2026-03-01T17:30:00.000Z');
    assert.equal(due({ start_at: '2026-03-01T18:30:00.25Z' }), '2026-03-01T18:30:00.250Z');
    assert.equal(due({ start_at: '2026-03-01t18:30:00-05:30' }), '2026-03-02T00:00:00.000Z');
  });

  it('may be a minute past, and no more', () => {
    assert.equal(due({ start_at: '2026-03-01T11:59:00Z' }), '2026-03-01T11:59:00.000Z');
    assert.match(
      refused(() => due({ start_at: '2026-03-01T11:58:59Z' })),
      /start_at: is in the past/,
    );
  });

  it('cannot stand beside start_time', () => {
    assert.match(
      refused(() => due({ start_at: '2026-03-01T18:30:00Z', start_time: '18:30' })),
      /together with start_time/,
    );
  });

  it('is now when neither is given', () => {
    assert.equal(due({}), '2026-03-01T12:00:00.000Z');
  });

  const bad = [
    '2026-03-01',
    '2026-03-01T18:30:00',
    '2026-03-01T18:30Z',
    '2026-02-30T18:30:00Z',
    '2027-02-29T18:30:00Z',
    '2026-13-01T18:30:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T18:60:00Z',
    '2026-03-01T18:30:00+25:00',
    '2026-03-01T18:30:00+0100',
    ' 2026-03-01T18:30:00Z',
    'tomorrow',
    '1772390000',
    '',
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.match(
        refused(() => parseTimestamp(text, 'start_at')),
        /start_at: must be an RFC 3339/,
      );
    });
  }
});

describe('intervals', () => {
  const first = new Date('2026-03-01T12:00:00Z');
  const minutes = (date: Date) => (date.getTime() - first.getTime()) / 60_000;

  function gaps(request: ScheduleRequest, serials: readonly string[], draws: readonly number[]): number[] {
    let next = 0;
    const dueAt = dueTimes(request, first, () => draws[next++ % draws.length] ?? 0);
    return serials.map((serial) => minutes(dueAt(serial).at));
  }

  it('start every phone at the first moment and add up on each', () => {
    const request = { min_interval: 10, max_interval: 20 };
    assert.deepEqual(gaps(request, ['A', 'A', 'B', 'A', 'B'], [0, 0.5, 1]), [0, 10, 0, 25, 20]);
  });

  it('begin on each further phone as much later as asked', () => {
    const request = { min_interval: 10, stagger: 3 };
    assert.deepEqual(gaps(request, ['A', 'A', 'B', 'C', 'A', 'B'], [0]), [0, 10, 3, 6, 20, 13]);
    const dueAt = dueTimes({ stagger: 2 }, new Date('9999-12-31T23:58:30Z'), () => 0);
    dueAt('A');
    assert.match(
      refused(() => dueAt('B')),
      /stagger: .*year 9999/,
    );
  });

  it('are all zero when not asked for', () => {
    assert.deepEqual(gaps({}, ['A', 'A', 'A'], [0.9]), [0, 0, 0]);
  });

  it('are told with each time, to be kept when one starts late; without intervals there is nothing to keep', () => {
    const dueAt = dueTimes({ min_interval: 7 }, first, () => 0);
    assert.deepEqual(
      ['A', 'A', 'B'].map((serial) => dueAt(serial).gapMs),
      [0, 420_000, 0],
    );
    assert.equal(dueTimes({}, first, () => 0)('A').gapMs, null);
  });

  it('are exactly min_interval without a max_interval, and from 0 without a min_interval', () => {
    assert.deepEqual(gaps({ min_interval: 7 }, ['A', 'A'], [0.9]), [0, 7]);
    assert.deepEqual(gaps({ max_interval: 10 }, ['A', 'A'], [0.5]), [0, 5]);
  });

  it('cannot end before they begin', () => {
    const message = refused(() => gaps({ min_interval: 5, max_interval: 4 }, ['A'], [0]));
    assert.match(message, /max_interval: must be at least min_interval, which is 5/);
    assert.match(
      refused(() => gaps({ min_interval: 5, max_interval: 0 }, ['A'], [0])),
      /max_interval/,
    );
  });

  it('cannot lead beyond the years that RFC 3339 can tell', () => {
    const late = new Date('9999-12-31T23:59:00Z');
    const dueAt = dueTimes({ min_interval: 1 }, late, () => 0);
    assert.equal(dueAt('A').at.toISOString(), '9999-12-31T23:59:00.000Z');
    assert.match(
      refused(() => dueAt('A')),
      /max_interval: .*year 9999/,
    );
    const after = dueTimes({}, new Date(late.getTime() + 60_000), () => 0);
    assert.match(
      refused(() => after('A')),
      /start_at: .*year 9999/,
    );
  });

  it('stay within their bounds and fill them evenly', () => {
    let seed = 0;
    const dueAt = dueTimes({ min_interval: 10, max_interval: 20 }, first, () => (seed++ % 100) / 100);
    const times = Array.from({ length: 101 }, () => minutes(dueAt('A').at));
    const drawn = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    assert.ok(drawn.every((gap) => gap >= 10 - 1e-6 && gap <= 20));
    assert.ok(Math.abs(drawn.reduce((sum, gap) => sum + gap, 0) / drawn.length - 14.95) < 0.001);
  });
});
