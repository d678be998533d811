import { join } from 'node:path';

import type { TaskAttempt, TaskDetail } from '../contract/task-detail.ts';
import { PostwrightError } from '../errors.ts';
import type { Plan } from '../scripts/script.ts';
import { listAttempts } from '../storage/attempts.ts';
import { atOneMoment, type Db } from '../storage/database.ts';
import { getTask } from '../storage/tasks.ts';
import { actionsOf } from './actions.ts';
import type { StepEntry } from './attempt-ledger.ts';
import type { EvidenceEntry } from './evidence.ts';
import { planOf } from './plan.ts';
import { evidenceName, evidenceUrl, viewError, viewTask } from './task-view.ts';

type AttemptRow = Awaited<ReturnType<typeof listAttempts>>[number];

/** A task with all that is known of it. @throws NOT_FOUND */
export async function readTask(db: Db, id: number): Promise<TaskDetail> {
  const { row, attempts } = await atOneMoment(db, async (tx) => ({
    row: await getTask(tx, id),
    attempts: await listAttempts(tx, id),
  }));
  return {
    ...viewTask(row),
    ...viewPlan(planOf(row)),
    attempts: attempts.map(viewAttempt),
    reschedules: [...(row.reschedules as TaskDetail['reschedules'])],
    as_current: isAsCurrent(planOf(row)),
    actions: [...actionsOf(row)],
  };
}

function isAsCurrent(plan: Plan): boolean {
  return plan.kind !== 'custom' && plan.username === null;
}

/** A custom script has none of what makes a post. */
export function viewPlan(plan: Plan): Pick<TaskDetail, 'caption' | 'title' | 'materials' | 'notes'> {
  if (plan.kind === 'custom') return { caption: '', title: null, materials: [], notes: [] };
  const { caption, title, materials, notes } = plan;
  return {
    caption,
    title,
    materials: materials.map(({ sha256, name, mime, sizeBytes }) => ({ sha256, name, mime, size_bytes: sizeBytes })),
    notes: [...notes],
  };
}

function viewAttempt(row: AttemptRow): TaskAttempt {
  return {
    number: row.number,
    // One that has ended and is running once more is only looked for again.
    outcome: row.outcome === 'running' && row.finished_at !== null ? 'failed' : row.outcome,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    committed_at: row.committed_at?.toISOString() ?? null,
    account: row.account,
    app: row.app as TaskAttempt['app'],
    steps: (row.steps as readonly StepEntry[]).map(viewStep),
    error: viewError(row.error),
    evidence: entriesOf(row).map(({ kind, name, path, at, looked_for }) => ({
      kind,
      name,
      at,
      url: evidenceUrl(row.task_id, path),
      looked_for: looked_for ?? null,
    })),
  };
}

function viewStep(step: StepEntry): TaskAttempt['steps'][number] {
  const durationMs = step.finished_at === null ? null : Date.parse(step.finished_at) - Date.parse(step.started_at);
  return { ...step, duration_ms: durationMs };
}

function entriesOf(row: AttemptRow): readonly EvidenceEntry[] {
  return row.evidence as readonly EvidenceEntry[];
}

export interface EvidenceFound {
  readonly kind: EvidenceEntry['kind'];
  /** Absolute. */
  readonly path: string;
}

export interface EvidenceAsked {
  readonly taskId: number;
  /** As in the link: `1-03-published.png`. */
  readonly name: string;
  /** The evidence folder. */
  readonly directory: string;
}

/**
 * Finds a kept file of a task. Only what the task's own attempts list can be found, so that no name, however it is
 * written, leads to another file.
 * @throws NOT_FOUND
 */
export async function findEvidence(db: Db, { taskId, name, directory }: EvidenceAsked): Promise<EvidenceFound> {
  await getTask(db, taskId);
  const attempts = await listAttempts(db, taskId);
  const entry = attempts.flatMap(entriesOf).find(({ path }) => evidenceName(path) === name);
  if (entry === undefined) throw new PostwrightError('NOT_FOUND', `Task ${taskId} has no evidence of that name.`);
  return { kind: entry.kind, path: join(directory, entry.path) };
}
