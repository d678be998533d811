import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { Confirm } from '../../ui/confirm.tsx';
import type { Acting } from './use-act.ts';

interface SettleFormProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
  /** What is about to be said; null while nothing is. */
  readonly published: boolean | null;
  readonly onClose: () => void;
}

const LONGEST_NAME = 200;
const LONGEST_NOTE = 2_000;

/** Takes a person's word for what became of a post, and who that person is. */
export function SettleForm({ task, acting, published, onClose }: SettleFormProps) {
  const { t } = useTranslation('task');
  const [by, setBy] = useState('');
  const [note, setNote] = useState('');
  const { id } = task;
  const isYes = published === true;
  return (
    <Confirm
      opened={published !== null}
      title={isYes ? t('doubt.yesTitle', { id }) : t('doubt.noTitle', { id })}
      action={isYes ? t('doubt.yesConfirm') : t('doubt.noConfirm')}
      busy={acting.isPending}
      onConfirm={() => acting.mutate({ kind: 'settle', said: { published: isYes, by, note } }, { onSettled: onClose })}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{isYes ? t('doubt.yesConsequence') : t('doubt.noConsequence')}</Text>
        <TextInput
          label={t('doubt.by')}
          description={t('doubt.optional')}
          maxLength={LONGEST_NAME}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
        <Textarea
          label={t('doubt.note')}
          description={t('doubt.optional')}
          maxLength={LONGEST_NOTE}
          autosize
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </Confirm>
  );
}
