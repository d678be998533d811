import { VisuallyHidden } from '@mantine/core';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import { slotDrop } from './drops.ts';
import { EntryButton } from './entry.tsx';
import { isChanged, longDay, type Reader, rowLabel, shortDay, timeOf } from './labels.ts';
import type { Entry } from './use-calendar.ts';
import { cellMoment, dayOf, type Row, rowAt, rowsOf, today, wallOf, type ZoneDay } from './zone-time.ts';

interface WeekProps {
  readonly dates: readonly string[];
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly reader: Reader;
  readonly over: string | null;
  readonly onOpen: (entry: Entry) => void;
  readonly onGrab: (entry: Entry, event: PointerEvent<HTMLElement>) => void;
}

/** Where the day begins to be interesting. */
const FIRST_SHOWN_MINUTES = 7 * 60;

/** A week as a table of half hours. Each day has those that exist: one that the clock skips is struck out. */
export function Week(props: WeekProps) {
  const { t } = useTranslation('calendar');
  const { dates, reader } = props;
  const { language, zone } = reader;
  const key = dates.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which dates they are.
  const { days, rows } = useMemo(() => {
    const made = dates.map((date) => dayOf(date, zone));
    return { days: made, rows: rowsOf(made, zone) };
  }, [key, zone]);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-minutes="${FIRST_SHOWN_MINUTES}"]`);
    const head = scroller.current?.querySelector('thead');
    if (row && head) scroller.current?.scrollTo({ top: row.offsetTop - head.clientHeight });
  }, []);
  const now = today(zone, Date.now());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
    <section className={classes.scroller} data-scrolls ref={scroller} tabIndex={0} aria-label={t('week')}>
      <table className={classes.week}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>{t('hour')}</VisuallyHidden>
            </th>
            {days.map(({ date }) => (
              <th
                key={date}
                scope="col"
                data-today={date === now || undefined}
                aria-current={date === now ? 'date' : undefined}
              >
                <span aria-hidden>{shortDay(date, language)}</span>
                <VisuallyHidden>{longDay(date, language)}</VisuallyHidden>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <WeekRow key={`${row.minutes} ${row.again}`} {...props} days={days} rows={rows} row={row} index={index} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface WeekRowProps extends WeekProps {
  readonly days: readonly ZoneDay[];
  readonly rows: readonly Row[];
  readonly row: Row;
  readonly index: number;
}

function WeekRow({ days, rows, row, index, entries, reader, over, onOpen, onGrab }: WeekRowProps) {
  const { t } = useTranslation('calendar');
  const { zone } = reader;
  const isTwice = rows.some(({ minutes, again }) => again && minutes === row.minutes);
  const twiceOn = isTwice
    ? days.find((day) => isChanged(day) && cellMoment(day, { ...row, again: true }, zone) !== null)
    : undefined;
  const twiceAt = twiceOn && cellMoment(twiceOn, row, zone);
  return (
    <tr
      data-minutes={row.again ? undefined : row.minutes}
      data-half={row.minutes % 60 !== 0 || undefined}
      data-twice={isTwice || undefined}
    >
      <th scope="row">
        {rowLabel(row, twiceAt ?? undefined, reader)}
        {row.again ? <span className={classes.again}>{t('again')}</span> : null}
      </th>
      {days.map((day) => {
        const drop = slotDrop(day.date, row);
        const exists = cellMoment(day, row, zone) !== null;
        const own = (entries.get(day.date) ?? []).filter(
          ({ at }) => rowAt(rows, wallOf(Date.parse(at), zone)) === index,
        );
        // What is dropped on a skipped half hour goes to the next there is; a second one that is none takes nothing.
        const takes = exists || !row.again;
        return (
          <td
            key={day.date}
            data-drop={takes ? drop : undefined}
            data-over={over === drop || undefined}
            data-missing={!exists || undefined}
          >
            {exists ? null : <VisuallyHidden>{t(row.again ? 'onlyOnce' : 'noSuchHour')}</VisuallyHidden>}
            {own.map((entry) => (
              <EntryButton
                key={entry.id}
                entry={entry}
                time={timeOf(Date.parse(entry.at), reader, isChanged(day))}
                onOpen={onOpen}
                onGrab={onGrab}
              />
            ))}
          </td>
        );
      })}
    </tr>
  );
}
