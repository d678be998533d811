import { ActionIcon, Badge, Group, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { DraftFile } from './draft.ts';
import { focusField } from './fields.ts';

const PICTURE_PX = 48;

interface FileListProps {
  readonly files: readonly DraftFile[];
  readonly onChange: (files: readonly DraftFile[]) => void;
}

/** The files in the order in which they are posted. */
export function FileList({ files, onChange }: FileListProps) {
  const { t } = useTranslation('compose');
  const shown = useShown();
  const list = useRef<HTMLDivElement>(null);
  /** Where the focus goes next, the first that can take it. */
  const next = useRef<readonly string[] | null>(null);
  // The button that was pressed may be gone, or at an end; the focus stays with the file.
  useLayoutEffect(() => {
    if (next.current === null) return;
    const buttons = next.current.map((place) => list.current?.querySelector<HTMLButtonElement>(place));
    next.current = null;
    const button = buttons.find((each) => each?.disabled === false);
    if (button == null) focusField('media');
    else button.focus();
  });
  if (files.length === 0) return null;
  const move = (from: number, to: number): void => {
    const others = [...files];
    const [file] = others.splice(from, 1);
    if (file === undefined) return;
    others.splice(to, 0, file);
    const [first, second] = to < from ? ['earlier', 'later'] : ['later', 'earlier'];
    next.current = [first, second].map((move) => `[data-place="${to}"] [data-move="${move}"]`);
    onChange(others);
    announce(t('moved', { name: file.name, place: to + 1 }));
  };
  const remove = (index: number): void => {
    const { name = '' } = files[index] ?? {};
    next.current = [`[data-place="${Math.min(index, files.length - 2)}"] [data-remove]`];
    onChange(files.filter((_, at) => at !== index));
    announce(t('removed', { name }));
  };
  return (
    <Stack
      component="ol"
      ref={list}
      gap="xs"
      m={0}
      p={0}
      style={{ listStyle: 'none' }}
      aria-label={t('files', { count: files.length })}
    >
      {files.map(({ sha256, name, kind, sizeBytes }, index) => (
        // The same file may be there twice.
        // biome-ignore lint/suspicious/noArrayIndexKey: it is the place of the file that counts.
        <Group component="li" data-place={index} key={`${sha256} ${index}`} gap="sm" wrap="nowrap">
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
            data-move="earlier"
            aria-label={t('earlier', { name })}
            disabled={index === 0}
            onClick={() => move(index, index - 1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            data-move="later"
            aria-label={t('later', { name })}
            disabled={index === files.length - 1}
            onClick={() => move(index, index + 1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon data-remove variant="default" aria-label={t('remove', { name })} onClick={() => remove(index)}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  );
}
