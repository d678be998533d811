import { Alert, Box, Button, SimpleGrid, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useServerWords } from '../../lib/server-words.ts';
import { said, wordsAt } from '../../lib/telling.ts';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ToldInline } from '../../ui/told.tsx';
import { nameOf } from './phone-state.ts';
import { PhoneTile } from './phone-tile.tsx';
import { matches, type Size, useFilter } from './use-filter.ts';
import { usePhones } from './use-phones.ts';
import { WallTools } from './wall-tools.tsx';

/** How wide a tile is at least, and how wide its picture is fetched. */
const TILES: Readonly<Record<Size, { readonly min: string; readonly widthPx: number }>> = {
  small: { min: '120px', widthPx: 120 },
  medium: { min: '180px', widthPx: 240 },
  large: { min: '280px', widthPx: 360 },
};

/** All phones, and what each shows now. */
export function Wall() {
  const { t } = useTranslation('phones');
  const { data, error, refetch } = usePhones();
  const words = useServerWords();
  const { filter, set, clear } = useFilter();
  if (data === undefined) return error === null ? <WallSkeleton /> : <FailureNote error={error} onRetry={refetch} />;
  if (data.devices.length === 0) return <Empty title={t('empty.title')}>{t('empty.about')}</Empty>;
  const shown = data.devices
    .filter((phone) => matches(phone, filter))
    .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), undefined, { numeric: true }));
  const { min, widthPx } = TILES[filter.size];
  return (
    <>
      {data.incident === null ? null : (
        <Alert
          color="red"
          styles={{ title: { color: 'var(--mantine-color-text)' } }}
          title={t('incident', { count: data.incident.missing.length })}
        >
          <ToldInline telling={said(wordsAt(words?.incidents, data.incident.cause_name), data.incident.cause)} />
        </Alert>
      )}
      <WallTools phones={data.devices} filter={filter} set={set} />
      {shown.length === 0 ? (
        <Empty
          title={t('filtered.title')}
          action={
            <Button variant="default" onClick={clear}>
              {t('filtered.clear')}
            </Button>
          }
        >
          {t('filtered.about', { count: data.devices.length })}
        </Empty>
      ) : (
        <Box
          component="ul"
          aria-label={t('wall')}
          p={0}
          m={0}
          style={{
            display: 'grid',
            gap: 'var(--mantine-spacing-sm)',
            gridTemplateColumns: `repeat(auto-fill, minmax(min(${min}, 45%), 1fr))`,
            listStyle: 'none',
          }}
        >
          {shown.map((phone) => (
            <PhoneTile key={phone.serial} phone={phone} widthPx={widthPx} />
          ))}
        </Box>
      )}
    </>
  );
}

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f'];

function WallSkeleton() {
  return (
    <SimpleGrid cols={{ base: 2, sm: 4, lg: 6 }} aria-busy="true">
      {SKELETONS.map((key) => (
        <Skeleton key={key} h={380} radius="md" />
      ))}
    </SimpleGrid>
  );
}
