import { Anchor, Box, Checkbox, Group, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconBrandInstagram, IconBrandTiktok, IconScript } from '@tabler/icons-react';
import { type ChangeEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Task } from '../../../src/contract/types.ts';
import { duration } from '../../lib/format.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { asText } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { ToldInline } from '../../ui/told.tsx';
import { reasonOf, tookMs, whenOf } from './task-facts.ts';
import type { RowState } from './use-task-rows.ts';

const THUMBNAIL_PX = 32;
export const COLUMNS = ['state', 'what', 'account', 'phone', 'when', 'duration', 'attempt', 'reason'] as const;

interface TaskRowProps {
  readonly id: number;
  readonly index: number;
  readonly row: RowState;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (index: number, range: boolean) => void;
  readonly onFocus: (index: number) => void;
}

/** A task in the list. Its height is fixed, so that nothing moves when it is filled. */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { id, index, row, height, isNarrow, isSelected, onToggle, onFocus } = props;
  const { t } = useTranslation('tasks');
  const toggle = ({ nativeEvent }: ChangeEvent): void =>
    onToggle(index, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
  return (
    <Table.Tr
      h={height}
      aria-rowindex={index + 2}
      onFocus={() => onFocus(index)}
      {...(isSelected ? { bg: 'var(--mantine-primary-color-light)' } : {})}
    >
      <Table.Td w={44}>
        <Checkbox checked={isSelected} onChange={toggle} aria-label={t('table.select', { id })} />
      </Table.Td>
      {row === undefined ? <Waiting isNarrow={isNarrow} /> : null}
      {row === null ? (
        <Table.Td colSpan={isNarrow ? 1 : COLUMNS.length}>
          <Text size="sm" c="dimmed">
            {t('bulk.task', { id })} · {t('table.deleted')}
          </Text>
        </Table.Td>
      ) : null}
      {row == null ? null : isNarrow ? <NarrowCell task={row} index={index} /> : <WideCells task={row} index={index} />}
    </Table.Tr>
  );
});

function Waiting({ isNarrow }: { readonly isNarrow: boolean }) {
  return (
    <Table.Td colSpan={isNarrow ? 1 : COLUMNS.length}>
      <Skeleton h={isNarrow ? 48 : 20} aria-hidden />
    </Table.Td>
  );
}

interface CellsProps {
  readonly task: Task;
  readonly index: number;
}

function WideCells({ task, index }: CellsProps) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const took = tookMs(task);
  const telling = reasonOf(task, useServerWords());
  const isRehearsal = task.result?.rehearsal === true;
  return (
    <>
      <Table.Td>
        <StateBadge task={task} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Box style={{ flexShrink: 0 }}>
            <Thumbnail sha256={task.cover} size={THUMBNAIL_PX} />
          </Box>
          <AppSign task={task} />
          <Caption task={task} index={index} />
        </Group>
      </Table.Td>
      <Table.Td>
        <Account task={task} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" truncate title={task.serial}>
          {task.serial}
        </Text>
      </Table.Td>
      <Table.Td>
        <When task={task} />
      </Table.Td>
      <Table.Td>{took === null ? '' : duration(took, shown)}</Table.Td>
      <Table.Td>{task.attempt}</Table.Td>
      <Table.Td>
        <Text size="sm" truncate title={asText(telling)} c="dimmed">
          {isRehearsal ? t('table.rehearsal') : <ToldInline telling={telling} />}
        </Text>
      </Table.Td>
    </>
  );
}

function NarrowCell({ task, index }: CellsProps) {
  const telling = reasonOf(task, useServerWords());
  const about = [task.username === null ? null : `@${task.username}`, task.serial];
  return (
    <Table.Td>
      <Stack gap={2}>
        <Group gap="xs" justify="space-between" wrap="nowrap">
          <StateBadge task={task} />
          <When task={task} />
        </Group>
        <Group gap="xs" wrap="nowrap">
          <AppSign task={task} />
          <Caption task={task} index={index} />
        </Group>
        <Text size="xs" truncate c="dimmed">
          {about.filter(Boolean).join(' · ')}
          {asText(telling) === '' ? '' : ' · '}
          <ToldInline telling={telling} />
        </Text>
      </Stack>
    </Table.Td>
  );
}

function Caption({ task, index }: CellsProps) {
  const { t } = useTranslation('tasks');
  const caption = task.caption.trim();
  const words = caption === '' ? (task.platform === null ? task.script_name : t('table.noCaption')) : caption;
  return (
    <Anchor component={Link} to={`/tasks/${task.id}`} size="sm" truncate title={caption} data-row={index} c="inherit">
      {words.slice(0, 200)}
    </Anchor>
  );
}

const SIGNS = { tiktok: IconBrandTiktok, instagram: IconBrandInstagram } as const;
const NAMES = { tiktok: 'TikTok', instagram: 'Instagram' } as const;

function AppSign({ task: { platform, script_name: script } }: { readonly task: Task }) {
  const Sign = platform === null ? IconScript : SIGNS[platform];
  return (
    <>
      <Sign size={18} aria-hidden style={{ flexShrink: 0 }} />
      <VisuallyHidden>{platform === null ? script : NAMES[platform]}</VisuallyHidden>
    </>
  );
}

function Account({ task }: { readonly task: Task }) {
  const { t } = useTranslation('tasks');
  const isUnread = task.username === null;
  const name = isUnread ? t('table.current') : `@${task.username}`;
  return (
    <Text size="sm" truncate title={name} {...(isUnread ? { c: 'dimmed' } : {})}>
      {name}
    </Text>
  );
}

function When({ task }: { readonly task: Task }) {
  const { t } = useTranslation('tasks');
  const { at, what } = whenOf(task);
  return (
    <Text size="sm" component="span" style={{ whiteSpace: 'nowrap' }}>
      <Text span inherit c="dimmed">
        {t(`table.${what}`)}
      </Text>{' '}
      <Moment at={at} />
    </Text>
  );
}
