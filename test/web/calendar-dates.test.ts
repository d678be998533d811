import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  addDays,
  addMonths,
  firstDayOfWeek,
  isDate,
  localeOf,
  monthWeeks,
  weekStart,
} from '../../web/features/calendar/dates.ts';

const MONDAY = 1;
const SUNDAY = 7;

describe('weeks and months', () => {
  it('begin with the day of the reader', () => {
    assert.equal(weekStart('2026-03-29', MONDAY), '2026-03-23');
    assert.equal(weekStart('2026-03-29', SUNDAY), '2026-03-29');
    assert.equal(weekStart('2026-01-01', MONDAY), '2025-12-29');
  });

  it('are whole', () => {
    const march = monthWeeks('2026-03-15', MONDAY);
    assert.deepEqual([march.length, march[0]?.[0], march.at(-1)?.at(-1)], [6, '2026-02-23', '2026-04-05']);
    assert.deepEqual(monthWeeks('2026-02-15', SUNDAY), [
      ...[0, 7, 14, 21].map((week) => Array.from({ length: 7 }, (_, day) => addDays('2026-02-01', week + day))),
    ]);
  });

  it('go on over ends of months and years', () => {
    assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
    assert.equal(addDays('2028-02-28', 1), '2028-02-29');
    assert.equal(addDays('2026-01-01', -1), '2025-12-31');
  });

  it('know what is no day', () => {
    assert.deepEqual(['2026-02-30', '2026-3-1', '', 'today', '2026-02-28'].map(isDate), [
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('begin on Sunday in the United States and on Monday in Spain and Britain', () => {
    assert.equal(firstDayOfWeek(localeOf('en', ['en-US'])), SUNDAY);
    assert.equal(firstDayOfWeek(localeOf('en', ['es-ES', 'en-GB'])), MONDAY);
    assert.equal(firstDayOfWeek(localeOf('es', ['en-US'])), MONDAY);
    assert.equal(firstDayOfWeek(localeOf('es', ['es-MX'])), SUNDAY);
    assert.equal(firstDayOfWeek(localeOf('en', [])), SUNDAY);
  });
});
