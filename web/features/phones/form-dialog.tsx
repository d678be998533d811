import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../ui/failure-note.tsx';

interface FormDialogProps {
  readonly title: string;
  /** The word on the button. */
  readonly action: string;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly act: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Some fields, and what is done with them; what the server refuses is said where it was asked. */
export function FormDialog({ title, action, children, disabled = false, act, onDone, onClose }: FormDialogProps) {
  const { t } = useTranslation('shell');
  const acting = useMutation({
    mutationFn: act,
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          acting.mutate();
        }}
      >
        <Stack>
          {children}
          {acting.error === null ? null : <FailureNote error={acting.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={acting.isPending} disabled={disabled}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
