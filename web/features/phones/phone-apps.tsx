import { Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { bytes } from '../../lib/format.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { ofFinding } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { Told } from '../../ui/told.tsx';
import { Nothing } from './nothing.tsx';

const FRESH_MS = 60_000;

/** Which apps are on a phone, in which versions, and whether the flows are for them. */
export function PhoneApps({ serial, online }: { readonly serial: string; readonly online: boolean }) {
  const { t } = useTranslation('phones');
  const words = useServerWords();
  const shown = useShown();
  const { data, error, refetch } = useQuery({
    queryKey: ['readDeviceApps', serial],
    queryFn: async ({ signal }) => await ask('readDeviceApps', { params: { serial }, signal }),
    enabled: online,
    staleTime: FRESH_MS,
  });
  if (data === undefined && !online) return <Nothing>{t('apps.away')}</Nothing>;
  if (data === undefined) return error === null ? <Skeleton h={80} /> : <FailureNote error={error} onRetry={refetch} />;
  return (
    <Stack gap="xs">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('apps.app')}</Table.Th>
            <Table.Th>{t('apps.version')}</Table.Th>
            <Table.Th>{t('apps.support')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.apps.map(({ platform, title, version, supported, code, message, remedy }) => (
            <Table.Tr key={platform}>
              <Table.Td>{title}</Table.Td>
              <Table.Td>{version ?? t('apps.missing')}</Table.Td>
              <Table.Td>
                <MoodBadge mood={supported ? 'good' : 'bad'}>
                  {supported ? t('apps.supported') : t('apps.unsupported')}
                </MoodBadge>
                {message === null ? null : (
                  <Told telling={ofFinding(words, { code: code ?? '', message, remedy })} size="xs" />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {t('apps.about', {
          language: languageName(data.language, shown.language),
          free: bytes(data.free_bytes, shown),
        })}
      </Text>
    </Stack>
  );
}

/** `de` as the reader calls it; what a phone says may be no language that is known. */
function languageName(spoken: string | null, reader: string): string {
  if (spoken === null) return '?';
  try {
    return new Intl.DisplayNames(reader, { type: 'language' }).of(spoken) ?? spoken;
  } catch {
    return spoken;
  }
}
