import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Moment } from '../../ui/moment.tsx';
import type { Attention } from './attention.ts';

export type WaitingTask = Attention['overdue']['tasks'][number];

/** Who posts what and where. */
export function TaskLines({ task }: { readonly task: WaitingTask }) {
  const { t } = useTranslation('needs');
  return (
    <>
      <Anchor component={Link} to={`/tasks/${task.task_id}`} fw={600} lineClamp={1}>
        {task.caption === '' ? t('task', { id: task.task_id }) : task.caption}
      </Anchor>
      <Text size="sm">
        {task.platform ?? task.script_name} · {task.username === null ? t('whoever') : `@${task.username}`} ·{' '}
        <PhoneLink serial={task.serial} />
      </Text>
      <Text size="sm" c="dimmed">
        {t('due')} <Moment at={task.scheduled_at} />
      </Text>
    </>
  );
}

export function PhoneLink({ serial }: { readonly serial: string }) {
  return (
    <Anchor component={Link} to={`/phones/${encodeURIComponent(serial)}`} inherit underline="always">
      {serial}
    </Anchor>
  );
}
