import { Anchor, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ask } from '../../lib/ask.ts';
import { usePaceMs, useRefresh } from '../../lib/use-refresh.ts';
import { announce } from '../../ui/announcer.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';

/** More than these are found in the list of tasks. */
const SHOWN_IDS = 12;

/** What was made, and where it goes on. */
export function Created({ ids, onAnother }: { readonly ids: readonly number[]; readonly onAnother: () => void }) {
  const { t } = useTranslation('compose');
  const heading = useRef<HTMLHeadingElement>(null);
  const sentence = t('created', { count: ids.length });
  useEffect(() => {
    heading.current?.focus();
    announce(sentence);
  }, [sentence]);
  return (
    <Stack gap="sm" data-created>
      <Title order={2} ref={heading} tabIndex={-1}>
        {sentence}
      </Title>
      <Text>{t('createdAbout')}</Text>
      <List>
        {ids.slice(0, SHOWN_IDS).map((id) => (
          <List.Item key={id}>
            <CreatedTask id={id} />
          </List.Item>
        ))}
      </List>
      <Group>
        <Button component={Link} to="/tasks">
          {t('allTasks')}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {t('another')}
        </Button>
      </Group>
    </Stack>
  );
}

const LOOK_AGAIN_MS = { live: 30_000, deaf: 2_000 } as const;
const REST_MS = 1_000;
/** Completed or failed. */
const FINISHED = 2;

/** One of them, with its state as it goes on. */
function CreatedTask({ id }: { readonly id: number }) {
  const { t } = useTranslation('compose');
  const queryKey = ['readTask', id];
  const paceMs = usePaceMs(LOOK_AGAIN_MS);
  useRefresh(queryKey, {
    on: ['task.changed', 'task.deleted'],
    isAbout: ({ data }) => data.task_id === id,
    restMs: REST_MS,
  });
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => await ask('readTask', { params: { id }, signal }),
    refetchInterval: ({ state }) => ((state.data?.status ?? 0) >= FINISHED ? false : paceMs),
  });
  return (
    <Group gap="xs">
      <Anchor component={Link} to={`/tasks/${id}`}>
        {t('task', { id })}
      </Anchor>
      {data === undefined ? null : <StateBadge task={data} />}
    </Group>
  );
}
