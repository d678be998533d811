import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { useFailure } from '../../lib/telling.ts';
import { announce } from '../../ui/announcer.tsx';
import { ToldInline } from '../../ui/told.tsx';
import type { Sort } from './filter-bar.tsx';

interface NameViewProps {
  readonly opened: boolean;
  readonly text: string;
  readonly sort: Sort;
  readonly onClose: () => void;
}

/** Keeps what is looked for now under a name. */
export function NameView({ opened, text, sort, onClose }: NameViewProps) {
  const { t } = useTranslation('tasks');
  const { t: tShell } = useTranslation('shell');
  const client = useQueryClient();
  const tell = useFailure();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: async () => {
      const query = new URLSearchParams({ q: text, sort }).toString();
      return await ask('createView', { body: { page: 'tasks', name, query } });
    },
    onSuccess: () => {
      announce(t('views.saved', { name }));
      void client.invalidateQueries({ queryKey: ['listViews'] });
      setName('');
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('views.save')}
      closeButtonProps={{ 'aria-label': tShell('close') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={save.error === null ? undefined : <ToldInline telling={tell(save.error)} isWhole />}
            maxLength={100}
            required
            data-autofocus
          />
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-end' }}>
            {t('views.saveIt')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
