import { Alert, Button, Grid, Group, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import type { Material } from '../../lib/upload.ts';
import { useShown } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import { CaptionField } from './caption-field.tsx';
import { Created } from './created.tsx';
import { Discard } from './discard.tsx';
import { bodyOf, type CreateBody, EMPTY, withFile } from './draft.ts';
import { focusField, focusFirst, NONE_REFUSED, type Refusal, type Refused, refusedBy } from './fields.ts';
import { MediaFields } from './media-fields.tsx';
import { OptionFields } from './option-fields.tsx';
import { Section } from './section.tsx';
import { Summary } from './summary.tsx';
import { TargetFields } from './target-fields.tsx';
import { useCopy } from './use-copy.ts';
import { useDraft } from './use-draft.ts';
import { useMaterial } from './use-material.ts';
import { usePreview } from './use-preview.ts';
import { useRefusal } from './use-refusal.tsx';
import { useUploads } from './use-uploads.ts';
import { WhatFields } from './what-fields.tsx';
import { WhenFields } from './when-fields.tsx';

/** The form for a new post, from its files to its creation. */
export function Compose() {
  const { t } = useTranslation('compose');
  const state = useDraft();
  const { draft, change, replace } = state;
  const { timeZone } = useShown();
  const take = (material: Material): void => {
    change((before) => withFile(before, material));
    announce(t('uploaded', { name: material.name }));
  };
  const uploads = useUploads(take);
  useMaterial(take);
  const copied = useCopy(replace);
  const body = bodyOf(draft, timeZone);
  const { preview, failure, isTold } = usePreview(draft, timeZone);
  const creation = useCreation(body, () => replace(EMPTY));
  const { refused } = creation;
  const told = failure === null ? null : refusedBy(failure);
  const refusal = useRefusal(told ?? refused ?? NONE_REFUSED);
  if (creation.ids !== null)
    return (
      <Created
        ids={creation.ids}
        onAnother={() => {
          creation.reset();
          // The form has to be there again first.
          requestAnimationFrame(() => focusField('app'));
        }}
      />
    );
  const parts = { state, refusal };
  const count = preview?.total;
  const action = draft.rehearsal ? t('rehearse') : count === undefined ? t('createAny') : t('create', { count });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        creation.create();
      }}
    >
      <Text c="dimmed" size="sm" mb="md">
        {t('about')}
      </Text>
      {copied === null ? null : (
        <Alert mb="md" variant="light">
          {copied}
        </Alert>
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section title={t('post')}>
              <WhatFields {...parts} />
              <MediaFields {...parts} uploads={uploads} />
              <CaptionField {...parts} />
              <Switch
                label={t('rehearsal')}
                description={t('rehearsalHelp')}
                checked={draft.rehearsal}
                onChange={({ currentTarget: { checked } }) => change({ rehearsal: checked })}
              />
              <OptionFields {...parts} />
            </Section>
            <Section title={t('targets')}>
              <TargetFields {...parts} />
            </Section>
            <Section title={t('when')}>
              <WhenFields {...parts} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <div style={{ position: 'sticky', top: 'calc(var(--app-shell-header-height, 0px) + 1rem)' }}>
            <Section title={t('summary')}>
              <Summary state={state} isTold={isTold} preview={preview} refusal={told === null ? null : refusal} />
              {told === null && refused !== null ? <RefusedNote refusal={refusal} /> : null}
              <Group>
                <Button type="submit" loading={creation.isBusy} disabled={uploads.list.length > 0}>
                  {action}
                </Button>
                <Discard
                  disabled={draft === EMPTY}
                  onDiscard={() => {
                    replace(EMPTY);
                    creation.reset();
                    announce(t('discarded'));
                    focusField('app');
                  }}
                />
              </Group>
              <Text size="xs" c="dimmed">
                {uploads.list.length > 0 ? t('uploadsFirst') : t('kept')}
              </Text>
            </Section>
          </div>
        </Grid.Col>
      </Grid>
    </form>
  );
}

/** What it was refused for, in as many words as no field has of its own. */
function RefusedNote({ refusal: { fields, rest } }: { readonly refusal: Refusal }) {
  const { t } = useTranslation('compose');
  const count = Object.keys(fields).length;
  return (
    <Alert color="red" variant="light" role="alert">
      {count > 0 ? <Text size="sm">{t('refused', { count })}</Text> : null}
      {rest.map(([key, words]) => (
        <Text key={key} size="sm" component="div">
          {words}
        </Text>
      ))}
    </Alert>
  );
}

/** A key of its own for each body: what is sent twice for want of an answer is created once. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function useCreation(body: CreateBody, onCreated: () => void) {
  const client = useQueryClient();
  const text = JSON.stringify(body);
  const key = useRef({ text, key: newKey() });
  const [refused, setRefused] = useState<Refused | null>(null);
  const mutation = useMutation({
    mutationFn: async () => {
      if (key.current.text !== text) key.current = { text, key: newKey() };
      return await ask('createTasks', { body, headers: { 'Idempotency-Key': key.current.key } });
    },
    onSuccess: async () => {
      onCreated();
      await client.invalidateQueries({ queryKey: ['listTasks'] });
    },
    onError: (failure) => setRefused(refusedBy(failure)),
  });
  useEffect(() => {
    if (refused !== null) focusFirst(refused);
  }, [refused]);
  return {
    refused,
    ids: mutation.data?.task_ids ?? null,
    isBusy: mutation.isPending,
    create: () => {
      setRefused(null);
      mutation.mutate();
    },
    reset: () => {
      setRefused(null);
      key.current = { text: '', key: newKey() };
      mutation.reset();
    },
  };
}
