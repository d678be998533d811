import { List, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, duration } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import type { Detail } from './data.ts';

/** What the file says of itself, and what the apps make of it. */
export function Facts({ material }: { readonly material: Detail }) {
  const { t } = useTranslation('library');
  const shown = useShown();
  const { size_bytes, width_px, height_px, duration_ms, video_codec, audio_codec, created_at, fits } = material;
  const codecs = [video_codec, audio_codec].filter((codec) => codec !== null).join(', ');
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('detail.size'), bytes(size_bytes, shown)],
    ...(width_px === null ? [] : [[t('detail.pixels'), `${width_px} × ${height_px}`] as const]),
    ...(duration_ms === null ? [] : [[t('detail.duration'), duration(duration_ms, shown)] as const]),
    ...(codecs === '' ? [] : [[t('detail.codec'), codecs] as const]),
    [t('detail.added'), <Moment key="added" at={created_at} />],
  ];
  return (
    <>
      <section>
        <Title order={3}>{t('detail.facts')}</Title>
        <Table withRowBorders={false} verticalSpacing={2}>
          <Table.Tbody>
            {rows.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th w={120}>{name}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <section>
        <Title order={3}>{t('detail.fits')}</Title>
        <List size="sm">
          {fits.map(({ platform, kind, errors, warnings }) => (
            <List.Item key={`${platform} ${kind}`}>
              {platform} {kind}:{' '}
              <Text span inherit c={errors.length > 0 ? 'var(--mantine-color-error)' : 'inherit'}>
                {[...errors, ...warnings].join(' ') || t('detail.fine')}
              </Text>
            </List.Item>
          ))}
        </List>
      </section>
    </>
  );
}
