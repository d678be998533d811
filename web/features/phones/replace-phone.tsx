import { Checkbox, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ask } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';
import { FormDialog } from './form-dialog.tsx';
import { nameOf, type PhoneDetail } from './phone-state.ts';
import { usePhones } from './use-phones.ts';

interface ReplacePhoneProps {
  readonly phone: PhoneDetail;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Another phone takes over what one has still to do, and its accounts. */
export function ReplacePhone({ phone, onDone, onClose }: ReplacePhoneProps) {
  const { t } = useTranslation('phones');
  const navigate = useNavigate();
  const [by, setBy] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [withCurrent, setWithCurrent] = useState(false);
  const others = (usePhones().data?.devices ?? []).filter(
    ({ serial, retired }) => serial !== phone.serial && retired === null,
  );
  const act = async (): Promise<void> => {
    if (by === null) return;
    const given = reason.trim();
    const body = { by, with_current: withCurrent, ...(given === '' ? {} : { reason: given }) };
    const done = await ask('replaceDevice', { params: { serial: phone.serial }, body });
    const words = [
      t('replace.tasks', { count: done.moved_tasks }),
      t('replace.accounts', { count: done.moved_accounts }),
      ...(done.left_tasks === 0 ? [] : [t('replace.left', { count: done.left_tasks })]),
    ];
    announce(words.join(' '));
    await navigate(`/phones/${encodeURIComponent(by)}`);
  };
  return (
    <FormDialog
      title={t('act.replace')}
      action={t('act.replace')}
      disabled={by === null}
      act={act}
      onDone={onDone}
      onClose={onClose}
    >
      <Text size="sm">
        {t('replace.about', {
          name: nameOf(phone),
          tasks: t('replace.hasTasks', { count: phone.queue_length }),
          accounts: t('replace.hasAccounts', { count: phone.accounts.length }),
        })}
      </Text>
      <Select
        label={t('replace.by')}
        value={by}
        onChange={setBy}
        data={others.map((other) => ({ value: other.serial, label: `${nameOf(other)} (${other.serial})` }))}
        searchable
        nothingFoundMessage={t('replace.none')}
        required
      />
      <TextInput
        label={t('reason.label')}
        description={t('reason.about')}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        maxLength={500}
      />
      <Checkbox
        label={t('replace.current')}
        description={t('replace.currentAbout')}
        checked={withCurrent}
        onChange={({ currentTarget }) => setWithCurrent(currentTarget.checked)}
      />
    </FormDialog>
  );
}
