import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { count as shownCount } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { FailureNote } from '../../ui/failure-note.tsx';

interface GroupProps {
  readonly title: string;
  readonly about: string;
  readonly count: number;
  readonly listed: number;
  /** What can be done about all of them at once. */
  readonly actions?: ReactNode;
  /** Of what was tried last. */
  readonly error?: unknown;
  /** Items of a list. */
  readonly children: ReactNode;
}

/** Things of one kind, with what to do about them; nothing where there are none. */
export function NeedsGroup({ title, about, count, listed, actions, error = null, children }: GroupProps) {
  const { t } = useTranslation('needs');
  const shown = useShown();
  const id = useId();
  if (count === 0) return null;
  return (
    <Stack component="section" aria-labelledby={id} gap="xs">
      <Group justify="space-between" align="flex-end" gap="xs">
        <div>
          <Title order={2} id={id}>
            {title} · {shownCount(count, shown)}
          </Title>
          <Text size="sm" c="dimmed" maw={720}>
            {about}
          </Text>
        </div>
        {actions}
      </Group>
      {error === null ? null : <FailureNote error={error} />}
      <Paper withBorder component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {children}
      </Paper>
      {listed < count ? (
        <Text size="sm" c="dimmed">
          {t('shownOf', { shown: listed, total: shownCount(count, shown) })}
        </Text>
      ) : null}
    </Stack>
  );
}

interface ItemProps {
  readonly picture?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function NeedsItem({ picture, actions, children }: ItemProps) {
  return (
    <Group
      component="li"
      gap="sm"
      p="sm"
      align="flex-start"
      style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
    >
      {picture}
      <Stack gap={2} style={{ flex: '1 1 260px', minWidth: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Stack>
      <Group gap="xs">{actions}</Group>
    </Group>
  );
}
