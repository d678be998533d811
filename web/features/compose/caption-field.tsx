import { Box, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowsShuffle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type DataOf } from '../../lib/ask.ts';
import { count } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import { useFieldWords } from '../../ui/field-error.tsx';
import type { App } from './draft.ts';
import { idOf, type Refusal } from './fields.ts';
import type { DraftState } from './use-draft.ts';

type AppDrawn = DataOf<'previewCaption'>['apps'][number];
type Drawn = AppDrawn['drawn'][number];
type Limits = DataOf<'readScript'>['apps'][number];

const TYPING_PAUSE_MS = 150;
/** Beyond what is exact, and beyond what a number tells. */
const VERY_MANY = 1_000_000;

/** The caption, what the apps count in it, and one way in which it may be drawn. */
export function CaptionField({
  state,
  refusal: { fields },
}: {
  readonly state: DraftState;
  readonly refusal: Refusal;
}) {
  const { t } = useTranslation('compose');
  const { draft, change } = state;
  return (
    <Stack gap="xs">
      <Textarea
        id={idOf('captions')}
        label={t('caption')}
        description={t('captionHelp')}
        error={fields.captions}
        value={draft.captions}
        autosize
        minRows={3}
        maxRows={14}
        onChange={({ currentTarget: { value } }) => change({ captions: value })}
      />
      <CaptionPreview captions={draft.captions} app={draft.app} isRefused={fields.captions !== undefined} />
    </Stack>
  );
}

interface CaptionPreviewProps {
  readonly captions: string;
  readonly app: App;
  /** Whether the field says itself what is wrong. */
  readonly isRefused: boolean;
}

function CaptionPreview({ captions, app, isRefused }: CaptionPreviewProps) {
  const { t } = useTranslation('compose');
  const shown = useShown();
  const [settled] = useDebouncedValue(captions, TYPING_PAUSE_MS);
  const [draws, setDraws] = useState(0);
  const limits = useQuery({
    queryKey: ['readScript', 'post'],
    queryFn: async ({ signal }) => await ask('readScript', { params: { name: 'post' }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.apps;
  const { data } = useQuery({
    queryKey: ['previewCaption', settled, draws],
    queryFn: async ({ signal }) => await ask('previewCaption', { body: { captions: settled }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const drawn = data?.apps.find(({ platform }) => app === 'both' || platform === app)?.drawn[0];
  useDrawnWords(draws, drawn);
  if (data === undefined || limits === undefined) return null;
  const apps = data.apps.filter(({ platform }) => app === 'both' || platform === app);
  return (
    <Stack gap={4}>
      {apps.map(({ platform, drawn: [first] }) => {
        const limit = limits.find((each) => each.platform === platform);
        return first === undefined || limit === undefined ? null : (
          <Counts key={platform} drawn={first} limit={limit} isRefused={isRefused} />
        );
      })}
      {data.readings > 1 && drawn !== undefined ? (
        <Box p="sm" bg="var(--mantine-color-default-hover)" style={{ borderRadius: 'var(--mantine-radius-sm)' }}>
          <Group justify="space-between" gap="xs">
            <Text size="xs" c="dimmed">
              {t('drawn')}
              {' · '}
              {data.readings > VERY_MANY ? t('oneOfMany') : t('oneOf', { number: count(data.readings, shown) })}
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconArrowsShuffle size={14} aria-hidden />}
              onClick={() => setDraws(draws + 1)}
            >
              {t('reshuffle')}
            </Button>
          </Group>
          <Text size="sm" data-drawn style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {wordsOf(drawn)}
          </Text>
        </Box>
      ) : null}
    </Stack>
  );
}

function wordsOf({ title, caption }: Drawn): string {
  return title === null ? caption : `${title}\n${caption}`;
}

/** What was drawn anew is said to those who do not see it. */
function useDrawnWords(draws: number, drawn: Drawn | undefined): void {
  const { t } = useTranslation('compose');
  const said = useRef(0);
  useEffect(() => {
    if (drawn === undefined || said.current === draws) return;
    said.current = draws;
    announce(t('drawnAgain', { caption: wordsOf(drawn) }));
  }, [draws, drawn, t]);
}

interface CountsProps {
  readonly drawn: Drawn;
  readonly limit: Limits;
  readonly isRefused: boolean;
}

function Counts({ drawn, limit, isRefused }: CountsProps) {
  const { t } = useTranslation('compose');
  const say = useFieldWords();
  const shown = useShown();
  const number = (value: number): string => count(value, shown);
  const parts = [
    t('units', { app: t(`apps.${limit.platform}`), units: number(drawn.units), limit: number(limit.caption_units) }),
    ...(drawn.title === null || limit.title_units === null
      ? []
      : [t('titleUnits', { units: number(drawn.title_units), limit: number(limit.title_units) })]),
    limit.hashtags === null
      ? t('hashtagsOnly', { count: drawn.hashtags })
      : t('hashtags', { used: number(drawn.hashtags), limit: number(limit.hashtags) }),
  ];
  return (
    <>
      <Text size="xs" c={drawn.problem === null ? 'dimmed' : 'var(--mantine-color-error)'} data-counts={limit.platform}>
        {parts.join(' · ')}
      </Text>
      {drawn.problem === null || isRefused ? null : (
        <Text size="xs" component="div" c="var(--mantine-color-error)">
          {say([{ path: 'captions', message: drawn.problem, rule: 'caption' }])}
        </Text>
      )}
      {drawn.notes.map((note) => (
        <Text key={note} size="xs" lang="en" c="dimmed">
          {note}
        </Text>
      ))}
    </>
  );
}
