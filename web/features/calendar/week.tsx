import { Text, VisuallyHidden } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { wallOf } from '../../lib/zone-time.ts';
import classes from './calendar.module.css';
import { type Row, rowAt, rowsOf, today, wallIn, type ZoneDay } from './half-hours.ts';
import { longDay, type Reader, shortDay } from './labels.ts';
import { type Day, type Entry, totalOf } from './use-calendar.ts';
import { type CellHandlers, WeekRow } from './week-row.tsx';

interface WeekProps extends CellHandlers {
  readonly zoneDays: readonly ZoneDay[];
  readonly days: readonly Day[];
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly reader: Reader;
  readonly over: string | null;
}

/** Where the day begins to be interesting. */
const FIRST_SHOWN_MINUTES = 7 * 60;

/** A week as a table of half hours. Each day has those that exist: one that the clock skips is struck out. */
export function Week({ zoneDays, days, entries, reader, over, onOpen, onGrab, onDay }: WeekProps) {
  const { t } = useTranslation('calendar');
  const { language, zone } = reader;
  const rows = useMemo(() => rowsOf(zoneDays, zone), [zoneDays, zone]);
  const cells = useMemo(() => cellsOf(entries, rows, { zoneDays, zone }), [entries, rows, zoneDays, zone]);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-minutes="${FIRST_SHOWN_MINUTES}"]`);
    const head = scroller.current?.querySelector('thead');
    if (row && head) scroller.current?.scrollTo({ top: row.offsetTop - head.clientHeight });
  }, []);
  const now = today(zone, Date.now());
  const nowRow = rowAt(rows, wallOf(Date.now(), zone));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
    <section className={classes.scroller} data-scrolls ref={scroller} tabIndex={0} aria-label={t('week')}>
      <table className={classes.week}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>{t('hour')}</VisuallyHidden>
            </th>
            {zoneDays.map(({ date }) => (
              <th
                key={date}
                scope="col"
                data-today={date === now || undefined}
                aria-current={date === now ? 'date' : undefined}
              >
                <span aria-hidden>{shortDay(date, language)}</span>
                <VisuallyHidden>{longDay(date, language)}</VisuallyHidden>
                <LeftOut day={days.find((day) => day.date === date)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <WeekRow
              key={`${row.minutes} ${row.again}`}
              days={zoneDays}
              row={row}
              isTwice={rows.some(({ minutes, again }) => again && minutes === row.minutes)}
              cells={cells.get(index)}
              reader={reader}
              over={over !== null && isIn(over, row) ? over : null}
              now={index === nowRow ? now : null}
              onOpen={onOpen}
              onGrab={onGrab}
              onDay={onDay}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** By row and date, so that each entry is placed once, however many half hours there are. */
function cellsOf(
  entries: WeekProps['entries'],
  rows: readonly Row[],
  { zoneDays, zone }: { readonly zoneDays: readonly ZoneDay[]; readonly zone: string },
) {
  const cells = new Map<number, Map<string, Entry[]>>();
  for (const [date, own] of entries)
    for (const entry of own) {
      const index = rowAt(rows, wallIn(zoneDays, Date.parse(entry.at), zone));
      const row = cells.get(index) ?? new Map<string, Entry[]>();
      cells.set(index, row.set(date, [...(row.get(date) ?? []), entry]));
    }
  return cells;
}

function isIn(drop: string, { minutes, again }: Row): boolean {
  return drop.endsWith(` ${minutes}${again ? ' again' : ''}`);
}

function LeftOut({ day }: { readonly day: Day | undefined }) {
  const { t } = useTranslation('calendar');
  if (day === undefined || totalOf(day) <= day.entries.length) return null;
  return (
    <Text size="xs" c="dimmed" fw={400}>
      {t('shownOf', { shown: day.entries.length, total: totalOf(day) })}
    </Text>
  );
}
