import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { MomentDialog } from '../../ui/moment-form.tsx';
import { type Attention, useDeed } from './attention.ts';
import { NeedsGroup, NeedsItem } from './group.tsx';
import { TaskLines } from './task-lines.tsx';

type Decision = 'run' | 'skip' | 'reschedule';

interface Decided {
  readonly decision: Decision;
  /** All that wait when left out. */
  readonly ids?: number[];
  readonly startAt?: string;
}

const AN_HOUR_MS = 60 * 60_000;
const SAID = { run: 'overdue.ran', skip: 'overdue.skipped', reschedule: 'overdue.moved' } as const;
const ALONE = [
  ['run', 'overdue.run', 'overdue.runFor'],
  ['skip', 'overdue.skip', 'overdue.skipFor'],
  ['reschedule', 'overdue.reschedule', 'overdue.rescheduleFor'],
] as const;

export function Overdue({ found }: { readonly found: Attention['overdue'] }) {
  const { t } = useTranslation('needs');
  const shown = useShown();
  const [asked, setAsked] = useState<Decided | null>(null);
  const decide = useDeed(async ({ decision, ids, startAt }: Decided) => {
    const { decided_count: count } = await ask('decideTasks', {
      body: {
        decision,
        ...(ids === undefined ? {} : { task_ids: ids }),
        ...(startAt === undefined ? {} : { start_at: startAt }),
      },
    });
    setAsked(null);
    return t(SAID[decision], { count });
  });
  const count = asked?.ids?.length ?? found.count;
  return (
    <NeedsGroup
      title={t('overdue.title')}
      about={t('overdue.about')}
      count={found.count}
      listed={found.tasks.length}
      error={asked === null ? decide.error : null}
      actions={<DecideAll count={found.count} onDecide={(decision) => setAsked({ decision })} />}
    >
      {found.tasks.map((task) => (
        <NeedsItem
          key={task.task_id}
          actions={ALONE.map(([decision, word, label]) => (
            <Button
              key={decision}
              size="xs"
              variant="default"
              disabled={decide.isPending}
              aria-label={t(label, { id: task.task_id })}
              onClick={() => {
                const wanted: Decided = { decision, ids: [task.task_id] };
                if (decision === 'reschedule') setAsked(wanted);
                else decide.mutate(wanted);
              }}
            >
              {t(word)}
            </Button>
          ))}
        >
          <TaskLines task={task} />
        </NeedsItem>
      ))}
      <Confirm
        opened={asked?.decision === 'run' || asked?.decision === 'skip'}
        title={t('overdue.title')}
        action={t(asked?.decision === 'skip' ? 'overdue.skipAll' : 'overdue.runAll')}
        busy={decide.isPending}
        onClose={() => setAsked(null)}
        onConfirm={() => asked !== null && decide.mutate(asked)}
      >
        {t(asked?.decision === 'skip' ? 'overdue.askSkip' : 'overdue.askRun', { count })}
      </Confirm>
      <MomentDialog
        opened={asked?.decision === 'reschedule'}
        title={t('overdue.move')}
        action={t('overdue.move')}
        from={Date.now() + AN_HOUR_MS}
        shown={shown}
        busy={decide.isPending}
        error={decide.error}
        onClose={() => setAsked(null)}
        onChoose={({ at }) => asked !== null && decide.mutate({ ...asked, startAt: new Date(at).toISOString() })}
      />
    </NeedsGroup>
  );
}

const ALL = [
  ['run', 'overdue.runAll'],
  ['skip', 'overdue.skipAll'],
  ['reschedule', 'overdue.rescheduleAll'],
] as const;

function DecideAll({ count, onDecide }: { readonly count: number; readonly onDecide: (decision: Decision) => void }) {
  const { t } = useTranslation('needs');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t('overdue.all', { count })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ALL.map(([decision, word]) => (
          <Menu.Item key={decision} onClick={() => onDecide(decision)}>
            {t(word)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
