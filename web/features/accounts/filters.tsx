import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParam } from '../../lib/use-param.ts';
import { useSearch } from '../../ui/use-search.ts';
import { PLATFORMS } from './data.ts';

export const STATES = ['in', 'out', 'never', 'off'] as const;
export type State = (typeof STATES)[number];

/** What the list shows; kept in the address. */
export function AccountFilters({ tags }: { readonly tags: readonly string[] }) {
  const { t } = useTranslation('accounts');
  const [q, setQ] = useSearch('q');
  const [platform, setPlatform] = useParam('platform');
  const [state, setState] = useParam('state');
  const [tag, setTag] = useParam('tag');
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="search"
        label={t('search')}
        placeholder={t('searchAbout')}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        style={{ flex: '2 1 220px' }}
      />
      <Select
        label={t('platform')}
        placeholder={t('all')}
        data={PLATFORMS}
        value={platform || null}
        onChange={(value) => setPlatform(value ?? '')}
        clearable
        style={{ flex: '1 1 130px' }}
      />
      <Select
        label={t('state')}
        placeholder={t('all')}
        data={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        value={state || null}
        onChange={(value) => setState(value ?? '')}
        clearable
        style={{ flex: '1 1 150px' }}
      />
      <Select
        label={t('tag')}
        placeholder={t('all')}
        data={[...tags]}
        value={tag || null}
        onChange={(value) => setTag(value ?? '')}
        clearable
        searchable
        style={{ flex: '1 1 130px' }}
      />
    </Group>
  );
}
