import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/format.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { ofSentence, said, wordsAt } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { type Settings, settingOf } from './data.ts';
import { FactTable, Section } from './section.tsx';

export function Licence({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const words = useServerWords();
  const shown = useShown();
  const { license, instance_id: instance } = settings;
  const { plan_name: plan, device_limit: limit, holder, expires_at: expires, required, state, message } = license;
  return (
    <Section title={t('licence.title')}>
      <Told
        telling={required ? ofSentence(wordsAt(words?.licence, state), message) : said(t('licence.notNeeded'), null)}
      />
      <FactTable
        rows={[
          [t('licence.plan'), plan],
          [t('licence.phones'), limit === null ? t('licence.unlimited') : count(limit, shown)],
          ...(holder === null ? [] : [[t('licence.holder'), holder] as const]),
          ...(required
            ? [
                [
                  t('licence.until'),
                  expires === null ? t('licence.forever') : <Moment key="until" at={expires} />,
                ] as const,
              ]
            : []),
          [t('licence.instance'), instance],
        ]}
      />
      <Text size="sm" c="dimmed">
        {t('licence.instanceAbout')} {t('licence.install', { folder: settingOf(settings, 'data-dir')?.value ?? '' })}
      </Text>
    </Section>
  );
}

export function Access({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const key = settingOf(settings, 'api-key');
  return (
    <Section title={t('access.title')}>
      <Text size="sm">{t(key?.is_set === true ? 'access.set' : 'access.unset')}</Text>
      <Text size="sm" c="dimmed">
        {t('access.how', { variable: key?.variable ?? '' })}
      </Text>
    </Section>
  );
}
