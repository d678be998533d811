import { Anchor, Button, Grid, Group, Stack } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { ApiFailure } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Page } from '../../ui/page.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { MoodBadge, StateBadge, stateOf } from '../../ui/state-badge.tsx';
import { Actions } from './actions.tsx';
import { Attempts } from './attempts.tsx';
import { Inputs } from './inputs.tsx';
import { Now } from './now.tsx';
import { PreflightFindings } from './preflight.tsx';
import { SightWindow } from './sight-window.tsx';
import { useAct } from './use-act.ts';
import { useTask } from './use-task.ts';
import { platformName } from './words.tsx';

const NOT_FOUND = 40401;

/** Everything about one task: its state and what can be done, its attempts with what they saw, and what was asked for. */
export function TaskView({ id }: { readonly id: number }) {
  const { t } = useTranslation('task');
  const { data, error, refetch } = useTask(id);
  if (data !== undefined) return <Loaded task={data} />;
  if (error === null) return <PageSkeleton />;
  return error instanceof ApiFailure && error.code === NOT_FOUND ? (
    <Gone id={id} />
  ) : (
    <Page title={t('title', { id })}>
      <FailureNote error={error} onRetry={() => void refetch()} />
    </Page>
  );
}

export function Gone({ id }: { readonly id: number | string }) {
  const { t } = useTranslation('task');
  return (
    <Page title={t('gone.title', { id })}>
      <Empty
        title={t('gone.about')}
        action={
          <Button component={Link} to="/tasks">
            {t('gone.back')}
          </Button>
        }
      />
    </Page>
  );
}

function Loaded({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const acting = useAct(task.id);
  useStateAnnounced(task);
  return (
    <Page
      title={t('title', { id: task.id })}
      about={<About task={task} />}
      actions={<Actions task={task} acting={acting} />}
    >
      {acting.error === null || acting.variables.kind === 'move' ? null : <FailureNote error={acting.error} />}
      <Now task={task} acting={acting} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Attempts task={task} />
            <PreflightFindings task={task} acting={acting} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Inputs task={task} />
        </Grid.Col>
      </Grid>
      <SightWindow task={task} />
    </Page>
  );
}

function About({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const { platform, username, serial, script_config: config } = task;
  const isRehearsal = 'rehearsal' in config && config.rehearsal === true && platform !== null;
  return (
    <Group gap="xs" mt={4}>
      <StateBadge task={task} />
      {isRehearsal ? <MoodBadge mood="calm">{t('rehearsal')}</MoodBadge> : null}
      <span>
        {platform === null
          ? t('of.custom', { script: task.script_name })
          : username === null
            ? t('of.post', { platform: platformName(platform) })
            : t('of.postAs', { platform: platformName(platform), account: username })}
        {', '}
        <Anchor component={Link} to={`/phones/${encodeURIComponent(serial)}`} size="sm" underline="always">
          {serial}
        </Anchor>
      </span>
    </Group>
  );
}

/** Tells those who do not see the page what state the task has come to while it is open, in the word that others see. */
function useStateAnnounced(task: TaskDetail): void {
  const { t } = useTranslation('shell');
  const [, word] = stateOf(task);
  const before = useRef<typeof word>(word);
  useEffect(() => {
    if (before.current === word) return;
    before.current = word;
    announce(t(`state.${word}`));
  }, [word, t]);
}
