/** What an entry is dropped on, as the `data-drop` of a cell says it. */
import { type Landing, momentOf } from '../../lib/zone-time.ts';
import { onDay, type Row } from './half-hours.ts';
import type { Entry } from './use-calendar.ts';

/** A half hour of a day. */
export function slotDrop(date: string, { minutes, again }: Row): string {
  return `${date} ${minutes}${again ? ' again' : ''}`;
}

/** A day of the month, where an entry keeps its time of day. */
export function dayDrop(date: string): string {
  return date;
}

export function landingOf(entry: Entry, drop: string, zone: string): Landing {
  const [date = '', minutes, again] = drop.split(' ');
  if (minutes === undefined) return onDay(Date.parse(entry.at), date, zone);
  return momentOf({ date, minutes: Number(minutes), again: again !== undefined }, zone);
}
