import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { asText, ofFinding } from '../../lib/telling.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Moment } from '../../ui/moment.tsx';
import { type Attention, useDeed } from './attention.ts';
import { NeedsGroup, NeedsItem } from './group.tsx';
import { PhoneLink } from './task-lines.tsx';

export function Quarantined({ found }: { readonly found: Attention['quarantined'] }) {
  const { t } = useTranslation('needs');
  const words = useServerWords();
  const [asked, setAsked] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const test = useDeed(async (serial: string) => {
    const { passed, checks } = await ask('testDevice', { params: { serial } });
    const failed = checks.find(({ ok }) => !ok);
    const why =
      failed === undefined
        ? ''
        : asText(ofFinding(words, { ...failed, remedy: null }, words?.selfTest?.[failed.check].bad));
    const sentence = passed ? t('quarantined.passed', { serial }) : t('quarantined.failed', { serial, why });
    setSaid(sentence);
    return sentence;
  });
  const release = useDeed(async (serial: string) => {
    await ask('releaseDevice', { params: { serial } });
    setAsked(null);
    return t('quarantined.released', { serial });
  });
  return (
    <NeedsGroup
      title={t('quarantined.title')}
      about={t('quarantined.about')}
      count={found.count}
      listed={found.phones.length}
      error={test.error ?? release.error}
    >
      {found.phones.map(({ serial, model, reason, by, at }) => (
        <NeedsItem
          key={serial}
          actions={
            <>
              <Button
                size="xs"
                variant="default"
                loading={test.isPending && test.variables === serial}
                aria-label={t('quarantined.testFor', { serial })}
                onClick={() => test.mutate(serial)}
              >
                {t('quarantined.test')}
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={t('quarantined.releaseFor', { serial })}
                onClick={() => setAsked(serial)}
              >
                {t('quarantined.release')}
              </Button>
            </>
          }
        >
          <Text fw={600} component="div">
            <PhoneLink serial={serial} /> {model}
          </Text>
          <Text size="sm" {...(by === 'operator' ? {} : { lang: 'en' })}>
            {reason}
          </Text>
          <Text size="sm" c="dimmed">
            {t(by === 'operator' ? 'quarantined.byOperator' : 'quarantined.byPostwright')} · <Moment at={at} />
          </Text>
        </NeedsItem>
      ))}
      {said === null ? null : (
        <Text component="li" size="sm" p="sm">
          {said}
        </Text>
      )}
      <Confirm
        opened={asked !== null}
        title={t('quarantined.title')}
        action={t('quarantined.release')}
        busy={release.isPending}
        onClose={() => setAsked(null)}
        onConfirm={() => asked !== null && release.mutate(asked)}
      >
        {t('quarantined.ask', { serial: asked ?? '' })}
      </Confirm>
    </NeedsGroup>
  );
}
