import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useServerWords } from '../../lib/server-words.ts';
import { said, wordsAt } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { ToldInline } from '../../ui/told.tsx';
import type { Attention } from './attention.ts';
import { NeedsGroup, NeedsItem } from './group.tsx';

export function Holds({ found }: { readonly found: Attention['holds'] }) {
  const { t } = useTranslation('needs');
  const words = useServerWords();
  const { holds, incident, count } = found;
  return (
    <NeedsGroup title={t('holds.title')} about={t('holds.about')} count={count} listed={count}>
      {holds.map(({ name, reason, since }) => (
        <NeedsItem key={name}>
          <Text fw={600} component="div">
            <ToldInline telling={said(wordsAt(words?.holds, name), reason)} isWhole />
          </Text>
          <Text size="sm" c="dimmed">
            <Moment at={since} />
          </Text>
        </NeedsItem>
      ))}
      {incident === null ? null : (
        <NeedsItem>
          <Text fw={600}>
            {t('holds.incident', { missing: incident.missing.length, count: incident.serials.length })}
          </Text>
          <Text size="sm" component="div">
            <ToldInline telling={said(wordsAt(words?.incidents, incident.cause_name), incident.cause)} />
          </Text>
          <Text size="sm" c="dimmed">
            {incident.missing.join(', ')} · <Moment at={incident.began_at} />
          </Text>
        </NeedsItem>
      )}
    </NeedsGroup>
  );
}
