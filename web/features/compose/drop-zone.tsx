import { Box, Button, FileButton, Group, Input, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ACCEPTED = '.mp4,.mov,.jpg,.jpeg,.png,.webp,video/mp4,video/quicktime,image/jpeg,image/png,image/webp';

interface DropZoneProps {
  readonly id: string;
  readonly error: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
  /** Other ways to files, beside the button. */
  readonly children?: ReactNode;
}

/** Takes files by dropping or by choosing them; what they are, the server says. */
export function DropZone({ id, error, onFiles, children }: DropZoneProps) {
  const { t } = useTranslation('compose');
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length > 0) onFiles([...event.dataTransfer.files]);
  };
  return (
    <Box
      p="md"
      data-drop-zone
      style={{
        border: `1px dashed var(--mantine-color-${isOver ? 'anchor' : 'default-border'})`,
        borderRadius: 'var(--mantine-radius-sm)',
        background: isOver ? 'var(--mantine-color-default-hover)' : undefined,
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="sm">
        <IconUpload size={20} aria-hidden />
        <Text size="sm">{t('drop')}</Text>
        <FileButton multiple accept={ACCEPTED} onChange={onFiles}>
          {(props) => (
            <Button
              {...props}
              id={id}
              size="xs"
              variant="default"
              aria-describedby={error === undefined ? `${id}-help` : `${id}-error ${id}-help`}
            >
              {t('chooseFiles')}
            </Button>
          )}
        </FileButton>
        {children}
      </Group>
      <Text size="xs" c="dimmed" mt="xs" id={`${id}-help`}>
        {t('dropHelp')}
      </Text>
      {error === undefined ? null : (
        <Input.Error mt="xs" id={`${id}-error`}>
          {error}
        </Input.Error>
      )}
    </Box>
  );
}
