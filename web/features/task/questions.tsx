import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { MomentDialog } from '../../ui/moment-form.tsx';
import type { Acting } from './use-act.ts';

export type Question = 'stop' | 'force' | 'delete' | 'move';

interface QuestionsProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
  readonly question: Question | null;
  readonly onClose: () => void;
}

const WORDS = {
  stop: { title: 'actions.stopTitle', action: 'actions.stop', consequence: 'actions.stopAfterCommit' },
  force: { title: 'actions.forceTitle', action: 'actions.force', consequence: 'actions.forceConsequence' },
  delete: { title: 'actions.deleteTitle', action: 'actions.delete', consequence: 'actions.deleteConsequence' },
} as const;

/** What is asked before something that cannot be taken back, each with its consequence. */
export function Questions({ task, acting, question, onClose }: QuestionsProps) {
  const { t } = useTranslation('task');
  const shown = useShown();
  const { id } = task;
  return (
    <>
      {(['stop', 'force', 'delete'] as const).map((kind) => (
        <Confirm
          key={kind}
          opened={question === kind}
          title={t(WORDS[kind].title, { id })}
          action={t(WORDS[kind].action)}
          danger={kind !== 'stop'}
          busy={acting.isPending}
          onConfirm={() => acting.mutate({ kind }, { onSettled: onClose })}
          onClose={onClose}
        >
          {kind === 'delete' && task.status_text === 'running' ? `${t('actions.deleteRunning')} ` : ''}
          {t(WORDS[kind].consequence)}
        </Confirm>
      ))}
      <MomentDialog
        opened={question === 'move'}
        title={t('move.title', { id })}
        action={t('move.save')}
        from={Date.parse(task.scheduled_at)}
        shown={shown}
        busy={acting.isPending}
        error={acting.variables?.kind === 'move' ? acting.error : null}
        onClose={onClose}
        onChoose={({ at }) => acting.mutate({ kind: 'move', at: new Date(at).toISOString() }, { onSuccess: onClose })}
      />
    </>
  );
}
