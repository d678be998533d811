import { Button, List, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { relativeTime } from '../../lib/format.ts';
import { said } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { Note } from './note.tsx';
import { SettleForm } from './settle-form.tsx';
import type { Acting } from './use-act.ts';

interface DoubtProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
}

/** What it means that nobody knows whether a task published, and the three ways out of it. */
export function Doubt({ task, acting }: DoubtProps) {
  const { t } = useTranslation('task');
  const [asked, setAsked] = useState<boolean | null>(null);
  return (
    <Note color="orange" icon={<IconHelp aria-hidden />} title={t('doubt.title')}>
      <Text size="sm">{t('doubt.about')}</Text>
      <List type="ordered" size="sm" mt="xs" spacing="xs">
        <List.Item>
          <b>{t('doubt.wait')}.</b> <Waiting next={task.reconcile?.next_look_at ?? null} />
        </List.Item>
        <List.Item>
          <b>{t('doubt.yes')}.</b> {t('doubt.yesAbout')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => setAsked(true)} disabled={acting.isPending}>
            {t('doubt.yesAction')}
          </Button>
        </List.Item>
        <List.Item>
          <b>{t('doubt.no')}.</b> {t('doubt.noAbout')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => setAsked(false)} disabled={acting.isPending}>
            {t('doubt.noAction')}
          </Button>
        </List.Item>
      </List>
      <Looks task={task} />
      <SettleForm task={task} acting={acting} published={asked} onClose={() => setAsked(null)} />
    </Note>
  );
}

/** A look that is overdue waits for its phone. */
function Waiting({ next }: { readonly next: string | null }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  if (next === null) return t('doubt.waitOver');
  const at = new Date(next);
  return at.getTime() <= Date.now() ? t('doubt.waitSoon') : t('doubt.waitNext', { when: relativeTime(at, shown) });
}

/** What each look at the phone has said. */
export function Looks({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const history = task.reconcile?.history ?? [];
  if (history.length === 0) return null;
  return (
    <>
      <Text size="sm" fw={600} mt="sm">
        {t('doubt.history')}
      </Text>
      <List size="sm">
        {history.map(({ at, result, message }) => (
          <List.Item key={at}>
            {t(`doubt.result.${result}`)} <Moment at={at} />
            <Told telling={said(undefined, message)} />
          </List.Item>
        ))}
      </List>
    </>
  );
}
