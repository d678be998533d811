/** Asking for a moment, wherever something is moved in time. */
export const moment = {
  date: 'Day',
  time: 'Time',
  which: 'The clock shows this time twice',
  first: 'the first time, UTC{{offset}}',
  second: 'the second time, UTC{{offset}}',
  to: 'It becomes due {{when}}.',
  skipped: 'The clock skips this time on that day: it becomes due {{when}}.',
  past: 'That time has passed.',
  needed: 'Choose a day and a time.',
} as const;
