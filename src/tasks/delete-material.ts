import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Db, Tx } from '../storage/database.ts';
import { listTasksInNeed, type TaskInNeed } from '../storage/material-uses.ts';
import { deleteMaterial, lockMaterial, type MaterialRow } from '../storage/materials.ts';
import { lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import { TASK_STATUS } from './states.ts';

/** Where the file of a material is, to be removed when the library forgets it. */
export interface MaterialFiles {
  discard(material: { readonly sha256: string; readonly extension: string }): Promise<void>;
}

export interface DeleteMaterialParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly materials: MaterialFiles;
}

export interface Deletion {
  readonly sha256: string;
  /** Whether pending tasks that need it fail for it. Running ones refuse it in any case. */
  readonly force: boolean;
}

const MAX_TASKS_NAMED = 10;

/**
 * Deletes a material that no task needs.
 * @returns the pending tasks that failed for it.
 * @throws NOT_FOUND; STATE_CONFLICT naming the tasks that need it.
 */
export async function deleteMaterialOf(parts: DeleteMaterialParts, { sha256, force }: Deletion): Promise<TaskRow[]> {
  const { row, failed } = await parts.db.transaction().execute(async (tx) => {
    const row = await lockMaterial(tx, sha256);
    const failed = await failTasksInNeed(tx, row, { force, now: parts.clock.now() });
    await deleteMaterial(tx, sha256);
    return { row, failed };
  });
  for (const { id, serial, status } of failed) parts.bus.publish('task.changed', { taskId: id, serial, status });
  await parts.materials.discard(row);
  return failed;
}

interface FailOptions {
  readonly force: boolean;
  readonly now: Date;
}

async function failTasksInNeed(tx: Tx, row: MaterialRow, { force, now }: FailOptions): Promise<TaskRow[]> {
  const inNeed = await lockedInNeed(tx, row.sha256);
  const running = inNeed.filter((task) => task.status === TASK_STATUS.running);
  if (running.length > 0) throw needed(row, running, 'is published right now by');
  if (inNeed.length > 0 && !force) throw needed(row, inNeed, 'is still to be published by');
  const message = `"${row.original_name}" (material://${row.sha256}) was deleted from the library by force.`;
  const error = { code: 'MATERIAL_DELETED', message, step: null, retryable: false, published: 'no' };
  const failed: TaskRow[] = [];
  for (const { id } of inNeed) {
    failed.push(await moveTask(tx, { id, move: 'stopBeforeStart', changes: { finished_at: now, error } }));
  }
  return failed;
}

/** As they are once nobody else changes them. */
async function lockedInNeed(tx: Tx, sha256: string): Promise<TaskInNeed[]> {
  const locked: TaskInNeed[] = [];
  for (const { id } of await listTasksInNeed(tx, sha256)) {
    const task = await lockTask(tx, id);
    if (task?.status === TASK_STATUS.pending || task?.status === TASK_STATUS.running) locked.push(task);
  }
  return locked;
}

function needed(row: MaterialRow, tasks: readonly TaskInNeed[], why: string): PostwrightError {
  const ids = tasks.map((task) => task.id);
  const named = ids.slice(0, MAX_TASKS_NAMED).join(', ');
  const more = ids.length > MAX_TASKS_NAMED ? ` and ${ids.length - MAX_TASKS_NAMED} more` : '';
  const who = `${ids.length === 1 ? 'task' : 'tasks'} ${named}${more}`;
  return new PostwrightError('STATE_CONFLICT', `"${row.original_name}" ${why} ${who}.`, { data: { task_ids: ids } });
}
