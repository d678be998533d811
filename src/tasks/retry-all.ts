import { listFailedIds, lockTask, type TaskRow } from '../storage/tasks.ts';
import { retryTask } from './retry.ts';
import { type ManualRetryParts, mayBePublished, publishPending } from './retry-on-request.ts';
import { TASK_STATUS } from './states.ts';

const MAYBE_PUBLISHED = 'It may have been published already; look at the profile, then retry it alone with force.';

export interface RetryAllOutcome {
  readonly retried: readonly number[];
  readonly skipped: readonly { readonly taskId: number; readonly reason: string }[];
}

/** Rows held at once by retry-all: enough to be quick, few enough that a lane never waits long for one of them. */
const RETRY_BATCH = 200;

/** Retries every failed task that cannot have been published, in the order of their ids. */
export async function retryAllFailed(parts: ManualRetryParts): Promise<RetryAllOutcome> {
  const retried: number[] = [];
  const skipped: RetryAllOutcome['skipped'][number][] = [];
  for (let after = 0; ; ) {
    const ids = await listFailedIds(parts.db, { after, limit: RETRY_BATCH });
    const last = ids.at(-1);
    if (last === undefined) return { retried, skipped };
    const outcome = await retryBatch(parts, ids);
    for (const task of outcome.tasks) publishPending(parts.bus, task);
    retried.push(...outcome.tasks.map((task) => task.id));
    skipped.push(...outcome.skipped);
    after = last;
  }
}

async function retryBatch(parts: ManualRetryParts, ids: readonly number[]) {
  return await parts.db.transaction().execute(async (tx) => {
    const tasks: TaskRow[] = [];
    const skipped: RetryAllOutcome['skipped'][number][] = [];
    for (const id of ids) {
      const task = await lockTask(tx, id);
      // Somebody else retried or deleted it in the meantime: nothing is left to do.
      if (task === undefined || task.status !== TASK_STATUS.failed) continue;
      if (mayBePublished(task)) skipped.push({ taskId: id, reason: MAYBE_PUBLISHED });
      else tasks.push(await retryTask(tx, parts, { taskId: id, at: parts.clock.now(), countsAsRetry: false }));
    }
    return { tasks, skipped };
  });
}
