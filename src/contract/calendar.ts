import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Sha256, Timestamp, Username } from './common.ts';
import { TaskStatusNumber } from './task.ts';

/** Two months, each with the days of its neighbours that its first and last week show. */
export const MAX_CALENDAR_DAYS = 62;
/** More than anybody reads of one day. What is left out is counted. */
const MAX_PER_DAY = 200;
const USUAL_PER_DAY = 50;
/** Longer than any IANA name. */
const MAX_ZONE_UNITS = 64;

export const TimeZone = Type.String({
  minLength: 1,
  maxLength: MAX_ZONE_UNITS,
  description: 'An IANA time zone.',
  examples: ['Europe/Madrid'],
});

export const CalendarQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        // Years that a zone's rules say something about, and whose days all have moments of four-digit years.
        pattern: '^(19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
        'x-expected': 'a day as YYYY-MM-DD, from 1970 to 2199',
        description: 'The first day; today when left out.',
        examples: ['2026-03-01'],
      }),
    ),
    days: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MAX_CALENDAR_DAYS, default: 7, description: 'How many days.' }),
    ),
    time_zone: Type.Optional({
      ...TimeZone,
      description: "Whose days they are; the server's time zone when left out.",
    }),
    per_day: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_PER_DAY,
        default: USUAL_PER_DAY,
        description: 'So many tasks of each day at most, the earliest first; the counts of a day tell of all.',
      }),
    ),
    serial: Type.Optional(Serial),
    username: Type.Optional(Username),
    platform: Type.Optional(Type.Enum(Platform.enum)),
    status: Type.Optional(TaskStatusNumber),
  },
  { additionalProperties: false, title: 'CalendarQuery' },
);
export type CalendarQuery = Static<typeof CalendarQuery>;

export const CalendarEntry = Type.Object(
  {
    id: Id,
    at: Timestamp,
    what: Type.Enum(['due', 'started', 'finished'], {
      description:
        'What happens at that moment: due of a pending task, started of a running one, finished of any other.',
    }),
    status: TaskStatusNumber,
    status_text: Type.Enum(['pending', 'running', 'completed', 'failed']),
    serial: Serial,
    username: Nullable(Type.String()),
    platform: Nullable(Platform),
    script_name: Type.String(),
    caption: Type.String({ description: 'The first 80 characters as drawn; empty where there is none.' }),
    material: Nullable(Type.Object({ sha256: Sha256, mime: Type.String() }), { description: 'The first one.' }),
    material_count: Type.Integer(),
    rehearsal: Type.Boolean(),
    needs_decision: Type.Boolean({
      description: 'A pending task that does not begin until somebody decides about it.',
    }),
    error_code: Nullable(Type.String()),
    published_unknown: Type.Boolean({ description: 'A failed task of which nobody knows whether it was published.' }),
  },
  { title: 'CalendarEntry' },
);
export type CalendarEntry = Static<typeof CalendarEntry>;

export const CalendarDay = Type.Object(
  {
    date: Type.String({ examples: ['2026-03-01'] }),
    begins_at: Timestamp,
    ends_at: Type.String({
      ...Timestamp,
      description: 'When the next day begins: 23, 25 or 23.5 hours later where the clock is changed.',
    }),
    pending: Type.Integer(),
    running: Type.Integer(),
    completed: Type.Integer(),
    failed: Type.Integer(),
    entries: Type.Array(CalendarEntry, { description: 'The earliest of the day, at most per_day.' }),
  },
  { title: 'CalendarDay' },
);
export type CalendarDay = Static<typeof CalendarDay>;

export const Calendar = Type.Object(
  {
    time_zone: Type.String({ description: 'Whose days these are.' }),
    days: Type.Array(CalendarDay),
  },
  { title: 'Calendar' },
);
export type Calendar = Static<typeof Calendar>;

export const RescheduleTask = Type.Object(
  {
    start_at: Type.String({
      maxLength: 64,
      description:
        'RFC 3339 date-time with offset. With time_zone, what the clock shows there, without an offset: 2026-03-02T09:00.',
      examples: ['2026-03-02T09:00:00+01:00'],
    }),
    time_zone: Type.Optional({
      ...TimeZone,
      description:
        'Where start_at is meant. A time that the clock skips there becomes the one as much later (02:30 becomes 03:30), one that it shows twice is the first.',
    }),
  },
  { additionalProperties: false, title: 'RescheduleTask' },
);
export type RescheduleTask = Static<typeof RescheduleTask>;
