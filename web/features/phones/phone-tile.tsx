import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type ServerWords, useServerWords } from '../../lib/server-words.ts';
import { said, type Telling, wordsAt } from '../../lib/telling.ts';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { ToldInline } from '../../ui/told.tsx';
import { LiveScreen } from './live-screen.tsx';
import { MOODS, nameOf, type Phone, stateOf } from './phone-state.ts';

/** As often as a wall is looked at; the phone is asked once for all who do. */
const EVERY_MS = 1_000;
/** So that no connection of the browser waits for a phone that takes its time. */
const MAX_AGE_MS = 3_000;

export function PhoneTile({ phone, widthPx }: { readonly phone: Phone; readonly widthPx: number }) {
  const { t } = useTranslation('phones');
  const words = useServerWords();
  const state = stateOf(phone);
  const name = nameOf(phone);
  return (
    <Card component="li" withBorder padding="xs" radius="md" data-phone={phone.serial}>
      <Card.Section>
        <LiveScreen
          serial={phone.serial}
          label={t('picture.label', { name })}
          widthPx={widthPx}
          everyMs={EVERY_MS}
          maxAgeMs={MAX_AGE_MS}
          online={phone.online}
        />
      </Card.Section>
      <Stack gap={4} mt="xs">
        <Anchor component={Link} to={`/phones/${encodeURIComponent(phone.serial)}`} size="sm" fw={600} truncate="end">
          {name}
        </Anchor>
        <Group gap={6} wrap="wrap">
          <MoodBadge mood={MOODS[state]}>{t(`state.${state}`)}</MoodBadge>
          <Battery phone={phone} />
        </Group>
        <Text size="xs" c="dimmed" lineClamp={2} mih="2.6em">
          <ToldInline telling={doing(phone, { t, words })} />
        </Text>
      </Stack>
    </Card>
  );
}

function Battery({ phone: { battery } }: { readonly phone: Phone }) {
  const { t } = useTranslation('phones');
  if (battery === null) return null;
  const words = battery.powered ? 'battery.charging' : 'battery.plain';
  return (
    <Text size="xs" c={battery.percent < 20 && !battery.powered ? 'red' : 'dimmed'}>
      {t(words, { percent: battery.percent })}
    </Text>
  );
}

type Words = ReturnType<typeof useTranslation<'phones'>>['t'];

/** What it is doing, or why it is not. */
function doing(phone: Phone, { t, words }: { readonly t: Words; readonly words: ServerWords | null }): Telling {
  const { running_step: step, held_back: held, queue_length: waiting } = phone;
  if (step !== null) return said(wordsAt(words?.steps, phone.running_step_name), step);
  if (held !== null) return said(wordsAt(words?.holds, phone.held_back_by), held);
  return said(waiting === 0 ? t('nothingWaits') : t('waiting', { count: waiting }), null);
}
