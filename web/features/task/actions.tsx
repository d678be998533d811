import { Button, Group } from '@mantine/core';
import {
  IconCalendarTime,
  IconCopy,
  IconPlayerStop,
  IconReceipt,
  IconRefresh,
  IconRefreshAlert,
  IconTrash,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { CopyCurl } from './copy-curl.tsx';
import { type Question, Questions } from './questions.tsx';
import type { Acting } from './use-act.ts';
import { useFocusKept } from './use-focus-kept.ts';

interface ActionsProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
}

/** What is asked of the server at once, or after a question. */
const BUTTONS = [
  { action: 'retry', kind: 'retry', icon: IconRefresh, words: 'actions.retry', variant: 'filled' },
  { action: 'stop', kind: 'stop', icon: IconPlayerStop, words: 'actions.stop', variant: 'filled' },
  { action: 'retry_with_force', kind: 'force', icon: IconRefreshAlert, words: 'actions.force', variant: 'default' },
  { action: 'reschedule', kind: 'move', icon: IconCalendarTime, words: 'move.action', variant: 'default' },
] as const;

/** What can be done with the task as it is now, and nothing else; the server says what that is. */
export function Actions({ task, acting }: ActionsProps) {
  const { t } = useTranslation('task');
  const [question, setQuestion] = useState<Question | null>(null);
  const { id, actions } = task;
  const group = useRef<HTMLDivElement>(null);
  useFocusKept(group, actions.join());
  const press = (kind: (typeof BUTTONS)[number]['kind']): void => {
    if (kind === 'retry' || (kind === 'stop' && !mayBeOut(task))) acting.mutate({ kind });
    else setQuestion(kind);
  };
  return (
    <Group gap="xs" role="group" aria-label={t('actions.label')} ref={group} tabIndex={-1}>
      {actions.includes('receipt') ? (
        <Button component={Link} to={`/tasks/${id}/receipt`} leftSection={<IconReceipt size={16} aria-hidden />}>
          {t('actions.receipt')}
        </Button>
      ) : null}
      {BUTTONS.filter(({ action }) => actions.includes(action)).map(({ action, kind, icon: Icon, words, variant }) => (
        <Button
          key={action}
          variant={variant}
          disabled={acting.isPending}
          onClick={() => press(kind)}
          leftSection={<Icon size={16} aria-hidden />}
        >
          {t(words)}
        </Button>
      ))}
      {task.platform === null ? null : (
        <Button
          variant="default"
          component={Link}
          to={`/new?from=${id}`}
          leftSection={<IconCopy size={16} aria-hidden />}
        >
          {t('actions.duplicate')}
        </Button>
      )}
      <CopyCurl task={task} />
      {actions.includes('delete') ? (
        <Button
          variant="default"
          disabled={acting.isPending}
          onClick={() => setQuestion('delete')}
          leftSection={<IconTrash size={16} aria-hidden />}
        >
          {t('actions.delete')}
        </Button>
      ) : null}
      <Questions task={task} acting={acting} question={question} onClose={() => setQuestion(null)} />
    </Group>
  );
}

/** Past the commit point a stop leaves it open whether the post is out. */
function mayBeOut({ attempts, status_text: state }: TaskDetail): boolean {
  return state === 'running' && (attempts.at(-1)?.committed_at ?? null) !== null;
}
