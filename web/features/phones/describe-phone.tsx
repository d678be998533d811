import { TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { FormDialog } from './form-dialog.tsx';
import type { PhoneDetail } from './phone-state.ts';
import { tagsOf } from './use-filter.ts';
import { usePhones } from './use-phones.ts';

interface DescribePhoneProps {
  readonly phone: PhoneDetail;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** How people call a phone, and what they choose it by. */
export function DescribePhone({ phone, onDone, onClose }: DescribePhoneProps) {
  const { t } = useTranslation('phones');
  const [name, setName] = useState(phone.name ?? '');
  const [tags, setTags] = useState<string[]>([...phone.tags]);
  const phones = usePhones().data?.devices ?? [];
  const body = { name: name.trim() === '' ? null : name.trim(), tags };
  return (
    <FormDialog
      title={t('act.describe')}
      action={t('describe.save')}
      act={async () => await ask('updateDevice', { params: { serial: phone.serial }, body })}
      onDone={onDone}
      onClose={onClose}
    >
      <TextInput
        label={t('describe.name')}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        maxLength={200}
        data-autofocus
      />
      <TagsInput
        label={t('describe.tags')}
        description={t('describe.tagsAbout')}
        value={tags}
        onChange={setTags}
        data={tagsOf(phones)}
      />
    </FormDialog>
  );
}
