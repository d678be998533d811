import { Button, Checkbox, NumberInput, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type BodyOf } from '../../lib/ask.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { isOnlyAt, useErrorAt } from '../../ui/field-error.tsx';
import { type Detail, useChange, useTags } from './data.ts';

type Draft = BodyOf<'updateMaterial'>;
const FIELDS = ['name', 'tags', 'caption', 'sort_order', 'in_library'] as const;

/** What is said about a file. */
export function Describe({ material }: { readonly material: Detail }) {
  const { t } = useTranslation('library');
  const errorAt = useErrorAt();
  const known = useTags();
  const { sha256, name, tags, caption, sort_order, in_library } = material;
  const [draft, setDraft] = useState<Draft>({ name, tags, caption, sort_order, in_library });
  const put = (changes: Partial<Draft>): void => setDraft((before) => ({ ...before, ...changes }));
  const save = useChange(async (body: Draft) => {
    const saved = await ask('updateMaterial', { params: { sha256 }, body });
    return t('detail.saved', { name: saved.name });
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(draft);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          label={t('detail.name')}
          value={draft.name ?? ''}
          onChange={(event) => put({ name: event.currentTarget.value })}
          error={errorAt(save.error, 'name')}
          required
        />
        <TagsInput
          label={t('detail.tags')}
          data={known}
          value={draft.tags ?? []}
          onChange={(value) => put({ tags: value })}
          error={errorAt(save.error, 'tags')}
        />
        <Textarea
          label={t('detail.caption')}
          description={t('detail.captionAbout')}
          value={draft.caption ?? ''}
          onChange={(event) => put({ caption: event.currentTarget.value || null })}
          error={errorAt(save.error, 'caption')}
          autosize
          minRows={2}
        />
        <NumberInput
          label={t('detail.order')}
          description={t('detail.orderAbout')}
          value={draft.sort_order ?? 0}
          onChange={(value) => put({ sort_order: Number(value) || 0 })}
          allowDecimal={false}
          error={errorAt(save.error, 'sort_order')}
        />
        <Checkbox
          label={t('detail.inLibrary')}
          checked={draft.in_library ?? true}
          onChange={(event) => put({ in_library: event.currentTarget.checked })}
        />
        {save.error === null || isOnlyAt(save.error, ...FIELDS) ? null : <FailureNote error={save.error} />}
        <Button type="submit" size="xs" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('detail.save')}
        </Button>
      </Stack>
    </form>
  );
}
