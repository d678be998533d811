import { Anchor, Button, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ask, type DataOf } from '../../lib/ask.ts';
import { queryClient } from '../../lib/query.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { ofPreflight, useFailure } from '../../lib/telling.ts';
import { usePaceMs, useRefresh } from '../../lib/use-refresh.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ToldInline } from '../../ui/told.tsx';
import { Nothing } from './nothing.tsx';

const SHOWN = 10;
const EVERY_MS = { live: 60_000, deaf: 10_000 } as const;
const REST_MS = 1_000;

type Task = DataOf<'listTasks'>['tasks'][number];

/** What a phone does next, and what was found amiss for it. */
export function PhoneQueue({ serial }: { readonly serial: string }) {
  const { t } = useTranslation('phones');
  const key = ['listTasks', 'of-phone', serial];
  useRefresh(key, {
    on: ['task.created', 'task.changed', 'task.deleted', 'task.preflight'],
    isAbout: ({ data }) => data.serial === serial,
    restMs: REST_MS,
  });
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      await ask('listTasks', { query: { serial, status: 0, sort: 'scheduled_at', page_size: SHOWN }, signal }),
    refetchInterval: usePaceMs(EVERY_MS),
  });
  if (data === undefined) return error === null ? <Skeleton h={80} /> : <FailureNote error={error} onRetry={refetch} />;
  if (data.total === 0) return <Nothing>{t('queue.none')}</Nothing>;
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('queue.task')}</Table.Th>
              <Table.Th>{t('queue.who')}</Table.Th>
              <Table.Th>{t('queue.due')}</Table.Th>
              <Table.Th>{t('queue.preflight')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.tasks.map((task) => (
              <Row key={task.id} task={task} onLooked={() => void queryClient.invalidateQueries({ queryKey: key })} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {data.total > SHOWN ? (
        <Text size="sm" c="dimmed">
          {t('queue.more', { count: data.total - SHOWN })}
        </Text>
      ) : null}
    </Stack>
  );
}

function Row({ task, onLooked }: { readonly task: Task; readonly onLooked: () => void }) {
  const { t } = useTranslation('phones');
  const words = useServerWords();
  const tell = useFailure();
  const look = useMutation({
    mutationFn: async () => await ask('preflightTask', { params: { id: task.id } }),
    onSettled: onLooked,
  });
  const findings = task.preflight?.findings.filter(({ level }) => level === 'fail' || level === 'warn') ?? [];
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/tasks/${task.id}`}>
          {task.id}
        </Anchor>
      </Table.Td>
      <Table.Td>{task.username === null ? (task.platform ?? task.script_name) : `@${task.username}`}</Table.Td>
      <Table.Td>
        <Moment at={task.scheduled_at} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" component="div">
          {task.preflight === null ? t('queue.notLooked') : findings.length === 0 ? t('queue.ready') : null}
          {findings.map((finding) => (
            <div key={finding.check}>
              <ToldInline telling={ofPreflight(words, { ...finding, remedy: null })} isWhole />
            </div>
          ))}
          {look.error === null ? null : (
            <div role="alert">
              <ToldInline telling={tell(look.error)} isWhole />
            </div>
          )}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          loading={look.isPending}
          onClick={() => look.mutate()}
          aria-label={t('queue.lookAt', { id: task.id })}
        >
          {t('queue.look')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
