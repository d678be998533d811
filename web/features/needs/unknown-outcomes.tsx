import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { useTaskError } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { type Attention, useDeed } from './attention.ts';
import { Evidence } from './evidence.tsx';
import { NeedsGroup, NeedsItem } from './group.tsx';
import { TaskLines } from './task-lines.tsx';

interface Verdict {
  readonly id: number;
  readonly published: boolean;
}

export function UnknownOutcomes({ found }: { readonly found: Attention['unknown_outcomes'] }) {
  const { t } = useTranslation('needs');
  const tell = useTaskError();
  const settle = useDeed(async ({ id, published }: Verdict) => {
    await ask('settleTask', { params: { id }, body: { published } });
    return published ? t('unknown.saidYes', { id }) : t('unknown.saidNo', { id });
  });
  const busy = settle.isPending ? settle.variables.id : null;
  return (
    <NeedsGroup
      title={t('unknown.title')}
      about={t('unknown.about')}
      count={found.count}
      listed={found.tasks.length}
      error={settle.error}
    >
      {found.tasks.map((task) => (
        <NeedsItem
          key={task.task_id}
          picture={<Evidence url={task.screenshot_url} taskId={task.task_id} />}
          actions={[true, false].map((published) => (
            <Button
              key={String(published)}
              size="xs"
              variant="default"
              disabled={busy === task.task_id}
              aria-label={t(published ? 'unknown.yesFor' : 'unknown.noFor', { id: task.task_id })}
              onClick={() => settle.mutate({ id: task.task_id, published })}
            >
              {t(published ? 'unknown.yes' : 'unknown.no')}
            </Button>
          ))}
        >
          <TaskLines task={task} />
          <Told telling={tell({ code: 'OUTCOME_UNKNOWN', message: task.message })} isShort />
          {task.next_look_at === null ? null : (
            <Text size="sm" c="dimmed">
              {t('unknown.looksAgain')} <Moment at={task.next_look_at} />
            </Text>
          )}
        </NeedsItem>
      ))}
    </NeedsGroup>
  );
}
