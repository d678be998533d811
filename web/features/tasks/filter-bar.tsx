import { Group, NativeSelect, SegmentedControl } from '@mantine/core';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { qualifierOf, STATES, withQualifier } from './grammar.ts';
import { SearchField } from './search-field.tsx';
import type { ListQuery } from './use-task-list.ts';
import { ViewsMenu } from './views-menu.tsx';

export const SORTS = ['-id', 'id', 'scheduled_at', '-scheduled_at', '-finished_at'] as const;
export type Sort = NonNullable<ListQuery['sort']> & (typeof SORTS)[number];

interface FilterBarProps {
  readonly text: string;
  readonly wrong: readonly string[];
  readonly sort: Sort;
  readonly onText: (text: string) => void;
  readonly onSort: (sort: Sort) => void;
  readonly onShow: (text: string, sort: Sort) => void;
  readonly searchRef: Ref<HTMLInputElement>;
}

const ALL = 'all';

export function FilterBar({ text, wrong, sort, onText, onSort, onShow, searchRef }: FilterBarProps) {
  const { t } = useTranslation('tasks');
  const state = qualifierOf(text, 'state');
  const chosen = STATES.find((each) => each === state) ?? (state === null ? ALL : '');
  const states = [ALL, ...STATES].map((value) => ({ value, label: t(`states.${value as typeof ALL}`) }));
  const choose = (value: string): void => onText(withQualifier(text, 'state', value === ALL ? null : value));
  return (
    <Group align="flex-start" gap="sm">
      <SearchField ref={searchRef} text={text} wrong={wrong} onText={onText} />
      <Group gap="sm" align="flex-end" pt={{ base: 0, sm: 24 }}>
        <SegmentedControl
          visibleFrom="md"
          aria-label={t('states.label')}
          data={states}
          value={chosen}
          onChange={choose}
        />
        <NativeSelect
          hiddenFrom="md"
          aria-label={t('states.label')}
          data={chosen === '' ? [{ value: '', label: '…' }, ...states] : states}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('sort.label')}
          data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          value={sort}
          onChange={(event) => onSort(event.currentTarget.value as Sort)}
        />
        <ViewsMenu text={text} sort={sort} onShow={onShow} />
      </Group>
    </Group>
  );
}
