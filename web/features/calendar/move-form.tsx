import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import { isDate } from './dates.ts';
import { inputsOf, momentLabel, type Reader } from './labels.ts';
import type { Entry } from './use-calendar.ts';
import { type Landing, momentOf, offsetAt, wallOf } from './zone-time.ts';

interface MoveFormProps {
  readonly entry: Entry;
  readonly reader: Reader;
  readonly onMove: (landing: Landing) => void;
}

/** Day and time in the zone of the calendar; says before it moves where the task will stand. */
export function MoveForm({ entry, reader, onMove }: MoveFormProps) {
  const { t } = useTranslation('calendar');
  const { zone } = reader;
  const from = Date.parse(entry.at);
  const [{ date, time }, setInputs] = useState(() => inputsOf(from, zone));
  const [again, setAgain] = useState(() => wallOf(from, zone).again);
  const chosen = readInputs(date, time);
  const second = chosen && momentOf({ ...chosen, again: true }, zone);
  const isTwice = second?.kind === 'exact';
  const landing = chosen && momentOf({ ...chosen, again: again && isTwice }, zone);
  const problem = landing === null ? t('move.needed') : landing.at < Date.now() ? t('move.past') : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (landing !== null && problem === null) onMove(landing);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Title order={3}>{t('move.heading')}</Title>
        {entry.needs_decision ? <Text size="sm">{t('move.held')}</Text> : null}
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={t('move.date')}
            value={date}
            onChange={({ currentTarget: { value } }) => setInputs({ date: value, time })}
            required
          />
          <TextInput
            type="time"
            label={`${t('move.time')} (${zone})`}
            value={time}
            onChange={({ currentTarget: { value } }) => setInputs({ date, time: value })}
            required
          />
        </Group>
        {chosen !== null && isTwice ? (
          <NativeSelect
            label={t('move.which')}
            value={again ? 'second' : 'first'}
            onChange={({ currentTarget: { value } }) => setAgain(value === 'second')}
            data={(['first', 'second'] as const).map((value) => ({
              value,
              label: t(`move.${value}`, {
                offset: offsetAt(momentOf({ ...chosen, again: value === 'second' }, zone).at, zone),
              }),
            }))}
          />
        ) : null}
        <Text size="sm" role="status" className={classes.problem} data-problem={problem !== null || undefined}>
          {problem ??
            t(landing?.kind === 'skipped' ? 'move.skipped' : 'move.to', {
              when: momentLabel(landing?.at ?? from, reader),
            })}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" disabled={problem !== null}>
            {t('move.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function readInputs(date: string, time: string): { readonly date: string; readonly minutes: number } | null {
  const [hours = '', minutes = ''] = time.split(':');
  if (!isDate(date) || hours === '' || minutes === '') return null;
  return { date, minutes: Number(hours) * 60 + Number(minutes) };
}
