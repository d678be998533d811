import { Group, SegmentedControl, Select, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGES } from '../../lib/texts.ts';
import { useSession } from '../../lib/use-shown.ts';
import { Section } from './section.tsx';

const THEMES = ['auto', 'light', 'dark'] as const;

/** How the console looks in this browser. */
export function Appearance() {
  const { t, i18n } = useTranslation('settings');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const themeId = useId();
  return (
    <Section title={t('look.title')}>
      <Group align="flex-start" gap="xl">
        <Stack gap={4}>
          <Text size="sm" fw={500} id={themeId}>
            {t('look.theme')}
          </Text>
          <SegmentedControl
            aria-labelledby={themeId}
            data={THEMES.map((value) => ({ value, label: t(`look.themes.${value}`) }))}
            value={colorScheme}
            onChange={(value) => setColorScheme(THEMES.find((theme) => theme === value) ?? 'auto')}
          />
        </Stack>
        <Select
          label={t('look.language')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={i18n.language}
          onChange={(value) => value !== null && void chooseLanguage(value)}
          allowDeselect={false}
        />
      </Group>
    </Section>
  );
}

/** As lib/use-shown.ts reads it. */
const CHOSEN = 'postwright.time-zone';
const AS_SERVER = '';

export function TimeZone() {
  const { t } = useTranslation('settings');
  const server = useSession()?.time_zone ?? 'UTC';
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [chosen, setChosen] = useState(() => localStorage.getItem(CHOSEN) ?? AS_SERVER);
  const choose = (value: string | null): void => {
    if (value === null || value === AS_SERVER) localStorage.removeItem(CHOSEN);
    else localStorage.setItem(CHOSEN, value);
    setChosen(value ?? AS_SERVER);
  };
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== here);
  return (
    <Section title={t('time.title')}>
      <Text size="sm">{t('time.server', { zone: server })}</Text>
      <Select
        label={t('time.shown')}
        data={[
          { value: AS_SERVER, label: t('time.asServer') },
          { value: here, label: t('time.here', { zone: here }) },
          ...zones.map((zone) => ({ value: zone, label: zone })),
        ]}
        value={chosen}
        onChange={choose}
        allowDeselect={false}
        searchable
        limit={60}
        maw={360}
      />
    </Section>
  );
}
