import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Landing } from '../../lib/zone-time.ts';
import { MomentForm } from '../../ui/moment-form.tsx';
import type { Reader } from './labels.ts';
import type { Entry } from './use-calendar.ts';

interface MoveFormProps {
  readonly entry: Entry;
  readonly reader: Reader;
  readonly onMove: (landing: Landing) => void;
}

/** Day and time in the zone of the calendar. */
export function MoveForm({ entry, reader: { language, zone }, onMove }: MoveFormProps) {
  const { t } = useTranslation('calendar');
  return (
    <MomentForm
      from={Date.parse(entry.at)}
      shown={{ language, timeZone: zone }}
      action={t('move.submit')}
      onChoose={onMove}
    >
      <Title order={3}>{t('move.heading')}</Title>
      {entry.needs_decision ? <Text size="sm">{t('move.held')}</Text> : null}
    </MomentForm>
  );
}
