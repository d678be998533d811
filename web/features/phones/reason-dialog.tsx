import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from './form-dialog.tsx';

interface ReasonDialogProps {
  readonly title: string;
  /** What will come of it. */
  readonly about: string;
  readonly act: (body: { readonly reason?: string }) => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const LONGEST = 500;

/** Asks why, for those who come later; the reason may be left out. */
export function ReasonDialog({ title, about, act, onDone, onClose }: ReasonDialogProps) {
  const { t } = useTranslation('phones');
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <FormDialog
      title={title}
      action={title}
      act={async () => await act(given === '' ? {} : { reason: given })}
      onDone={onDone}
      onClose={onClose}
    >
      <Text size="sm">{about}</Text>
      <TextInput
        label={t('reason.label')}
        description={t('reason.about')}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        maxLength={LONGEST}
        data-autofocus
      />
    </FormDialog>
  );
}
