import { ActionIcon, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/format.ts';
import { useFailure } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { ToldInline } from '../../ui/told.tsx';
import type { Upload, Uploads } from './use-uploads.ts';

/** Files on their way, and those that did not arrive. */
export function UploadList({ uploads }: { readonly uploads: Uploads }) {
  if (uploads.list.length === 0) return null;
  return (
    <Stack gap="xs">
      {uploads.list.map((upload) => (
        <UploadLine key={upload.id} upload={upload} uploads={uploads} />
      ))}
    </Stack>
  );
}

const WHOLE_PERCENT = 100;

function UploadLine({ upload, uploads }: { readonly upload: Upload; readonly uploads: Uploads }) {
  const { t } = useTranslation('compose');
  const tell = useFailure();
  const { id, file, progress, failure } = upload;
  const name = file.name;
  const percent = Math.floor(((progress?.doneBytes ?? 0) / Math.max(1, file.size)) * WHOLE_PERCENT);
  return (
    <div>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" truncate>
          {name}
        </Text>
        <Group gap="xs" wrap="nowrap">
          {failure === null ? null : (
            <Button size="compact-xs" variant="default" onClick={() => uploads.retry(id)}>
              {t('upload.retry')}
            </Button>
          )}
          <ActionIcon variant="default" aria-label={t('upload.cancel', { name })} onClick={() => uploads.cancel(id)}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {failure === null ? (
        <>
          <Progress.Root mt={4}>
            <Progress.Section value={percent} aria-label={t('upload.progress', { name })} />
          </Progress.Root>
          <UploadWords upload={upload} />
        </>
      ) : (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {t('upload.failed')} <ToldInline telling={tell(failure)} isWhole />
        </Text>
      )}
    </div>
  );
}

function UploadWords({ upload: { progress, file } }: { readonly upload: Upload }) {
  const { t } = useTranslation('compose');
  const shown = useShown();
  return (
    <Text size="xs" c="dimmed">
      {progress === null
        ? t('upload.waiting')
        : progress.step === 'sending'
          ? t('upload.sending', { sent: bytes(progress.doneBytes, shown), total: bytes(file.size, shown) })
          : t(`upload.${progress.step}`)}
    </Text>
  );
}
