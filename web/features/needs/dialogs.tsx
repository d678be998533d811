import { Anchor, Button, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ask } from '../../lib/ask.ts';
import { useTaskError } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { type Attention, useDeed } from './attention.ts';
import { Evidence } from './evidence.tsx';
import { NeedsGroup, NeedsItem } from './group.tsx';
import { PhoneLink } from './task-lines.tsx';

export function Dialogs({ found }: { readonly found: Attention['dialogs'] }) {
  const { t } = useTranslation('needs');
  const tell = useTaskError();
  const retry = useDeed(async (id: number) => {
    await ask('retryTask', { params: { id } });
    return t('dialogs.retried', { id });
  });
  return (
    <NeedsGroup
      title={t('dialogs.title')}
      about={t('dialogs.about')}
      count={found.count}
      listed={found.dialogs.length}
      error={retry.error}
    >
      {found.dialogs.map((dialog) => (
        <NeedsItem
          key={dialog.fingerprint}
          picture={<Evidence url={dialog.screenshot_url} taskId={dialog.last_task_id} />}
          actions={
            <Button
              size="xs"
              variant="default"
              loading={retry.isPending && retry.variables === dialog.last_task_id}
              onClick={() => retry.mutate(dialog.last_task_id)}
            >
              {t('dialogs.retry', { id: dialog.last_task_id })}
            </Button>
          }
        >
          <Text size="sm" fw={600} lineClamp={4} component="div">
            <Told telling={tell(dialog)} isShort isBold />
          </Text>
          <Text size="sm">
            {t('dialogs.tasks', { count: dialog.tasks })} · {t('dialogs.phones', { count: dialog.serials.length })}:{' '}
            {dialog.serials.map((serial, index) => (
              <Fragment key={serial}>
                {index === 0 ? '' : ', '}
                <PhoneLink serial={serial} />
              </Fragment>
            ))}
          </Text>
          <Text size="sm" c="dimmed">
            {t('dialogs.lastSeen')} <Moment at={dialog.last_seen_at} /> · {t('dialogs.firstSeen')}{' '}
            <Moment at={dialog.first_seen_at} />
          </Text>
          <Text size="sm" c="dimmed">
            {t('dialogs.fingerprint', { fingerprint: dialog.fingerprint })} ·{' '}
            <Anchor component={Link} to={`/tasks/${dialog.last_task_id}`} inherit underline="always">
              {t('task', { id: dialog.last_task_id })}
            </Anchor>
            {dialog.tree_url === null ? null : (
              <>
                {' · '}
                <Anchor href={dialog.tree_url} target="_blank" rel="noreferrer" inherit underline="always">
                  {t('dialogs.tree', { id: dialog.last_task_id })}
                </Anchor>
              </>
            )}
          </Text>
        </NeedsItem>
      ))}
    </NeedsGroup>
  );
}
