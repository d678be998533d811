/** Days, weeks and months of the calendar, which no clock changes. Dates are YYYY-MM-DD. */
import { Temporal } from 'temporal-polyfill';

const DAYS_PER_WEEK = 7;

export function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

export function addMonths(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

export function datesFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, day) => addDays(first, day));
}

/**
 * @param firstDay 1 for Monday to 7 for Sunday.
 * @returns the first day of the week that has this day.
 */
export function weekStart(date: string, firstDay: number): string {
  const { dayOfWeek } = Temporal.PlainDate.from(date);
  return addDays(date, -((dayOfWeek - firstDay + DAYS_PER_WEEK) % DAYS_PER_WEEK));
}

/** The weeks that have a day of this month, whole. */
export function monthWeeks(date: string, firstDay: number): string[][] {
  const first = Temporal.PlainDate.from(date).with({ day: 1 });
  const last = first.add({ months: 1 }).subtract({ days: 1 }).toString();
  const weeks: string[][] = [];
  for (let start = weekStart(first.toString(), firstDay); start <= last; start = addDays(start, DAYS_PER_WEEK))
    weeks.push(datesFrom(start, DAYS_PER_WEEK));
  return weeks;
}

export function isSameMonth(one: string, other: string): boolean {
  return one.slice(0, 7) === other.slice(0, 7);
}

const MONDAY = 1;

interface WeekInfo {
  readonly firstDay: number;
}

/**
 * The language that is shown, as it is written in the reader's country where the browser says which.
 * @param language what the console is shown in.
 * @param preferred the browser's languages, best first.
 */
export function localeOf(language: string, preferred: readonly string[]): string {
  return preferred.find((one) => one.split('-')[0] === language.split('-')[0]) ?? language;
}

/** With which day the week begins there. */
export function firstDayOfWeek(tag: string): number {
  const locale = new Intl.Locale(tag).maximize() as Intl.Locale & {
    readonly getWeekInfo?: () => WeekInfo;
    readonly weekInfo?: WeekInfo;
  };
  return locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? MONDAY;
}
