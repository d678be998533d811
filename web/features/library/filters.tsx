import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceInput } from '../../ui/choice-input.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { KINDS, PAGE_FILES, type Query, SORTS, useTags } from './data.ts';

const USED = ['true', 'false'] as const;

export function LibraryFilters() {
  const { t } = useTranslation('library');
  const tags = useTags();
  const all = t('all');
  const kinds = KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }));
  const used = USED.map((value) => ({ value, label: t(`usedBy.${value}`) }));
  const sorts = SORTS.map((value) => ({ value, label: t(`sorts.${value}`) }));
  return (
    <Group align="flex-end" gap="sm">
      <SearchInput name="q" label={t('search')} about={t('searchAbout')} />
      <ChoiceInput name="kind" label={t('kind')} all={all} data={kinds} />
      <ChoiceInput name="tag" label={t('tag')} all={all} data={tags} searchable />
      <ChoiceInput name="used" label={t('used')} all={all} data={used} />
      <ChoiceInput name="sort" label={t('sort')} all={all} data={sorts} usual="-created_at" />
    </Group>
  );
}

/** What the address asks for. */
export function queryOf(params: URLSearchParams): Query {
  const [q, tag, used] = [params.get('q'), params.get('tag'), params.get('used')];
  const kind = KINDS.find((name) => name === params.get('kind'));
  return {
    page_size: PAGE_FILES,
    page: Math.max(1, Math.trunc(Number(params.get('page') ?? 1)) || 1),
    sort: SORTS.find((name) => name === params.get('sort')) ?? '-created_at',
    ...(q === null ? {} : { q }),
    ...(tag === null ? {} : { tag }),
    ...(kind === undefined ? {} : { kind }),
    ...(used === null ? {} : { used: used === 'true' }),
  };
}
