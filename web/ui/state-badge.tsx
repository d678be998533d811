import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../src/contract/types.ts';

export type Mood = 'calm' | 'busy' | 'good' | 'bad' | 'doubt';

const COLORS: Readonly<Record<Mood, string>> = {
  calm: 'gray',
  busy: 'blue',
  good: 'green',
  bad: 'red',
  doubt: 'orange',
};

/** A word with a colour, which never says more than the word. */
export function MoodBadge({ mood, children }: { readonly mood: Mood; readonly children: string }) {
  return (
    <Badge
      color={COLORS[mood]}
      variant="light"
      radius="sm"
      tt="none"
      style={{ flexShrink: 0 }}
      styles={{ label: { color: 'var(--mantine-color-text)' } }}
    >
      {children}
    </Badge>
  );
}

type Stated = Pick<Task, 'status_text' | 'error' | 'progress' | 'needs_decision'> &
  Partial<Pick<Task, 'platform' | 'result'>>;

/** The state of a task as people name it: what failed and may be out all the same is no plain failure. */
export function StateBadge({ task }: { readonly task: Stated }) {
  const { t } = useTranslation('shell');
  const [mood, word] = stateOf(task);
  return <MoodBadge mood={mood}>{t(`state.${word}`)}</MoodBadge>;
}

/** Its mood, and its word in `shell.state`. */
export function stateOf(task: Stated) {
  const { status_text: status, error, progress, needs_decision: decision } = task;
  switch (status) {
    case 'pending':
      return decision === null ? (['calm', 'pending'] as const) : (['doubt', 'waits'] as const);
    case 'running':
      return progress?.stopping === true ? (['doubt', 'stopping'] as const) : (['busy', 'running'] as const);
    case 'completed':
      return ['good', doneWord(task)] as const;
    case 'failed':
      return error?.published === 'unknown' ? (['doubt', 'unknown'] as const) : (['bad', 'failed'] as const);
  }
}

/** Not all that ends well is published. */
function doneWord({ platform, result }: Stated) {
  if (platform === null) return 'done';
  return result?.rehearsal === true ? 'rehearsed' : 'completed';
}
