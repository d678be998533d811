import { Accordion, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { TaskAttempt, TaskDetail } from '../../../src/contract/types.ts';
import { duration } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { Attempt } from './attempt.tsx';
import { turnWaitMs, waitBefore } from './waits.ts';

const MOODS = { running: 'busy', completed: 'good', failed: 'bad' } as const;

/** Every try at the task, the last one open; which ones are open stands in the address. */
export function Attempts({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const [search, setSearch] = useSearchParams();
  const { attempts } = task;
  const last = attempts.at(-1);
  const asked = search.get('attempts');
  const opened = asked === null ? [String(last?.number ?? '')] : asked.split(',');
  const open = (numbers: readonly string[]): void =>
    setSearch(
      (before) => {
        before.set('attempts', numbers.join(','));
        return before;
      },
      { replace: true },
    );
  return (
    <section aria-labelledby="attempts">
      <Title order={2} id="attempts" mb="xs">
        {t('attempts.title')}
      </Title>
      {last === undefined ? (
        <Text size="sm">
          {t('attempts.none')} <Moment at={task.scheduled_at} />
        </Text>
      ) : (
        <Stack gap="xs">
          <Wait ms={turnWaitMs(task)} words="attempts.turn" />
          <Accordion multiple variant="separated" order={3} value={[...opened]} onChange={open}>
            {attempts.map((attempt, index) => (
              <AttemptItem key={attempt.number} attempt={attempt} waitedMs={waitBefore(attempts, index)} />
            ))}
          </Accordion>
        </Stack>
      )}
    </section>
  );
}

function AttemptItem({ attempt, waitedMs }: { readonly attempt: TaskAttempt; readonly waitedMs: number | null }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  const { number, outcome, started_at: startedAt, finished_at: finishedAt } = attempt;
  const took = finishedAt === null ? null : duration(Date.parse(finishedAt) - Date.parse(startedAt), shown);
  return (
    <>
      <Wait ms={waitedMs} words="attempts.between" />
      <Accordion.Item value={String(number)}>
        <Accordion.Control>
          <Group gap="sm">
            <Text fw={600}>{t('attempts.number', { number })}</Text>
            <MoodBadge mood={MOODS[outcome]}>{t(`attempts.outcome.${outcome}`)}</MoodBadge>
            <Text size="sm" c="dimmed">
              <Moment at={startedAt} />
              {took === null ? null : `, ${t('attempts.took', { time: took })}`}
            </Text>
          </Group>
        </Accordion.Control>
        <Accordion.Panel>
          <Attempt attempt={attempt} />
        </Accordion.Panel>
      </Accordion.Item>
    </>
  );
}

export function Wait({
  ms,
  words,
}: {
  readonly ms: number | null;
  readonly words: 'attempts.turn' | 'attempts.between' | 'attempts.unseen';
}) {
  const { t } = useTranslation('task');
  const shown = useShown();
  if (ms === null) return null;
  return (
    <Text size="sm" c="dimmed" pl="sm" py={4}>
      {t(words, { time: duration(ms, shown) })}
    </Text>
  );
}
