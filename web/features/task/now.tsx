import { Badge, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconUserCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { useTaskError } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { Decision } from './decision.tsx';
import { Doubt, Looks } from './doubt.tsx';
import { Facts } from './facts.tsx';
import { Note } from './note.tsx';
import type { Acting } from './use-act.ts';
import { useStepName, Words } from './words.tsx';

interface NowProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
}

/** What matters about the task in the state it is in. */
export function Now({ task, acting }: NowProps) {
  const isInDoubt = task.actions.includes('settle');
  return (
    <Stack gap="sm">
      {task.actions.includes('decide') ? <Decision task={task} acting={acting} /> : null}
      {task.status_text === 'running' ? <Running task={task} /> : null}
      {isInDoubt ? <Doubt task={task} acting={acting} /> : null}
      {task.result === null ? null : <Outcome result={task.result} />}
      {task.error === null ? null : <Failure task={task} isInDoubt={isInDoubt} />}
      {task.settled === null ? null : <Settled task={task} />}
    </Stack>
  );
}

/** What a custom script has read; a post has its receipt. */
function Outcome({ result }: { readonly result: NonNullable<TaskDetail['result']> }) {
  const { t } = useTranslation('task');
  const values = 'values' in result ? Object.entries(result.values) : [];
  if (values.length === 0) return null;
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="outcome">
      <Title order={2} id="outcome" mb={6}>
        {t('outcome.title')}
      </Title>
      <Facts facts={values.map(([name, value]) => [name, value ?? t('outcome.nothing')])} />
    </Paper>
  );
}

function Running({ task }: Pick<NowProps, 'task'>) {
  const { t, i18n } = useTranslation('task');
  const stepName = useStepName();
  const { progress } = task;
  const percent = Math.round(progress?.percent ?? 0);
  const step = progress === null ? '' : stepName(progress.step);
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={600}>
          {step === '' ? t('progress.title') : step}
        </Text>
        <Text size="sm">{percent} %</Text>
      </Group>
      <Progress.Root size="lg">
        <Progress.Section value={percent} aria-label={t('progress.label')} />
      </Progress.Root>
      {progress === null || i18n.language !== 'en' ? null : (
        <Text size="sm" c="dimmed" mt={6}>
          {progress.label}
        </Text>
      )}
    </Paper>
  );
}

function Failure({ task, isInDoubt }: { readonly task: TaskDetail; readonly isInDoubt: boolean }) {
  const { t } = useTranslation('task');
  const stepName = useStepName();
  const tell = useTaskError();
  const { error } = task;
  if (error === null) return null;
  const title = error.step === null ? t('failure.title') : t('failure.at', { step: stepName(error.step) });
  return (
    <Note color="red" icon={<IconAlertTriangle aria-hidden />} title={title}>
      <Told telling={tell(error)} />
      <Group gap="xs" mt="xs">
        <Badge
          variant="outline"
          color="gray"
          radius="sm"
          tt="none"
          styles={{ label: { color: 'var(--mantine-color-text)' } }}
        >
          {error.code}
        </Badge>
        {error.fingerprint === null ? null : (
          <Text size="xs">{t('failure.fingerprint', { fingerprint: error.fingerprint })}</Text>
        )}
        {isInDoubt ? null : <Text size="sm">{error.retryable ? t('failure.retryable') : t('failure.final')}</Text>}
      </Group>
    </Note>
  );
}

function Settled({ task }: Pick<NowProps, 'task'>) {
  const { t } = useTranslation('task');
  const { settled } = task;
  if (settled === null) return null;
  const title = settled.published ? t('settled.yes') : t('settled.no');
  return (
    <Note color="gray" icon={<IconUserCheck aria-hidden />} title={title}>
      <Text size="sm">
        {settled.by === null ? null : `${t('settled.by', { by: settled.by })}, `}
        <Moment at={settled.at} />
      </Text>
      {settled.note === null ? null : <Words>{settled.note}</Words>}
      <Looks task={task} />
    </Note>
  );
}
