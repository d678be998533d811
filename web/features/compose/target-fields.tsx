import { Button, Group, MultiSelect, Select, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Choices } from './choices.tsx';
import type { Draft, TargetMode } from './draft.ts';
import { idOf, type Refusal } from './fields.ts';
import { accountChoices, phoneChoices, type TargetChoice } from './targets.ts';
import type { DraftState } from './use-draft.ts';

const MODES: readonly TargetMode[] = ['phones', 'all', 'accounts'];

export function useDevices() {
  return useQuery({
    queryKey: ['listDevices'],
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
  });
}

function useAccounts() {
  return useQuery({
    queryKey: ['listAccounts'],
    queryFn: async ({ signal }) => await ask('listAccounts', { signal }),
  });
}

/** On which phones, as whom. */
export function TargetFields({ state, refusal }: { readonly state: DraftState; readonly refusal: Refusal }) {
  const { t } = useTranslation('compose');
  const { draft, change } = state;
  return (
    <>
      <Choices
        label={t('targetsAs')}
        value={draft.targets}
        choices={MODES.map((value) => ({
          value,
          label: t(`targetModes.${value}`),
          disabled: value === 'phones' && draft.app === 'both',
        }))}
        onChange={(targets) => change({ targets })}
      />
      <TargetPicker state={state} refusal={refusal} />
    </>
  );
}

function TargetPicker({
  state: { draft, change },
  refusal,
}: {
  readonly state: DraftState;
  readonly refusal: Refusal;
}) {
  const { t } = useTranslation('compose');
  const devices = useDevices();
  const accounts = useAccounts();
  const asked = draft.targets === 'accounts' ? accounts : devices;
  if (asked.error !== null) return <FailureNote error={asked.error} onRetry={() => void asked.refetch()} />;
  if (devices.data === undefined || accounts.data === undefined) return <Skeleton h={60} aria-busy="true" />;
  const words = { away: t('away'), unbound: t('unbound'), disabled: t('disabled') };
  if (draft.targets === 'accounts')
    return (
      <TargetSelect
        label={t('accounts')}
        placeholder={t('chooseAccounts')}
        none={t('noAccounts')}
        error={refusal.fields.targets}
        choices={accountChoices(accounts.data.accounts, draft.app, words)}
        value={draft.usernames}
        onChange={(usernames) => change({ usernames })}
      />
    );
  return (
    <TargetSelect
      label={t('phones')}
      placeholder={t('choosePhones')}
      none={t('noPhones')}
      error={refusal.fields.targets}
      choices={phoneChoices(devices.data.devices, words)}
      value={draft.serials}
      onChange={(serials: Draft['serials']) => change({ serials })}
    />
  );
}

interface TargetSelectProps {
  readonly label: string;
  readonly placeholder: string;
  /** Said where there is nothing to choose. */
  readonly none: string;
  readonly error: ReactNode;
  readonly choices: readonly TargetChoice[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function TargetSelect({ label, placeholder, none, error, choices, value, onChange }: TargetSelectProps) {
  const { t } = useTranslation('compose');
  const known = new Set(choices.map((choice) => choice.value));
  // What was chosen and is gone since is shown, for the server to name.
  const gone = value.filter((each) => !known.has(each)).map((each) => ({ value: each, label: each }));
  const add = (values: readonly string[]): void => onChange([...new Set([...value, ...values])]);
  return (
    <>
      <MultiSelect
        id={idOf('targets')}
        label={label}
        placeholder={value.length === 0 ? placeholder : ''}
        {...(choices.length === 0 ? { description: none } : {})}
        error={error}
        data={[...choices.map(({ value: each, label: words }) => ({ value: each, label: words })), ...gone]}
        value={[...value]}
        onChange={onChange}
        searchable
        // It would lie over the buttons below it when a refusal brings the focus here.
        openOnFocus={false}
        hidePickedOptions
        nothingFoundMessage={t('nothingFound')}
        maxDropdownHeight={280}
      />
      <Group gap="xs" align="flex-end">
        <TagPicker
          choices={choices}
          onPick={(tag, values) => {
            add(values);
            announce(t('tagAdded', { count: values.length, tag }));
          }}
        />
        <Button size="xs" variant="default" disabled={choices.length === 0} onClick={() => add([...known])}>
          {t('addAll')}
        </Button>
        <Button size="xs" variant="default" disabled={value.length === 0} onClick={() => onChange([])}>
          {t('clearAll')}
        </Button>
        <Text size="xs" c="dimmed">
          {value.length > 0 ? t('chosen', { count: value.length }) : null}
        </Text>
      </Group>
    </>
  );
}

interface TagPickerProps {
  readonly choices: readonly TargetChoice[];
  readonly onPick: (tag: string, values: readonly string[]) => void;
}

function TagPicker({ choices, onPick }: TagPickerProps) {
  const { t } = useTranslation('compose');
  const tags = [...new Set(choices.flatMap((choice) => choice.tags))].toSorted();
  if (tags.length === 0) return null;
  return (
    <Select
      size="xs"
      label={t('addTag')}
      placeholder={t('chooseTag')}
      data={tags}
      value={null}
      searchable
      onChange={(tag) => {
        if (tag === null) return;
        onPick(
          tag,
          choices.filter((choice) => choice.tags.includes(tag)).map((choice) => choice.value),
        );
      }}
    />
  );
}
