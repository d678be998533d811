import { Button, Group, List, Modal, Paper, Stack, TagsInput, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, ask } from '../../lib/ask.ts';
import { asWhole, useFailure } from '../../lib/telling.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { type Material, useChange, useTags } from './data.ts';

interface SelectionProps {
  readonly materials: readonly Material[];
  readonly onNone: () => void;
}

const STATE_CONFLICT = 40901;

/** What can be done about the files that are selected, and what came of it. */
export function Selection({ materials, onNone }: SelectionProps) {
  const { t } = useTranslation('library');
  const tell = useFailure();
  const [opened, setOpened] = useState<'tags' | 'remove' | null>(null);
  const [told, setTold] = useState<readonly string[]>([]);
  const close = (): void => setOpened(null);
  const finish = (lines: readonly string[]): string => {
    setTold(lines);
    close();
    return lines.join(' ');
  };
  const tag = useChange(async (tags: readonly string[]) => {
    const { done, failed } = await each(materials, async ({ sha256, tags: own }) => {
      await ask('updateMaterial', { params: { sha256 }, body: { tags: [...new Set([...own, ...tags])] } });
    });
    return finish([
      t('selection.tagged', { count: done.length }),
      ...failed.map(({ name, error }) => t('selection.failed', { name, why: asWhole(tell(error)) })),
    ]);
  });
  const remove = useChange(async () => {
    const { done, failed } = await each(materials, async ({ sha256 }) => {
      await ask('deleteMaterial', { params: { sha256 } });
    });
    const kept = failed.filter(({ error }) => error.code === STATE_CONFLICT);
    const others = failed.filter(({ error }) => error.code !== STATE_CONFLICT);
    if (failed.length === 0) onNone();
    return finish([
      t('selection.removed', { count: done.length }),
      ...(kept.length === 0
        ? []
        : [t('selection.kept', { count: kept.length, names: kept.map(({ name }) => name).join(', ') })]),
      ...others.map(({ name, error }) => t('selection.failed', { name, why: asWhole(tell(error)) })),
    ]);
  });
  if (materials.length === 0 && told.length === 0) return null;
  return (
    <Paper withBorder p="xs" pos="sticky" top={60} style={{ zIndex: 2 }}>
      <Group gap="sm">
        <Text fw={600}>{t('selection.count', { count: materials.length })}</Text>
        <Button size="xs" variant="default" disabled={materials.length === 0} onClick={() => setOpened('tags')}>
          {t('selection.tag')}
        </Button>
        <Button size="xs" variant="default" disabled={materials.length === 0} onClick={() => setOpened('remove')}>
          {t('selection.remove')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          onClick={() => {
            setTold([]);
            onNone();
          }}
        >
          {t('selection.none')}
        </Button>
      </Group>
      {told.length === 0 ? null : (
        <List size="sm" mt="xs">
          {told.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
      {opened === 'tags' ? <AddTags busy={tag.isPending} onClose={close} onAdd={(tags) => tag.mutate(tags)} /> : null}
      <Confirm
        opened={opened === 'remove'}
        title={t('selection.remove')}
        action={t('selection.remove')}
        danger
        busy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate(undefined)}
      >
        {t('selection.ask', { count: materials.length })}
      </Confirm>
    </Paper>
  );
}

interface Failed {
  readonly name: string;
  readonly error: ApiFailure;
}

/** One after the other, so that one that is refused stops none of the rest. */
async function each(materials: readonly Material[], work: (material: Material) => Promise<void>) {
  const done: Material[] = [];
  const failed: Failed[] = [];
  for (const material of materials) {
    try {
      await work(material);
      done.push(material);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      failed.push({ name: material.name, error });
    }
  }
  return { done, failed };
}

interface AddTagsProps {
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onAdd: (tags: readonly string[]) => void;
}

function AddTags({ busy, onClose, onAdd }: AddTagsProps) {
  const { t } = useTranslation('library');
  const { t: shell } = useTranslation('shell');
  const known = useTags();
  const [tags, setTags] = useState<string[]>([]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onAdd(tags);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('selection.tagTitle')}
      closeButtonProps={{ 'aria-label': shell('close') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TagsInput label={t('selection.tags')} data={known} value={tags} onChange={setTags} data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell('cancel')}
            </Button>
            <Button type="submit" disabled={tags.length === 0} loading={busy}>
              {t('selection.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
