import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { absoluteTime, type Shown } from '../lib/format.ts';
import { type Landing, momentOf, offsetAt, readText, textOf, wallOf } from '../lib/zone-time.ts';
import { FailureNote } from './failure-note.tsx';

interface MomentFormProps {
  /** What the fields begin with, in epoch milliseconds. */
  readonly from: number;
  readonly shown: Shown & { readonly timeZone: string };
  /** The word of the button. */
  readonly action: string;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly children?: ReactNode;
  /** In a window of its own: how to leave it. */
  readonly onCancel?: () => void;
  readonly onChoose: (landing: Landing) => void;
}

const ALARM = 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-3))';

/** Asks for a day and a time by the clock of a zone, and says before it is sent which moment that is. */
export function MomentForm({
  from,
  shown,
  action,
  busy = false,
  error = null,
  children,
  onCancel,
  onChoose,
}: MomentFormProps) {
  const { t } = useTranslation('moment');
  const { t: shell } = useTranslation('shell');
  const { timeZone: zone } = shown;
  const [[date = '', time = ''], setText] = useState(() => textOf(from, zone).split('T'));
  const [again, setAgain] = useState(() => wallOf(from, zone).again);
  const wall = readText(`${date}T${time}`);
  const isTwice = wall !== null && momentOf({ ...wall, again: true }, zone).kind === 'exact';
  const landing = wall && momentOf({ ...wall, again: again && isTwice }, zone);
  const problem = landing === null ? t('needed') : landing.at < Date.now() ? t('past') : null;
  const when = absoluteTime(new Date(landing?.at ?? from), shown);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (landing !== null && problem === null) onChoose(landing);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {children}
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={t('date')}
            value={date}
            onChange={({ currentTarget: { value } }) => setText([value, time])}
            required
            data-autofocus={onCancel !== undefined || undefined}
          />
          <TextInput
            type="time"
            label={`${t('time')} (${zone})`}
            value={time}
            onChange={({ currentTarget: { value } }) => setText([date, value])}
            required
          />
        </Group>
        {wall !== null && isTwice ? (
          <NativeSelect
            label={t('which')}
            value={again ? 'second' : 'first'}
            onChange={({ currentTarget: { value } }) => setAgain(value === 'second')}
            data={(['first', 'second'] as const).map((value) => ({
              value,
              label: t(value, { offset: offsetAt(momentOf({ ...wall, again: value === 'second' }, zone).at, zone) }),
            }))}
          />
        ) : null}
        <Text size="sm" role="status" {...(problem === null ? {} : { c: ALARM })}>
          {problem ?? t(landing?.kind === 'skipped' ? 'skipped' : 'to', { when })}
        </Text>
        {error === null ? null : <FailureNote error={error} />}
        <Group justify="flex-end">
          {onCancel === undefined ? null : (
            <Button variant="default" onClick={onCancel}>
              {shell('cancel')}
            </Button>
          )}
          <Button type="submit" loading={busy} disabled={problem !== null}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface MomentDialogProps extends Omit<MomentFormProps, 'children' | 'onCancel'> {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
}

/** The form in a window of its own. */
export function MomentDialog({ opened, title, onClose, ...form }: MomentDialogProps) {
  const { t } = useTranslation('shell');
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <MomentForm {...form} onCancel={onClose} />
    </Modal>
  );
}
