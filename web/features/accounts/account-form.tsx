import { Button, Group, Modal, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type BodyOf } from '../../lib/ask.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { isOnlyAt, useErrorAt } from '../../ui/field-error.tsx';
import { type Account, PLATFORMS, useChange, useDevices } from './data.ts';

type Draft = BodyOf<'createAccount'>;
const FIELDS = ['username', 'platform', 'serial', 'display_name', 'tags', 'notes', 'enabled'] as const;

interface AccountFormProps {
  /** Null for a new one. */
  readonly account: Account | null;
  readonly knownTags: readonly string[];
  readonly onClose: () => void;
}

export function AccountForm({ account, knownTags, onClose }: AccountFormProps) {
  const { t } = useTranslation('accounts');
  const { t: shell } = useTranslation('shell');
  const { data: devices } = useDevices();
  const errorAt = useErrorAt();
  const [draft, setDraft] = useState<Draft>(() => draftOf(account));
  const put = (changes: Partial<Draft>): void => setDraft((before) => ({ ...before, ...changes }));
  const save = useChange(async (body: Draft) => {
    const saved =
      account === null
        ? await ask('createAccount', { body })
        : await ask('updateAccount', { params: { id: account.id }, body });
    onClose();
    return t('saved', { username: saved.username });
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(draft);
  };
  const wrong = (field: (typeof FIELDS)[number]) => errorAt(save.error, field);
  return (
    <Modal
      opened
      onClose={onClose}
      title={account === null ? t('add') : t('editFor', { username: account.username })}
      closeButtonProps={{ 'aria-label': shell('close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('username')}
            value={draft.username}
            onChange={(event) => put({ username: event.currentTarget.value })}
            error={wrong('username')}
            required
            autoComplete="off"
            data-autofocus
          />
          <Select
            label={t('platform')}
            data={PLATFORMS}
            value={draft.platform}
            onChange={(value) => put({ platform: PLATFORMS.find((name) => name === value) ?? 'tiktok' })}
            error={wrong('platform')}
            allowDeselect={false}
          />
          <TextInput
            label={t('displayName')}
            value={draft.display_name ?? ''}
            onChange={(event) => put({ display_name: event.currentTarget.value || null })}
            error={wrong('display_name')}
          />
          <Select
            label={t('phone')}
            placeholder={t('noPhone')}
            data={serialsOf(devices?.devices ?? [], account)}
            value={draft.serial ?? null}
            onChange={(serial) => put({ serial })}
            error={wrong('serial')}
            clearable
            clearButtonProps={{ 'aria-label': t('noPhone') }}
            searchable
          />
          <TagsInput
            label={t('tags')}
            data={[...knownTags]}
            value={draft.tags ?? []}
            onChange={(tags) => put({ tags })}
            error={wrong('tags')}
          />
          <Textarea
            label={t('notes')}
            description={t('notesAbout')}
            value={draft.notes ?? ''}
            onChange={(event) => put({ notes: event.currentTarget.value })}
            error={wrong('notes')}
            autosize
            minRows={2}
          />
          <Switch
            label={t('enabled')}
            description={t('enabledAbout')}
            checked={draft.enabled ?? true}
            onChange={(event) => put({ enabled: event.currentTarget.checked })}
          />
          {save.error === null || isOnlyAt(save.error, ...FIELDS) ? null : <FailureNote error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function draftOf(account: Account | null): Draft {
  if (account === null) return { username: '', platform: 'tiktok', enabled: true, tags: [], notes: '' };
  const { username, platform, display_name, serial, enabled, tags, notes } = account;
  return { username, platform, display_name, serial, enabled, tags, notes };
}

/** Those that are there, and the one that the account is bound to even if it is gone. */
function serialsOf(devices: readonly { readonly serial: string }[], account: Account | null): string[] {
  const own = account?.serial ?? null;
  return [...new Set([...devices.map(({ serial }) => serial), ...(own === null ? [] : [own])])];
}
