import { Button, Code, List, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LookedFor } from '../../../src/contract/types.ts';
import { Note } from './note.tsx';
import type { Bounds } from './tree.ts';

interface LookedForNoteProps {
  readonly lookedFor: LookedFor;
  readonly onChoose: (bounds: Bounds) => void;
}

/** What a search was for, in words and as selectors, and what on the screen came closest. */
export function LookedForNote({ lookedFor, onChoose }: LookedForNoteProps) {
  const { t } = useTranslation('task');
  const { words, selectors, nearest } = lookedFor;
  return (
    <Note color="orange" icon={<IconSearch aria-hidden />} title={t('tree.lookedFor')}>
      <Text size="sm" lang="en" style={{ overflowWrap: 'anywhere' }}>
        {words}
      </Text>
      <Text size="sm" fw={600} mt="xs">
        {t('tree.nearest')}
      </Text>
      {nearest.length === 0 ? <Text size="sm">{t('tree.nothing')}</Text> : null}
      <List size="sm">
        {nearest.map(({ bounds, misses }) => (
          <List.Item key={`${placeOf(bounds)} ${misses}`}>
            <Button size="compact-xs" variant="default" onClick={() => onChoose(bounds)}>
              {placeOf(bounds)}
            </Button>{' '}
            {misses === null ? t('tree.fits') : t('tree.misses', { misses })}
          </List.Item>
        ))}
      </List>
      {selectors.length === 0 ? null : (
        <details>
          <summary>
            <Text size="sm" component="span">
              {t('tree.selector')}
            </Text>
          </summary>
          <Code block>{selectors.map((selector) => JSON.stringify(selector, null, 1)).join('\n')}</Code>
        </details>
      )}
    </Note>
  );
}

/** As the tree writes it: `[0,120][540,240]`. */
export function placeOf({ left, top, right, bottom }: Bounds): string {
  return `[${left},${top}][${right},${bottom}]`;
}
