import { Button, Group, Text } from '@mantine/core';
import { IconPlayerStop, IconRepeat, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import type { BulkAction } from './use-bulk.ts';

interface BulkBarProps {
  readonly selected: number;
  readonly total: number;
  readonly onAct: (action: BulkAction) => void;
  readonly onClear: () => void;
}

const ACTIONS = [
  ['stop', IconPlayerStop],
  ['retry', IconRepeat],
  ['delete', IconTrash],
] as const;

/** What can be done with what is selected. */
export function BulkBar({ selected, total, onAct, onClear }: BulkBarProps) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const isAll = selected === total;
  return (
    <Group gap="sm" role="region" aria-label={t('bulk.region')}>
      <Text size="sm" fw={600}>
        {t(isAll ? 'bulk.all' : 'bulk.selected', { count: selected, shown: count(selected, shown) })}
      </Text>
      {ACTIONS.map(([action, Icon]) => (
        <Button
          key={action}
          size="xs"
          variant="default"
          leftSection={<Icon size={16} aria-hidden />}
          onClick={() => onAct(action)}
        >
          {t(`bulk.${action}`)}
        </Button>
      ))}
      <Button size="xs" variant="subtle" onClick={onClear}>
        {t('bulk.clear')}
      </Button>
    </Group>
  );
}
