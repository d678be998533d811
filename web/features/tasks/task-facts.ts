/** What a row says of a task, besides what the task says of itself. */
import type { Task } from '../../../src/contract/types.ts';

/** The moment that the state makes interesting. */
export function whenOf(task: Task): { readonly at: string; readonly what: 'due' | 'started' | 'ended' } {
  if (task.finished_at !== null && task.status >= 2) return { at: task.finished_at, what: 'ended' };
  if (task.started_at !== null && task.status === 1) return { at: task.started_at, what: 'started' };
  return { at: task.scheduled_at, what: 'due' };
}

export function tookMs({ started_at: from, finished_at: to }: Task): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}

/** In a line, why it is as it is; empty where there is nothing to say. */
export function reasonOf({ status, error, progress, needs_decision: decision, preflight }: Task): string {
  if (status === 1) return progress === null ? '' : `${progress.label} · ${progress.percent} %`;
  if (status === 3) return error === null ? '' : `${error.code}: ${error.message}`;
  if (status !== 0) return '';
  if (decision !== null) return decision.message;
  return preflight?.findings.find(({ level }) => level === 'fail')?.message ?? '';
}
