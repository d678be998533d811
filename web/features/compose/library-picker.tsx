import { Button, Group, Modal, SimpleGrid, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import type { Material } from '../../lib/upload.ts';
import { announce } from '../../ui/announcer.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';

const SHOWN = 24;
const PICTURE_PX = 96;
const TYPING_PAUSE_MS = 200;

/** Takes files that the server has already. */
export function LibraryPicker({ onPick }: { readonly onPick: (material: Material) => void }) {
  const { t } = useTranslation(['compose', 'shell']);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('library.choose')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('library.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('shell:close') }}
      >
        <Stack>
          <Materials onPick={onPick} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('library.done')}</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Materials({ onPick }: { readonly onPick: (material: Material) => void }) {
  const { t } = useTranslation('compose');
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), TYPING_PAUSE_MS);
  const query = { page_size: SHOWN, ...(q === '' ? {} : { q }) };
  const { data, error, refetch } = useQuery({
    queryKey: ['listMaterials', query],
    queryFn: async ({ signal }) => await ask('listMaterials', { query, signal }),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <FailureNote error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <TextInput
        label={t('library.search')}
        value={words}
        data-autofocus
        onChange={({ currentTarget: { value } }) => setWords(value)}
      />
      {data === undefined ? <RowsSkeleton rows={3} height={PICTURE_PX} /> : null}
      {data?.total === 0 ? <Text c="dimmed">{t('library.nothing')}</Text> : null}
      <SimpleGrid cols={{ base: 2, xs: 3, sm: 4 }}>
        {data?.materials.map((material) => (
          <UnstyledButton
            key={material.sha256}
            aria-label={t('library.add', { name: material.name })}
            onClick={() => {
              onPick(material);
              announce(t('library.added', { name: material.name }));
            }}
          >
            <Thumbnail sha256={material.sha256} size={PICTURE_PX} />
            <Text size="xs" truncate>
              {material.name}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      {(data?.total ?? 0) > SHOWN ? (
        <Text size="xs" c="dimmed">
          {t('library.more', { count: SHOWN })}
        </Text>
      ) : null}
    </>
  );
}
