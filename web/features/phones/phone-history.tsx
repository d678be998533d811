import { Button, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerWords } from '../../lib/server-words.ts';
import { ofSentence, wordsAt } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { ToldInline } from '../../ui/told.tsx';
import { Nothing } from './nothing.tsx';
import type { PhoneDetail } from './phone-state.ts';

const FIRST = 10;

/** What has happened to a phone, the newest first. */
export function PhoneHistory({ events }: { readonly events: PhoneDetail['history'] }) {
  const { t } = useTranslation('phones');
  const words = useServerWords();
  const [isAll, setAll] = useState(false);
  if (events.length === 0) return <Nothing>{t('history.none')}</Nothing>;
  const shown = isAll ? events : events.slice(0, FIRST);
  return (
    <Stack gap="xs" align="flex-start">
      <List listStyleType="none" spacing={4} size="sm">
        {shown.map(({ at, event, message }) => (
          <List.Item key={`${at} ${event} ${message}`}>
            <Text size="sm" c="dimmed" span>
              <Moment at={at} />
            </Text>{' '}
            <ToldInline telling={ofSentence(wordsAt(words?.events, event), message)} isWhole />
          </List.Item>
        ))}
      </List>
      {events.length > shown.length ? (
        <Button size="xs" variant="subtle" onClick={() => setAll(true)}>
          {t('history.all', { count: events.length })}
        </Button>
      ) : null}
    </Stack>
  );
}
