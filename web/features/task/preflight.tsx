import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { useServerWords } from '../../lib/server-words.ts';
import { ofPreflight } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { Told } from '../../ui/told.tsx';
import type { Acting } from './use-act.ts';

interface PreflightProps {
  readonly task: TaskDetail;
  readonly acting: Acting;
}

const MOODS = { ok: 'good', warn: 'doubt', fail: 'bad', skipped: 'calm' } as const;

/** What was found when the phone was looked at before the task was due; and a look right now, while that helps. */
export function PreflightFindings({ task, acting }: PreflightProps) {
  const { t } = useTranslation('task');
  const words = useServerWords();
  const { preflight } = task;
  const mayLook = task.actions.includes('preflight');
  if (preflight === null && !mayLook) return null;
  const found = preflight?.findings.filter(({ level }) => level !== 'ok') ?? [];
  return (
    <section aria-labelledby="preflight">
      <Title order={2} id="preflight" mb="xs">
        {t('preflight.title')}
      </Title>
      <Stack gap="xs">
        {preflight === null ? null : (
          <Text size="sm">
            {preflight.ok ? t('preflight.ok') : t('preflight.bad')} {t('preflight.checked')}{' '}
            <Moment at={preflight.checked_at} />.
          </Text>
        )}
        {found.map((finding) => (
          <Group key={finding.check} gap="xs" align="flex-start" wrap="nowrap">
            <MoodBadge mood={MOODS[finding.level]}>{t(`preflight.levels.${finding.level}`)}</MoodBadge>
            <div>
              <Told telling={ofPreflight(words, finding)} />
            </div>
          </Group>
        ))}
        {mayLook ? (
          <div>
            <Button
              size="xs"
              variant="default"
              loading={acting.isPending && acting.variables.kind === 'preflight'}
              onClick={() => acting.mutate({ kind: 'preflight' })}
            >
              {t('actions.preflight')}
            </Button>
          </div>
        ) : null}
      </Stack>
    </section>
  );
}
