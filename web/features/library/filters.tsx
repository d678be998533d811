import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParam } from '../../lib/use-param.ts';
import { useSearch } from '../../ui/use-search.ts';
import { KINDS, PAGE_FILES, type Query, SORTS, useTags } from './data.ts';

const USED = ['true', 'false'] as const;

export function LibraryFilters() {
  const { t } = useTranslation('library');
  const tags = useTags();
  const [q, setQ] = useSearch('q');
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="search"
        label={t('search')}
        placeholder={t('searchAbout')}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        style={{ flex: '2 1 200px' }}
      />
      <Choice name="kind" label={t('kind')} data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
      <Choice name="tag" label={t('tag')} data={tags.map((value) => ({ value, label: value }))} />
      <Choice name="used" label={t('used')} data={USED.map((value) => ({ value, label: t(`usedBy.${value}`) }))} />
      <Choice
        name="sort"
        label={t('sort')}
        data={SORTS.map((value) => ({ value, label: t(`sorts.${value}`) }))}
        usual="-created_at"
      />
    </Group>
  );
}

interface ChoiceProps {
  /** In the address. */
  readonly name: string;
  readonly label: string;
  readonly data: { readonly value: string; readonly label: string }[];
  /** Where nothing is chosen; otherwise all. */
  readonly usual?: string;
}

function Choice({ name, label, data, usual }: ChoiceProps) {
  const { t } = useTranslation('library');
  const [value, setValue] = useParam(name);
  return (
    <Select
      label={label}
      placeholder={t('all')}
      data={data}
      value={value || (usual ?? null)}
      onChange={(chosen) => setValue(chosen === usual ? '' : (chosen ?? ''))}
      clearable={usual === undefined}
      allowDeselect={usual === undefined}
      searchable={name === 'tag'}
      style={{ flex: '1 1 140px' }}
    />
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
