import { PostwrightError } from '../errors.ts';
import { withDeadline } from '../kit/abort.ts';
import type { Log } from '../kit/log.ts';
import { deleteSettledTasks, listRunningIds } from '../storage/tasks.ts';
import { type EndParts, endAttempt } from './end-attempt.ts';

export interface RemoveParts extends EndParts {
  readonly log: Log;
  /** Removes the kept files of tasks. */
  removeEvidence(taskIds: readonly number[]): Promise<void>;
}

/**
 * Deletes a task with its attempts and evidence; a running one is stopped first.
 * @throws NOT_FOUND
 */
export async function removeTask(parts: RemoveParts, taskId: number): Promise<void> {
  const { deleted } = await removeTasks(parts, [taskId]);
  if (deleted.length === 0) throw new PostwrightError('NOT_FOUND', `There is no task ${taskId}.`);
}

export interface Removal {
  readonly deleted: readonly number[];
  /** In the order asked. */
  readonly notFound: readonly number[];
}

export async function removeTasks(parts: RemoveParts, taskIds: readonly number[]): Promise<Removal> {
  const asked = [...new Set(taskIds)];
  const deleted = new Set<number>();
  for (;;) {
    const gone = await deleteSettledTasks(parts.db, asked);
    for (const { id, serial } of gone) {
      deleted.add(id);
      parts.bus.publish('task.deleted', { taskId: id, serial });
    }
    const running = await listRunningIds(parts.db, asked);
    if (running.length === 0) break;
    await Promise.all(running.map(async (taskId) => await endAttempt(parts, taskId)));
  }
  await endLooks(parts, [...deleted]);
  await removeFiles(parts, [...deleted]);
  return { deleted: [...deleted], notFound: asked.filter((id) => !deleted.has(id)) };
}

/** Longer than a look takes to let go of a phone that answers. */
const LET_GO_WITHIN_MS = 5_000;

/** Whoever looks right now for what one of them published must keep no file after theirs are removed. */
async function endLooks({ running, shutdown }: RemoveParts, taskIds: readonly number[]): Promise<void> {
  const limits = { signal: shutdown, timeoutMs: LET_GO_WITHIN_MS };
  const ended = async () =>
    await Promise.all(taskIds.map(async (id) => await running.stop(id, new PostwrightError('STOPPED'))));
  // The row is gone, so that a look that hangs can write nothing but a file.
  await withDeadline('ending a look', limits, ended).catch(() => {});
}

/** The rows are gone whatever becomes of the files: a folder that cannot be removed is no reason to say otherwise. */
async function removeFiles({ removeEvidence, log }: RemoveParts, taskIds: readonly number[]): Promise<void> {
  try {
    await removeEvidence(taskIds);
  } catch (error) {
    log.warn({ err: error, tasks: taskIds }, 'evidence of deleted tasks could not be removed');
  }
}
