/** What a row says of a task, besides what the task says of itself. */
import type { Task } from '../../../src/contract/types.ts';

/** The caption as published, or as it was asked for. */
export function captionOf({ result, script_config: config }: Task): string {
  const { captions } = config as { readonly captions?: unknown };
  const text = result?.caption ?? (typeof captions === 'string' ? captions : '');
  return text.trim();
}

/** A file of the post that the server knows by its content; null where only a path is known. */
export function coverOf({ result, script_config: config }: Task): string | null {
  const { material_list: listed } = config as { readonly material_list?: unknown };
  const named = Array.isArray(listed) ? String(listed[0] ?? '') : '';
  const [, sha256 = null] = /^material:\/\/([0-9a-f]{64})/.exec(named) ?? [];
  return result?.materials?.[0] ?? sha256;
}

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
