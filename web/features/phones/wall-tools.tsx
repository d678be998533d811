import { Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PHONE_STATES, type Phone } from './phone-state.ts';
import { SIZES, tagsOf, type useFilter } from './use-filter.ts';

interface WallToolsProps extends Pick<ReturnType<typeof useFilter>, 'filter' | 'set'> {
  readonly phones: readonly Phone[];
}

export function WallTools({ phones, filter, set }: WallToolsProps) {
  const { t } = useTranslation('phones');
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        label={t('filter.text')}
        value={filter.text}
        onChange={({ currentTarget }) => set('q', currentTarget.value)}
        w={200}
      />
      <Select
        label={t('filter.state')}
        placeholder={t('filter.anyState')}
        value={filter.state}
        onChange={(state) => set('state', state)}
        data={PHONE_STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clear') }}
        w={180}
      />
      <Select
        label={t('filter.tag')}
        placeholder={t('filter.anyTag')}
        value={filter.tag}
        onChange={(tag) => set('tag', tag)}
        data={tagsOf(phones)}
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clear') }}
        w={160}
      />
      <SegmentedControl
        aria-label={t('size.label')}
        value={filter.size}
        onChange={(size) => set('size', size)}
        data={SIZES.map((size) => ({ value: size, label: t(`size.${size}`) }))}
      />
    </Group>
  );
}
