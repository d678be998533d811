import { Group, Switch, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SettingWords, useServerWords } from '../../lib/server-words.ts';
import { wordsAt } from '../../lib/telling.ts';
import type { Settings } from './data.ts';
import { Section } from './section.tsx';

type Setting = Settings['settings'][number];
const MIN_WIDTH_PX = 560;

/** Every setting as it is in force, and who said so. */
export function InForce({ settings }: { readonly settings: readonly Setting[] }) {
  const { t } = useTranslation('settings');
  const [sought, setSought] = useState('');
  const [isBrief, setBrief] = useState(false);
  const words = useServerWords();
  const fitting = settings.filter(({ name, description, source }) => {
    const text = `${name} ${description} ${wordsAt(words?.settings, name)?.about ?? ''}`;
    return text.toLowerCase().includes(sought.toLowerCase()) && !(isBrief && source === 'default');
  });
  return (
    <Section title={t('force.title')}>
      <Text size="sm">{t('force.about')}</Text>
      <Group align="flex-end">
        <TextInput
          type="search"
          label={t('force.search')}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          style={{ flex: '1 1 200px' }}
        />
        <Switch label={t('force.all')} checked={isBrief} onChange={(event) => setBrief(event.currentTarget.checked)} />
      </Group>
      <Table.ScrollContainer minWidth={MIN_WIDTH_PX} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="55%">{t('force.name')}</Table.Th>
              <Table.Th>{t('force.value')}</Table.Th>
              <Table.Th>{t('force.from')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fitting.map((setting) => (
              <Table.Tr key={setting.name} style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
                <Table.Td>
                  <Text size="sm" fw={600}>
                    {setting.name}
                  </Text>
                  <About setting={setting} said={wordsAt(words?.settings, setting.name)} />
                </Table.Td>
                <Table.Td>
                  <Value setting={setting} />
                </Table.Td>
                <Table.Td>
                  <Source setting={setting} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function About({ setting, said }: { readonly setting: Setting; readonly said: SettingWords | undefined }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <Text size="xs" {...(said === undefined ? { lang: 'en' } : {})}>
        {said?.about ?? setting.description}
      </Text>
      <Text size="xs" c="dimmed">
        {t('force.takes', { form: said?.form ?? setting.form, value: said?.usual ?? setting.default })}
      </Text>
    </>
  );
}

function Value({ setting: { value, is_set: isSet } }: { readonly setting: Setting }) {
  const { t } = useTranslation('settings');
  return value ?? t(isSet ? 'force.set' : 'force.unset');
}

function Source({ setting: { source, from } }: { readonly setting: Setting }) {
  const { t } = useTranslation('settings');
  if (source === 'default') return t('force.usual');
  return from ?? t('force.program');
}
