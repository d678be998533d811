import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceInput } from '../../ui/choice-input.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { PLATFORMS } from './data.ts';

export const STATES = ['in', 'out', 'never', 'off'] as const;
export type State = (typeof STATES)[number];

/** What the list shows; kept in the address. */
export function AccountFilters({ tags }: { readonly tags: readonly string[] }) {
  const { t } = useTranslation('accounts');
  const all = t('all');
  const states = STATES.map((value) => ({ value, label: t(`states.${value}`) }));
  return (
    <Group align="flex-end" gap="sm">
      <SearchInput name="q" label={t('search')} about={t('searchAbout')} />
      <ChoiceInput name="platform" label={t('platform')} all={all} data={PLATFORMS} />
      <ChoiceInput name="state" label={t('state')} all={all} data={states} />
      <ChoiceInput name="tag" label={t('tag')} all={all} data={tags} searchable />
    </Group>
  );
}
