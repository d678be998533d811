import { Anchor, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { absoluteTime, bytes, shortTime } from '../../lib/format.ts';
import { said } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { Told } from '../../ui/told.tsx';
import { Facts } from './facts.tsx';
import { Words } from './words.tsx';

/** What was asked for, and what was drawn from it: every attempt publishes just this. */
export function Inputs({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const isPost = task.platform !== null;
  return (
    <section aria-labelledby="inputs">
      <Title order={2} id="inputs" mb="xs">
        {t('inputs.title')}
      </Title>
      <Stack gap="sm">
        {task.title === null ? null : (
          <div>
            <Title order={3}>{t('inputs.postTitle')}</Title>
            <Words>{task.title}</Words>
          </div>
        )}
        {isPost ? (
          <div>
            <Title order={3}>{t('inputs.caption')}</Title>
            <Words>{task.caption === '' ? t('inputs.noCaption') : task.caption}</Words>
          </div>
        ) : null}
        <Media task={task} />
        <TaskFacts task={task} />
        <Notes task={task} />
        <details>
          <summary>
            <Text component="span" size="sm">
              {t('inputs.config')}
            </Text>
          </summary>
          <Code block>{JSON.stringify(task.script_config, null, 2)}</Code>
        </details>
      </Stack>
    </section>
  );
}

function Media({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  if (task.materials.length === 0) return null;
  return (
    <div>
      <Title order={3} mb={4}>
        {t('inputs.media')}
      </Title>
      <Stack gap="xs">
        {task.materials.map(({ sha256, name, size_bytes: size, mime }) => (
          <Group key={sha256} gap="sm" wrap="nowrap" align="flex-start">
            <Thumbnail sha256={sha256} size={56} />
            <div>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {mime}, {bytes(size, shown)}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
    </div>
  );
}

function TaskFacts({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  const { serial, username, platform } = task;
  const account = platform === null ? null : username === null ? t('inputs.current') : `@${username}`;
  const moves = task.reschedules.map(({ from, to }) =>
    t('inputs.movedFrom', { from: shortTime(new Date(from), shown), to: shortTime(new Date(to), shown) }),
  );
  return (
    <Facts
      facts={[
        [
          t('inputs.phone'),
          <Anchor key="phone" component={Link} to={`/phones/${encodeURIComponent(serial)}`} size="sm">
            {serial}
          </Anchor>,
        ],
        [t('inputs.account'), account],
        [t('inputs.script'), platform === null ? task.script_name : null],
        [t('inputs.due'), absoluteTime(new Date(task.scheduled_at), shown)],
        [t('inputs.moved'), moves.length === 0 ? null : moves.join('; ')],
        [t('inputs.created'), absoluteTime(new Date(task.created_at), shown)],
        [t('inputs.source'), t(`inputs.sources.${task.source}`)],
        [t('inputs.priority'), task.priority === 0 ? null : String(task.priority)],
        [t('inputs.retries'), String(task.max_retries)],
      ]}
    />
  );
}

function Notes({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  if (task.notes.length === 0) return null;
  return (
    <div>
      <Title order={3}>{t('inputs.notes')}</Title>
      <List size="sm">
        {task.notes.map((note) => (
          <List.Item key={note}>
            <Told telling={said(undefined, note)} />
          </List.Item>
        ))}
      </List>
    </div>
  );
}
