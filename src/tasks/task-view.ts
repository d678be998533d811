import { API_PREFIX } from '../contract/route-spec.ts';
import type { CustomResult, Task, TaskError, TaskResult } from '../contract/task.ts';
import type { NeedsDecision } from '../contract/task-decision.ts';
import type { TaskRow } from '../storage/tasks.ts';
import { planOf } from './plan.ts';
import { viewReconcile } from './reconcile-plan.ts';
import { statusText, type TaskStatus } from './states.ts';

/** A task as the API shows it. The JSON columns were written by tasks/ itself, in the shapes of the contract. */
export function viewTask(row: TaskRow): Task {
  return {
    id: row.id,
    serial: row.serial,
    username: row.username,
    platform: row.platform,
    script_name: row.script_name,
    script_config: row.script_config,
    ...viewPost(row),
    source: row.source,
    priority: row.priority,
    status: row.status as TaskStatus,
    status_text: statusText(row.status as TaskStatus),
    attempt: row.attempt,
    max_retries: row.max_retries,
    scheduled_at: row.scheduled_at.toISOString(),
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    needs_decision: viewHeld(row),
    progress: row.progress as Task['progress'],
    error: viewError(row.error),
    result: viewResult(row),
    reconcile: viewReconcile(row),
    settled: row.settled as Task['settled'],
    preflight: row.preflight as Task['preflight'],
  };
}

function viewPost(row: TaskRow): Pick<Task, 'caption' | 'cover'> {
  const plan = planOf(row);
  if (plan.kind === 'custom') return { caption: '', cover: null };
  return { caption: plan.caption, cover: plan.materials[0]?.sha256 ?? null };
}

const HELD_MESSAGES: Readonly<Record<NeedsDecision['reason'], string>> = Object.freeze({
  overdue: 'It was due while its phone could not be served, too long ago to be published unasked (overdue-minutes).',
  restored: 'It comes from a backup, and may have been published after that was made.',
});

function viewHeld({ held_for: reason, held_since: since }: TaskRow): NeedsDecision | null {
  if (reason === null || since === null) return null;
  return { reason, since: since.toISOString(), message: HELD_MESSAGES[reason] };
}

/** Errors that were stored before there were fingerprints have none. */
export function viewError(stored: unknown): TaskError | null {
  const error = stored as (Omit<TaskError, 'fingerprint'> & Partial<TaskError>) | null;
  return error === null ? null : { ...error, fingerprint: error.fingerprint ?? null };
}

type StoredResult = Omit<TaskResult, 'screenshot_url'> | Omit<CustomResult, 'screenshot_url'>;

function viewResult({ id, result }: TaskRow): Task['result'] {
  if (result === null) return null;
  const stored = result as StoredResult;
  return { ...stored, screenshot_url: stored.screenshot === null ? null : evidenceUrl(id, stored.screenshot) };
}

/**
 * Where the API serves a kept file.
 * @param path relative to the evidence folder: `17/1-03-published.png`.
 */
export function evidenceUrl(taskId: number, path: string): string {
  return `${API_PREFIX}/task/${taskId}/evidence/${encodeURIComponent(evidenceName(path))}`;
}

/** The last part of a kept file's path; it is unique within its task. */
export function evidenceName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
