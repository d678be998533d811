import { Alert, Anchor, Checkbox, List, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { shortTime } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import type { Refusal } from './fields.ts';
import { PlannedTable } from './planned-table.tsx';
import { useDevices } from './target-fields.tsx';
import type { DraftState } from './use-draft.ts';
import type { Preview } from './use-preview.ts';

interface SummaryProps {
  readonly state: DraftState;
  readonly isTold: boolean;
  readonly preview: Preview | undefined;
  /** What the preview was refused for; its fields say it too. */
  readonly refusal: Refusal | null;
}

/** What will be made, in a sentence and line by line. */
export function Summary({ state, isTold, preview, refusal }: SummaryProps) {
  const { t } = useTranslation('compose');
  if (!isTold) return <Text c="dimmed">{t('incomplete')}</Text>;
  if (refusal !== null) return <Refused refusal={refusal} />;
  if (preview === undefined) return <Skeleton h={24} aria-busy="true" />;
  return (
    <Stack gap="sm">
      <Sentence preview={preview} isRehearsal={state.draft.rehearsal} />
      <AwayNote preview={preview} />
      {preview.finished_at === null ? (
        <Text size="sm" c="dimmed">
          {t('noEstimate')}
        </Text>
      ) : null}
      <Duplicates state={state} preview={preview} />
      <Notes preview={preview} />
      <PlannedTable preview={preview} />
    </Stack>
  );
}

function Refused({ refusal: { fields, rest } }: { readonly refusal: Refusal }) {
  const { t } = useTranslation('compose');
  const told = [...Object.entries(fields), ...rest];
  return (
    <Alert color="red" variant="light" title={t('previewFails')}>
      {told.map(([key, words]) => (
        <Text key={key} size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
          {words}
        </Text>
      ))}
    </Alert>
  );
}

/** `6 posts on 4 phones, finished about 18:20`. */
function useSentence(preview: Preview, isRehearsal: boolean): string {
  const { t } = useTranslation('compose');
  const shown = useShown();
  const { total, phones, first_at: first, finished_at: finished } = preview;
  const posts = isRehearsal ? t('rehearsals', { count: total }) : t('posts', { count: total });
  const isLater = Date.parse(first) > Date.now();
  return [
    `${posts} ${t('onPhones', { count: phones })}`,
    ...(isLater ? [t('from', { time: shortTime(new Date(first), shown) })] : []),
    ...(finished === null ? [] : [t('finished', { time: shortTime(new Date(finished), shown) })]),
  ].join(', ');
}

function Sentence({ preview, isRehearsal }: { readonly preview: Preview; readonly isRehearsal: boolean }) {
  const sentence = useSentence(preview, isRehearsal);
  useEffect(() => announce(sentence), [sentence]);
  return (
    <Text fw={600} data-summary>
      {sentence}
    </Text>
  );
}

function AwayNote({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation('compose');
  const { data } = useDevices();
  const used = new Set(preview.tasks.map(({ serial }) => serial));
  const away = data?.devices.filter(({ serial, online }) => used.has(serial) && !online).length ?? 0;
  return away === 0 ? null : <Text size="sm">{t('awayPhones', { count: away })}</Text>;
}

function Duplicates({ state: { draft, change }, preview }: { readonly state: DraftState; readonly preview: Preview }) {
  const { t } = useTranslation('compose');
  const { duplicates } = preview;
  if (duplicates === null && !draft.allowDuplicate) return null;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        {duplicates === null ? null : (
          <Text size="sm" fw={600}>
            {t('duplicates')}
          </Text>
        )}
        {duplicates === null ? null : (
          <List size="sm">
            {duplicates.tasks.map(({ task_id: id, username, serial, status_text: status }) => (
              <List.Item key={id}>
                <Anchor component={Link} to={`/tasks/${id}`}>
                  {t('task', { id })}
                </Anchor>
                {', '}
                {username === null ? serial : `@${username}`}
                {', '}
                {t(`taskState.${status}` as never) as string}
              </List.Item>
            ))}
          </List>
        )}
        <Checkbox
          label={t('allowDuplicate')}
          checked={draft.allowDuplicate}
          onChange={({ currentTarget: { checked } }) => change({ allowDuplicate: checked })}
        />
      </Stack>
    </Paper>
  );
}

/** What the server has to say of the posts, each sentence once. */
function Notes({ preview }: { readonly preview: Preview }) {
  const notes = [...new Set(preview.tasks.flatMap((task) => task.notes))];
  if (notes.length === 0) return null;
  return (
    <List size="sm">
      {notes.map((note) => (
        <List.Item key={note} lang="en">
          {note}
        </List.Item>
      ))}
    </List>
  );
}
