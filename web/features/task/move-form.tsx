import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { ApiFailure } from '../../lib/ask.ts';
import { useShown } from '../../lib/use-shown.ts';
import { wallOf } from '../../lib/wall-time.ts';
import type { Acting } from './use-act.ts';

interface MoveFormProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for another time, by the clock of the zone in which times are shown. */
export function MoveForm({ task, acting, opened, onClose }: MoveFormProps) {
  const { t } = useTranslation('task');
  const { t: shell } = useTranslation('shell');
  const { timeZone } = useShown();
  const [at, setAt] = useState(() => wallOf(new Date(task.scheduled_at), timeZone));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    acting.mutate({ kind: 'move', at, timeZone }, { onSuccess: onClose });
  };
  const refusal = acting.variables?.kind === 'move' && acting.error instanceof ApiFailure ? acting.error : null;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('move.title', { id: task.id })}
      closeButtonProps={{ 'aria-label': shell('close') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            type="datetime-local"
            label={t('move.when')}
            description={t('move.zone', { zone: timeZone })}
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
            error={refusal?.errors[0]?.message ?? refusal?.message}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell('cancel')}
            </Button>
            <Button type="submit" loading={acting.isPending}>
              {t('move.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
