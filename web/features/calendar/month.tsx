import { Anchor, VisuallyHidden } from '@mantine/core';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import { isSameMonth } from './dates.ts';
import { dayDrop } from './drops.ts';
import { EntryButton } from './entry.tsx';
import { today, type ZoneDay } from './half-hours.ts';
import { dayNumber, isChanged, longDay, type Reader, timeOf, weekday } from './labels.ts';
import { type Day, type Entry, totalOf } from './use-calendar.ts';

interface MonthProps {
  readonly weeks: readonly (readonly string[])[];
  /** A day of the month that is meant. */
  readonly date: string;
  readonly zoneDays: readonly ZoneDay[];
  readonly days: readonly Day[];
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly reader: Reader;
  readonly over: string | null;
  readonly onOpen: (entry: Entry) => void;
  readonly onGrab: (entry: Entry, event: PointerEvent<HTMLElement>) => void;
  readonly onDay: (date: string) => void;
}

/** A month of whole weeks: the first posts of each day, and how many more there are. */
export function Month(props: MonthProps) {
  const { t } = useTranslation('calendar');
  const { weeks, reader } = props;
  return (
    <table className={classes.month} aria-label={t('month')}>
      <thead>
        <tr>
          {(weeks[0] ?? []).map((date) => (
            <th key={date} scope="col">
              {weekday(date, reader.language)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((date) => (
              <MonthDay key={date} {...props} day={date} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MonthDay({
  zoneDays,
  day: date,
  date: meant,
  days,
  entries,
  reader,
  over,
  onOpen,
  onGrab,
  onDay,
}: MonthProps & { readonly day: string }) {
  const { t } = useTranslation('calendar');
  const { language, zone } = reader;
  const own = entries.get(date) ?? [];
  const day = days.find((one) => one.date === date);
  const more = day === undefined ? 0 : Math.max(0, totalOf(day) - own.length);
  const zoneDay = zoneDays.find((one) => one.date === date);
  const isChangeDay = zoneDay !== undefined && isChanged(zoneDay);
  const isToday = date === today(zone, Date.now());
  return (
    <td
      data-drop={dayDrop(date)}
      data-over={over === dayDrop(date) || undefined}
      data-other={!isSameMonth(date, meant) || undefined}
      data-today={isToday || undefined}
      aria-current={isToday ? 'date' : undefined}
    >
      <Anchor
        component="button"
        type="button"
        size="sm"
        c="inherit"
        className={classes.dayNumber}
        onClick={() => onDay(date)}
      >
        <span aria-hidden>{dayNumber(date, language)}</span>
        <VisuallyHidden>{longDay(date, language)}</VisuallyHidden>
      </Anchor>
      {own.map((entry) => (
        <EntryButton
          key={entry.id}
          entry={entry}
          time={timeOf(Date.parse(entry.at), reader, isChangeDay)}
          onOpen={onOpen}
          onGrab={onGrab}
        />
      ))}
      {more === 0 ? null : (
        <Anchor component="button" type="button" size="xs" onClick={() => onDay(date)}>
          {t('more', { count: more })} <VisuallyHidden>{longDay(date, language)}</VisuallyHidden>
        </Anchor>
      )}
    </td>
  );
}
