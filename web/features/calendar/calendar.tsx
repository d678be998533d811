import { Button, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { type Address, useAddress } from './address.ts';
import { Agenda } from './agenda.tsx';
import { Details } from './details.tsx';
import { DragGhost } from './drag-ghost.tsx';
import { landingOf } from './drops.ts';
import { dayOf } from './half-hours.ts';
import { isChanged, longDay } from './labels.ts';
import { Month } from './month.tsx';
import { MoveNote } from './move-note.tsx';
import { Toolbar } from './toolbar.tsx';
import {
  type Calendar as CalendarData,
  type Entry,
  entriesByDate,
  shownWeeks,
  totalOf,
  useCalendar,
} from './use-calendar.ts';
import { useDrag } from './use-drag.ts';
import { useMove } from './use-move.ts';
import { Week } from './week.tsx';

/** What is due and what was published, by week, month or as a list. */
export function Calendar() {
  const address = useAddress();
  const { data, error, refetch } = useCalendar(address);
  const { move, note, forget } = useMove(address);
  const [opened, setOpened] = useState<Entry | null>(null);
  useEffect(() => {
    // Who had the focus may stand elsewhere now, as another element.
    if (note !== null && document.activeElement === document.body)
      document.querySelector<HTMLElement>(`[data-entry="${note.id}"]`)?.focus();
  }, [note]);
  return (
    <Stack gap="sm">
      <Toolbar address={address} />
      <Changes address={address} />
      {error === null ? null : <FailureNote error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        error === null && <RowsSkeleton />
      ) : (
        <Days address={address} data={data} onOpen={setOpened} onMove={move} />
      )}
      <Details entry={opened} reader={address} onMove={move} onClose={() => setOpened(null)} />
      {note === null ? null : <MoveNote note={note} onClose={forget} />}
    </Stack>
  );
}

interface DaysProps {
  readonly address: Address;
  readonly data: CalendarData;
  readonly onOpen: (entry: Entry) => void;
  readonly onMove: ReturnType<typeof useMove>['move'];
}

function Days({ address, data, onOpen, onMove }: DaysProps) {
  const { t } = useTranslation('calendar');
  const { view, zone, language, set } = address;
  const { drag, onGrab } = useDrag((entry, drop) => onMove(entry, landingOf(entry, drop, zone)));
  const key = shownWeeks(address).flat().join(' ');
  const zoneDays = useMemo(() => key.split(' ').map((date) => dayOf(date, zone)), [key, zone]);
  const entries = useMemo(() => entriesByDate(data, zoneDays, zone), [data, zoneDays, zone]);
  const reader = useMemo(() => ({ language, zone }), [language, zone]);
  const weeks = shownWeeks(address);
  const isEmpty = data.days.every((day) => totalOf(day) === 0);
  const over = drag?.over ?? null;
  // The setter of the address is another one in each render, and nobody need be drawn anew for that.
  const setAddress = useRef(set);
  setAddress.current = set;
  const onDay = useCallback((date: string) => setAddress.current({ view: 'agenda', date }), []);
  const shared = { zoneDays, days: data.days, entries, reader, over, onOpen, onGrab, onDay };
  return (
    <>
      {isEmpty ? <NothingHere address={address} /> : null}
      {view === 'week' ? <Week {...shared} /> : null}
      {view === 'month' ? <Month {...shared} weeks={weeks} date={address.date} /> : null}
      {view === 'agenda' ? <Agenda days={data.days} reader={reader} onOpen={onOpen} /> : null}
      {view === 'agenda' || isEmpty ? null : (
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
      )}
      {drag === null ? null : (
        <DragGhost drag={drag} landing={over === null ? null : landingOf(drag.entry, over, zone)} reader={address} />
      )}
    </>
  );
}

/** Which of the days are longer or shorter than others. */
function Changes({ address }: { readonly address: Address }) {
  const { t } = useTranslation('calendar');
  const { zone, language } = address;
  const changed = shownWeeks(address)
    .flat()
    .map((date) => dayOf(date, zone))
    .filter(isChanged);
  return changed.map(({ date, hours }) => (
    <Text key={date} size="sm">
      {t(hours < 24 ? 'changed.shorter' : 'changed.longer', { day: longDay(date, language), hours })}
    </Text>
  ));
}

function NothingHere({ address: { account, phone, set } }: { readonly address: Address }) {
  const { t } = useTranslation('calendar');
  if (account !== null || phone !== null)
    return (
      <Empty
        title={t('empty.filtered')}
        action={
          <Button variant="default" onClick={() => set({ account: null, phone: null })}>
            {t('clear')}
          </Button>
        }
      />
    );
  return (
    <Empty
      title={t('empty.quiet')}
      action={
        <Button component={Link} to="/new" variant="default">
          {t('empty.first')}
        </Button>
      }
    >
      {t('empty.quietWhy')}
    </Empty>
  );
}
