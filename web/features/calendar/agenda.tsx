import { Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import { EntryButton, useStateWord } from './entry.tsx';
import { dayOf } from './half-hours.ts';
import { isChanged, longDay, type Reader, timeOf } from './labels.ts';
import { type Day, type Entry, totalOf } from './use-calendar.ts';

interface AgendaProps {
  readonly days: readonly Day[];
  readonly reader: Reader;
  readonly onOpen: (entry: Entry) => void;
}

const COUNTS = ['pending', 'running', 'completed', 'failed'] as const;

/** The days that have something, one after another: what is read on a narrow screen and by ear. */
export function Agenda({ days, reader, onOpen }: AgendaProps) {
  const { t } = useTranslation('calendar');
  const stateWord = useStateWord();
  return (
    <Stack gap="lg">
      {days
        .filter((day) => totalOf(day) > 0)
        .map((day) => (
          <section key={day.date} aria-label={longDay(day.date, reader.language)}>
            <Group gap="sm" align="baseline" mb={4}>
              <Title order={2}>{longDay(day.date, reader.language)}</Title>
              <Text size="sm" c="dimmed">
                {COUNTS.filter((state) => day[state] > 0)
                  .map((state) => t(`counts.${state}`, { count: day[state] }))
                  .join(' · ')}
              </Text>
            </Group>
            <ul className={classes.agenda}>
              {day.entries.map((entry) => (
                <li key={entry.id}>
                  <EntryButton
                    entry={entry}
                    time={timeOf(Date.parse(entry.at), reader, isChanged(dayOf(day.date, reader.zone)))}
                    onOpen={onOpen}
                  />
                  <span className={classes.agendaState}>{stateWord(entry)}</span>
                </li>
              ))}
            </ul>
            {totalOf(day) > day.entries.length ? (
              <Text size="sm" c="dimmed" mt={4}>
                {t('shownOf', { shown: day.entries.length, total: totalOf(day) })}
              </Text>
            ) : null}
          </section>
        ))}
    </Stack>
  );
}
