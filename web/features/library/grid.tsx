import { Checkbox, Image, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { pathOf } from '../../lib/ask.ts';
import { bytes, duration } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import type { Material } from './data.ts';

interface GridProps {
  readonly materials: readonly Material[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (sha256: string, isSelected: boolean) => void;
  readonly onOpen: (sha256: string) => void;
}

export function Grid({ materials, selected, onSelect, onOpen }: GridProps) {
  const { t } = useTranslation('library');
  return (
    <ul
      aria-label={t('files')}
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
        gap: 'var(--mantine-spacing-sm)',
        listStyle: 'none',
        margin: 0,
        padding: 0,
      }}
    >
      {materials.map((material) => (
        <Card
          key={material.sha256}
          material={material}
          isSelected={selected.has(material.sha256)}
          onSelect={(isSelected) => onSelect(material.sha256, isSelected)}
          onOpen={() => onOpen(material.sha256)}
        />
      ))}
    </ul>
  );
}

interface CardProps {
  readonly material: Material;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
  readonly onOpen: () => void;
}

function Card({ material, isSelected, onSelect, onOpen }: CardProps) {
  const { t } = useTranslation('library');
  const shown = useShown();
  const { name, sha256, size_bytes: size, duration_ms: durationMs, use_count: count, tags } = material;
  return (
    <Paper component="li" withBorder p={6} pos="relative">
      <UnstyledButton onClick={onOpen} aria-label={t('open', { name })} w="100%">
        <Image
          src={pathOf('readThumbnail', { params: { sha256 } })}
          alt=""
          loading="lazy"
          fit="cover"
          radius="sm"
          style={{ aspectRatio: '1', background: 'var(--mantine-color-default-hover)' }}
        />
        <Text size="sm" fw={600} truncate mt={4}>
          {name}
        </Text>
      </UnstyledButton>
      <Stack gap={0}>
        <Text size="xs" c="dimmed" truncate>
          {durationMs === null ? '' : `${duration(durationMs, shown)} · `}
          {bytes(size, shown)} · {count === 0 ? t('unused') : t('useCount', { count })}
        </Text>
        <Text size="xs" c="dimmed" truncate mih="1.5em">
          {tags.map((tag) => `#${tag}`).join(' ')}
        </Text>
      </Stack>
      <Checkbox
        pos="absolute"
        top={10}
        left={10}
        size="sm"
        aria-label={t('select', { name })}
        checked={isSelected}
        onChange={(event) => onSelect(event.currentTarget.checked)}
      />
    </Paper>
  );
}
