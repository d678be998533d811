import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Moment } from '../../ui/moment.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { Appearance, TimeZone } from './appearance.tsx';
import { type Status, useSettings, useStatus } from './data.ts';
import { InForce } from './in-force.tsx';
import { Access, Licence } from './licence.tsx';
import { Retention } from './retention.tsx';
import { FactTable, Section } from './section.tsx';

export function SettingsView() {
  const { data: settings, error, refetch } = useSettings();
  const { data: status, error: statusError, refetch: askStatus } = useStatus();
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Appearance />
        <TimeZone />
        {settings === undefined ? null : <Licence settings={settings} />}
        {status === undefined ? null : <Retention status={status} />}
        {settings === undefined ? null : <Access settings={settings} />}
        {status === undefined ? null : <Server status={status} />}
      </SimpleGrid>
      {settings === undefined && error === null ? <RowsSkeleton height={60} /> : null}
      {settings === undefined && error !== null ? <FailureNote error={error} onRetry={() => void refetch()} /> : null}
      {status === undefined && statusError !== null ? (
        <FailureNote error={statusError} onRetry={() => void askStatus()} />
      ) : null}
      {settings === undefined ? null : <InForce settings={settings.settings} />}
    </Stack>
  );
}

function Server({ status }: { readonly status: Status }) {
  const { t } = useTranslation('settings');
  const { version, started_at: startedAt, server, database } = status;
  return (
    <Section title={t('server.title')}>
      <FactTable
        rows={[
          [t('server.version'), version],
          [t('server.started'), <Moment key="started" at={startedAt} />],
          [t('server.place'), server.place],
          [t('server.database'), t(database.embedded ? 'server.embedded' : 'server.external')],
        ]}
      />
    </Section>
  );
}
