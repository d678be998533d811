import {
  Anchor,
  Button,
  Group,
  Modal,
  MultiSelect,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ask, type BodyOf } from '../../lib/ask.ts';
import { useShown } from '../../lib/use-shown.ts';
import { momentOfText, textOf } from '../../lib/zone-time.ts';
import { announce } from '../../ui/announcer.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { isOnlyAt, useErrorAt } from '../../ui/field-error.tsx';
import { type Script, useSerials } from './data.ts';
import { SchemaField } from './schema-field.tsx';
import { useFields } from './use-fields.ts';

type Values = Readonly<Record<string, unknown>>;

/** Makes tasks of a script, by a form that its schema says. */
export function ScriptForm({ script, onClose }: { readonly script: Script; readonly onClose: () => void }) {
  const { t } = useTranslation('scripts');
  const { t: shell } = useTranslation('shell');
  const errorAt = useErrorAt();
  const fields = useFields(script);
  const [values, setValues] = useState<Values>({});
  const [serials, setSerials] = useState<string[]>([]);
  const [startAt, setStartAt] = useState<string | null>(null);
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: async (body: BodyOf<'createTasks'>) => await ask('createTasks', { body }),
    onSuccess: ({ created_count: count }) => {
      announce(t('form.made', { count }));
      void client.invalidateQueries();
    },
  });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (create.error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [create.error]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const config = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    create.mutate({
      serials,
      script_name: script.name,
      script_config: config,
      ...(startAt === null ? {} : { start_at: startAt }),
    });
  };
  const paths = ['serials', 'start_at', ...fields.map(({ name }) => `script_config.${name}`)];
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('form.title', { title: script.title })}
      closeButtonProps={{ 'aria-label': shell('close') }}
    >
      <form ref={form} onSubmit={submit}>
        <Stack gap="sm">
          {script.name === 'post' ? (
            <Text size="sm">
              {t('newPost')}{' '}
              <Anchor component={Link} to="/new" inherit underline="always">
                {t('toNewPost')}
              </Anchor>
            </Text>
          ) : null}
          <Phones value={serials} error={errorAt(create.error, 'serials')} onChange={setSerials} />
          <When onChange={setStartAt} error={errorAt(create.error, 'start_at')} />
          <Title order={3}>{t('form.parameters')}</Title>
          {fields.length === 0 ? <Text size="sm">{t('form.noParameters')}</Text> : null}
          {fields.map((field) => (
            <SchemaField
              key={field.name}
              field={field}
              value={values[field.name]}
              error={errorAt(create.error, `script_config.${field.name}`)}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
          {create.error === null || isOnlyAt(create.error, ...paths) ? null : <FailureNote error={create.error} />}
          {create.data === undefined ? null : <Made ids={create.data.task_ids} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell('close')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={serials.length === 0}>
              {t('form.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PhonesProps {
  readonly value: string[];
  readonly error: ReactNode;
  readonly onChange: (serials: string[]) => void;
}

function Phones({ value, error, onChange }: PhonesProps) {
  const { t } = useTranslation('scripts');
  return (
    <MultiSelect
      label={t('form.phones')}
      description={t('form.phonesAbout')}
      data={useSerials()}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      required
      data-autofocus
    />
  );
}

const AN_HOUR_MS = 60 * 60_000;

interface WhenProps {
  readonly error: ReactNode;
  /** @param startAt RFC 3339; null for now. */
  readonly onChange: (startAt: string | null) => void;
}

function When({ error, onChange }: WhenProps) {
  const { t } = useTranslation('scripts');
  const { timeZone } = useShown();
  const [wall, setWall] = useState<string | null>(null);
  const put = (next: string | null): void => {
    setWall(next);
    onChange(next === null ? null : (momentOfText(next, timeZone)?.toISOString() ?? null));
  };
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t('form.when')}
        data={[
          { value: 'now', label: t('form.now') },
          { value: 'at', label: t('form.at') },
        ]}
        value={wall === null ? 'now' : 'at'}
        onChange={(value) => put(value === 'now' ? null : textOf(Date.now() + AN_HOUR_MS, timeZone))}
      />
      {wall === null ? null : (
        <TextInput
          type="datetime-local"
          label={t('form.at')}
          description={t('form.zone', { zone: timeZone })}
          value={wall}
          onChange={(event) => put(event.currentTarget.value)}
          error={error}
          required
        />
      )}
    </Stack>
  );
}

function Made({ ids }: { readonly ids: readonly number[] }) {
  const { t } = useTranslation('scripts');
  return (
    <Group gap="xs" role="status">
      <Text fw={600}>{t('form.made', { count: ids.length })}</Text>
      {ids.map((id) => (
        <Anchor key={id} component={Link} to={`/tasks/${id}`}>
          {t('form.task', { id })}
        </Anchor>
      ))}
    </Group>
  );
}
