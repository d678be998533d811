import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../lib/ask.ts';
import { isAway } from '../lib/query.ts';
import { said, useFailure } from '../lib/telling.ts';
import { Told } from './told.tsx';

/** What went wrong and what can be done about it. */
export function FailureNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation('shell');
  const tell = useFailure();
  const telling = isAway(error) ? said(t('failure.away'), null) : tell(error);
  const code = error instanceof ApiFailure && error.code > 0 ? error.code : null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('failure.title')} role="alert">
      <Told telling={telling} />
      <Group mt="xs" gap="sm">
        {onRetry === undefined ? null : (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('failure.retry')}
          </Button>
        )}
        {code === null ? null : (
          <Text size="xs" c="dimmed">
            {t('failure.code', { code })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
