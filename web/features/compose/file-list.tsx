import { ActionIcon, Badge, Group, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { DraftFile } from './draft.ts';

const PICTURE_PX = 48;

interface FileListProps {
  readonly files: readonly DraftFile[];
  readonly onChange: (files: readonly DraftFile[]) => void;
}

/** The files in the order in which they are posted. */
export function FileList({ files, onChange }: FileListProps) {
  const { t } = useTranslation('compose');
  const shown = useShown();
  if (files.length === 0) return null;
  const move = (from: number, to: number): void => {
    const next = [...files];
    const [file] = next.splice(from, 1);
    if (file === undefined) return;
    next.splice(to, 0, file);
    onChange(next);
    announce(t('moved', { name: file.name, place: to + 1 }));
  };
  const remove = (index: number): void => {
    const { name = '' } = files[index] ?? {};
    onChange(files.filter((_, at) => at !== index));
    announce(t('removed', { name }));
  };
  return (
    <Stack
      component="ol"
      gap="xs"
      m={0}
      p={0}
      style={{ listStyle: 'none' }}
      aria-label={t('files', { count: files.length })}
    >
      {files.map(({ sha256, name, kind, sizeBytes }, index) => (
        // The same file may be there twice.
        // biome-ignore lint/suspicious/noArrayIndexKey: it is the place of the file that counts.
        <Group component="li" key={`${sha256} ${index}`} gap="sm" wrap="nowrap">
          <Thumbnail sha256={sha256} size={PICTURE_PX} />
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text size="sm" truncate title={name}>
              {name}
            </Text>
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                {bytes(sizeBytes, shown)}
              </Text>
              {index === 0 && kind === 'image' && files.length > 1 ? (
                <Badge size="xs" variant="default" tt="none">
                  {t('cover')}
                </Badge>
              ) : null}
            </Group>
          </div>
          <ActionIcon
            variant="default"
            aria-label={t('earlier', { name })}
            disabled={index === 0}
            onClick={() => move(index, index - 1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={t('later', { name })}
            disabled={index === files.length - 1}
            onClick={() => move(index, index + 1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={t('remove', { name })} onClick={() => remove(index)}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  );
}
