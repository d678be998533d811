/** What a row says of a task, besides what the task says of itself. */
import type { Task } from '../../../src/contract/types.ts';
import type { ServerWords } from '../../lib/server-words.ts';
import { ofPreflight, said, type Telling, wordsAt } from '../../lib/telling.ts';

/** The moment that the state makes interesting. */
export function whenOf(task: Task): { readonly at: string; readonly what: 'due' | 'started' | 'ended' } {
  if (task.finished_at !== null && task.status >= 2) return { at: task.finished_at, what: 'ended' };
  if (task.started_at !== null && task.status === 1) return { at: task.started_at, what: 'started' };
  return { at: task.scheduled_at, what: 'due' };
}

export function tookMs({ started_at: from, finished_at: to }: Task): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}

/** In a line, why it is as it is. */
export function reasonOf(task: Task, words: ServerWords | null): Telling {
  const { status, error, progress, needs_decision: decision, preflight } = task;
  if (status === 1 && progress !== null) {
    const step = wordsAt(words?.steps, progress.step);
    const percent = ` · ${progress.percent} %`;
    return said(step === undefined ? undefined : step + percent, progress.label + percent);
  }
  if (status === 3 && error !== null)
    return said(wordsAt(words?.task, error.code)?.sentence, `${error.code}: ${error.message}`);
  if (status !== 0) return NOTHING;
  if (decision !== null) return said(words?.decisions?.[decision.reason], decision.message);
  const found = preflight?.findings.find(({ level }) => level === 'fail');
  return found === undefined ? NOTHING : ofPreflight(words, { ...found, remedy: null });
}

const NOTHING = said(undefined, '');
