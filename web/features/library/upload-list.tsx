import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/format.ts';
import { useFailure } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { ToldInline } from '../../ui/told.tsx';
import { isOpen, type Upload, type Uploads } from './use-uploads.ts';

/** What is on its way into the library, and what came of it. */
export function UploadList({ uploads }: { readonly uploads: Uploads }) {
  const { t } = useTranslation('library');
  if (uploads.list.length === 0) return null;
  return (
    <Paper withBorder p="sm" component="section">
      <Group justify="space-between">
        <Title order={2}>{t('uploads.title')}</Title>
        <Button size="compact-sm" variant="default" onClick={() => uploads.clear()}>
          {t('uploads.clear')}
        </Button>
      </Group>
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
        {uploads.list.map((upload) => (
          <li key={upload.key}>
            <Line upload={upload} onStop={() => uploads.stop(upload.key)} />
          </li>
        ))}
      </Stack>
    </Paper>
  );
}

function Line({ upload, onStop }: { readonly upload: Upload; readonly onStop: () => void }) {
  const { t } = useTranslation('library');
  const { name, state, doneBytes, totalBytes } = upload;
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {name}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" c={state === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'}>
            <Words upload={upload} />
          </Text>
          {isOpen(upload) ? (
            <Button size="compact-xs" variant="default" aria-label={t('uploads.stopFor', { name })} onClick={onStop}>
              {t('uploads.stop')}
            </Button>
          ) : null}
        </Group>
      </Group>
      {isOpen(upload) ? (
        <Progress.Root>
          <Progress.Section
            value={totalBytes === 0 ? 0 : (doneBytes / totalBytes) * 100}
            aria-label={t('uploads.progress', { name })}
          />
        </Progress.Root>
      ) : null}
    </>
  );
}

function Words({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation('library');
  const shown = useShown();
  const tell = useFailure();
  const { state, doneBytes, totalBytes, error } = upload;
  if (state === 'failed') return <ToldInline telling={tell(error)} isWhole />;
  if (state === 'sending' || state === 'reading')
    return t(`uploads.${state}`, { done: bytes(doneBytes, shown), total: bytes(totalBytes, shown) });
  return t(`uploads.${state}`);
}
