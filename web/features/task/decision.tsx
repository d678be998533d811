import { Button, Group, Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { said } from '../../lib/telling.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { Note } from './note.tsx';
import type { Acting } from './use-act.ts';

interface DecisionProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
}

/** Why a task waits for somebody, and what can be decided; another time is among the actions. */
export function Decision({ task, acting }: DecisionProps) {
  const { t } = useTranslation('task');
  const words = useServerWords();
  const [asked, setAsked] = useState<'run' | 'skip' | null>(null);
  const { id, needs_decision: needs } = task;
  if (needs === null) return null;
  const close = (): void => setAsked(null);
  const isSkip = asked === 'skip';
  return (
    <Note color="orange" icon={<IconClockExclamation aria-hidden />} title={t('decision.title')}>
      <Told telling={said(words?.decisions?.[needs.reason], needs.message)} />
      <Text size="sm">
        {t('decision.since')} <Moment at={needs.since} />
      </Text>
      <Group mt="xs" gap="xs">
        <Button size="xs" onClick={() => setAsked('run')} disabled={acting.isPending}>
          {t('decision.run')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsked('skip')} disabled={acting.isPending}>
          {t('decision.skip')}
        </Button>
      </Group>
      <Confirm
        opened={asked !== null}
        title={isSkip ? t('decision.skipTitle', { id }) : t('decision.runTitle', { id })}
        action={isSkip ? t('decision.skip') : t('decision.run')}
        busy={acting.isPending}
        onConfirm={() => acting.mutate({ kind: 'decide', decision: isSkip ? 'skip' : 'run' }, { onSettled: close })}
        onClose={close}
      >
        {isSkip ? t('decision.skipConsequence') : t('decision.runConsequence')}
      </Confirm>
    </Note>
  );
}
