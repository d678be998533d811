import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ask } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';
import { taskKey } from './use-task.ts';

export interface Said {
  readonly published: boolean;
  readonly by: string;
  readonly note: string;
}

/** What can be asked of a task, by the words of its `actions`. */
export type Act =
  | { readonly kind: 'stop' | 'retry' | 'force' | 'delete' | 'preflight' }
  | { readonly kind: 'settle'; readonly said: Said }
  | { readonly kind: 'decide'; readonly decision: 'run' | 'skip' }
  | { readonly kind: 'move'; readonly at: string };

async function carryOut(id: number, act: Act): Promise<void> {
  const params = { id };
  switch (act.kind) {
    case 'stop':
      await ask('stopTask', { params });
      return;
    case 'retry':
    case 'force':
      await ask('retryTask', { params, body: { force: act.kind === 'force' } });
      return;
    case 'delete':
      await ask('deleteTask', { params });
      return;
    case 'preflight':
      await ask('preflightTask', { params });
      return;
    case 'settle':
      await ask('settleTask', { params, body: bodyOf(act.said) });
      return;
    case 'decide':
      await ask('decideTask', { params, body: { decision: act.decision } });
      return;
    case 'move':
      await ask('rescheduleTask', { params, body: { start_at: act.at } });
  }
}

function bodyOf({ published, by, note }: Said) {
  return {
    published,
    ...(by.trim() === '' ? {} : { by: by.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}

const WORDS = {
  stop: 'actions.stopped',
  retry: 'actions.retried',
  force: 'actions.retried',
  delete: 'actions.deleted',
  preflight: 'actions.looked',
  settle: 'actions.settled',
  decide: 'actions.decided',
  move: 'actions.moved',
} as const;

/** Asks something of a task, says what came of it, and shows the task as it is then. */
export function useAct(id: number) {
  const { t } = useTranslation('task');
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (act: Act) => {
      // What is gone is not asked for again.
      if (act.kind === 'delete') await client.cancelQueries({ queryKey: taskKey(id) });
      await carryOut(id, act);
    },
    onSuccess: async (_, { kind }) => {
      const sentence = t(WORDS[kind], { id });
      announce(sentence);
      notifications.show({ message: sentence });
      if (kind === 'delete') {
        await navigate('/tasks');
        client.removeQueries({ queryKey: taskKey(id) });
      }
      await client.invalidateQueries({ queryKey: ['listTasks'] });
    },
    onSettled: async (_data, _error, { kind }) => {
      if (kind !== 'delete') await client.invalidateQueries({ queryKey: taskKey(id) });
    },
  });
}

export type Acting = ReturnType<typeof useAct>;
