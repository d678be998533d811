import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask, type DataOf, type QueryOf } from '../../lib/ask.ts';
import { usePaceMs, useRefresh } from '../../lib/use-refresh.ts';
import type { Address, View } from './address.ts';
import { addDays, datesFrom, monthWeeks, weekStart } from './dates.ts';
import { wallIn, type ZoneDay } from './half-hours.ts';

export type Calendar = DataOf<'readCalendar'>;
export type Day = Calendar['days'][number];
export type Entry = Day['entries'][number];

export const CALENDAR = 'readCalendar';
const DAYS_PER_WEEK = 7;
export const AGENDA_DAYS = 14;
/** More of a day than this are counted. */
const PER_DAY: Readonly<Record<View, number>> = { week: 100, month: 4, agenda: 100 };
const LOOK_AGAIN_MS = { live: 60_000, deaf: 15_000 } as const;
const REST_MS = 2_000;

/** The days that are shown, in weeks where there are several. */
export function shownWeeks({ view, date, firstDay }: Address): string[][] {
  if (view === 'month') return monthWeeks(date, firstDay);
  return [view === 'week' ? datesFrom(weekStart(date, firstDay), DAYS_PER_WEEK) : datesFrom(date, AGENDA_DAYS)];
}

export function calendarQuery(address: Address): QueryOf<'readCalendar'> {
  const dates = shownWeeks(address).flat();
  return {
    from: dates[0] ?? address.date,
    days: dates.length,
    time_zone: address.zone,
    per_day: PER_DAY[address.view],
    ...(address.account === null ? {} : { username: address.account }),
    ...(address.phone === null ? {} : { serial: address.phone }),
  };
}

export function useCalendar(address: Address) {
  const query = calendarQuery(address);
  useRefresh([CALENDAR, query], {
    on: ['task.created', 'task.changed', 'task.deleted'],
    isAbout: ({ data }) => address.phone === null || data.serial === address.phone,
    restMs: REST_MS,
  });
  return useQuery({
    queryKey: [CALENDAR, query],
    queryFn: async ({ signal }) => await ask('readCalendar', { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: usePaceMs(LOOK_AGAIN_MS),
  });
}

/** The entries of each day by what the clock of the zone shows here. */
export function entriesByDate(calendar: Calendar, days: readonly ZoneDay[], zone: string) {
  const all = calendar.days.flatMap(({ entries }) => entries);
  return Map.groupBy(all, ({ at }) => wallIn(days, Date.parse(at), zone).date);
}

export function totalOf({ pending, running, completed, failed }: Day): number {
  return pending + running + completed + failed;
}

/** The calendar as it is once a task stands at another time, until the server says so itself. */
export function withMoved(calendar: Calendar, id: number, at: number): Calendar {
  const entry = calendar.days.flatMap(({ entries }) => entries).find((one) => one.id === id);
  if (entry === undefined) return calendar;
  const moved: Entry = { ...entry, at: new Date(at).toISOString(), needs_decision: false };
  return {
    ...calendar,
    days: calendar.days.map((day) => {
      const had = day.entries.some((one) => one.id === id);
      const has = Date.parse(day.begins_at) <= at && at < Date.parse(day.ends_at);
      if (!had && !has) return day;
      const rest = day.entries.filter((one) => one.id !== id);
      const entries = has ? [...rest, moved].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id) : rest;
      return { ...day, entries, pending: day.pending - Number(had) + Number(has) };
    }),
  };
}

export function nextDate({ view, date }: Address, direction: 1 | -1): string {
  return addDays(date, direction * (view === 'agenda' ? AGENDA_DAYS : DAYS_PER_WEEK));
}
