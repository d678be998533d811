import { Anchor, VisuallyHidden } from '@mantine/core';
import { memo, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import { slotDrop } from './drops.ts';
import { EntryButton } from './entry.tsx';
import { cellMoment, type Row, type ZoneDay } from './half-hours.ts';
import { isChanged, longDay, type Reader, rowLabel, timeOf } from './labels.ts';
import type { Entry } from './use-calendar.ts';

export interface CellHandlers {
  readonly onOpen: (entry: Entry) => void;
  readonly onGrab: (entry: Entry, event: PointerEvent<HTMLElement>) => void;
  readonly onDay: (date: string) => void;
}

interface WeekRowProps extends CellHandlers {
  readonly days: readonly ZoneDay[];
  readonly row: Row;
  /** Whether some day of the week shows this time twice. */
  readonly isTwice: boolean;
  readonly cells: ReadonlyMap<string, readonly Entry[]> | undefined;
  readonly reader: Reader;
  /** The drop below the pointer, if it is of this row. */
  readonly over: string | null;
  /** Today, in the row of the present half hour. */
  readonly now: string | null;
}

/** What does not fit into half an hour is read in the list of the day. */
const SHOWN_PER_CELL = 6;

/** Drawn anew only when something of this half hour changes: a pointer that drags passes over many. */
export const WeekRow = memo(function WeekRow({
  days,
  row,
  isTwice,
  cells,
  reader,
  over,
  now,
  ...handlers
}: WeekRowProps) {
  const { t } = useTranslation('calendar');
  const { zone } = reader;
  const twice = isTwice
    ? days.find((day) => isChanged(day) && cellMoment(day, { ...row, again: true }, zone) !== null)
    : undefined;
  const twiceAt = twice && cellMoment(twice, row, zone);
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
        return (
          <td
            key={day.date}
            // What is dropped on a skipped half hour goes to the next there is; a second one that is none takes nothing.
            data-drop={exists || !row.again ? drop : undefined}
            data-over={over === drop || undefined}
            data-missing={!exists || undefined}
            data-now={now === day.date || undefined}
          >
            {exists ? null : <VisuallyHidden>{t(row.again ? 'onlyOnce' : 'noSuchHour')}</VisuallyHidden>}
            <Cell day={day} entries={cells?.get(day.date) ?? []} reader={reader} {...handlers} />
          </td>
        );
      })}
    </tr>
  );
});

interface CellProps extends CellHandlers {
  readonly day: ZoneDay;
  readonly entries: readonly Entry[];
  readonly reader: Reader;
}

function Cell({ day, entries, reader, onOpen, onGrab, onDay }: CellProps) {
  const { t } = useTranslation('calendar');
  const more = entries.length - SHOWN_PER_CELL;
  return (
    <>
      {entries.slice(0, SHOWN_PER_CELL).map((entry) => (
        <EntryButton
          key={entry.id}
          entry={entry}
          time={timeOf(Date.parse(entry.at), reader, isChanged(day))}
          onOpen={onOpen}
          onGrab={onGrab}
        />
      ))}
      {more <= 0 ? null : (
        <Anchor component="button" type="button" size="xs" onClick={() => onDay(day.date)}>
          {t('more', { count: more })} <VisuallyHidden>{longDay(day.date, reader.language)}</VisuallyHidden>
        </Anchor>
      )}
    </>
  );
}
