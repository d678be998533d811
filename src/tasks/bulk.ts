import { type BulkTasks, MAX_BULK_TASKS } from '../contract/task-bulk.ts';
import { invalid, PostwrightError } from '../errors.ts';
import { countTasks, listTaskIds } from '../storage/task-list.ts';
import type { TaskParts } from './parts.ts';
import { removeTasks } from './remove.ts';
import { retryOnRequest } from './retry-on-request.ts';
import { stopTask } from './stop.ts';
import { filterOf } from './task-filter.ts';

export interface BulkResult {
  readonly taskId: number;
  /** Null where it was done. */
  readonly refusal: PostwrightError | null;
}

/** A running task takes its phone's 2 s to stop; the pool of connections, which all calls share, sets the limit. */
const AT_ONCE = { stop: 12, retry: 4 } as const;

/**
 * Stops, retries or deletes many tasks, each as a call for it alone would: what is refused is told and holds nobody up.
 * @throws INVALID_PARAMETER; STATE_CONFLICT when the filter does not fit as many tasks as expected. Then nothing is done.
 */
export async function actOnMany(parts: TaskParts, sent: BulkTasks): Promise<BulkResult[]> {
  const ids = await chosenIds(parts, sent);
  const { action } = sent;
  if (action === 'delete') {
    const { notFound } = await removeTasks(parts, ids);
    const missing = new Set(notFound);
    return ids.map((taskId) => ({ taskId, refusal: missing.has(taskId) ? notThere(taskId) : null }));
  }
  const act = async (taskId: number): Promise<unknown> =>
    action === 'stop' ? await stopTask(parts, taskId) : await retryOnRequest(parts, { taskId, force: false });
  return await severalAtOnce(ids, AT_ONCE[action], async (taskId) => await attempted(taskId, act));
}

async function chosenIds(parts: TaskParts, sent: BulkTasks): Promise<readonly number[]> {
  const { task_ids: ids, filter, expected_count: expected } = sent;
  if ((ids === undefined) === (filter === undefined))
    throw invalid([{ path: 'task_ids', message: 'or filter must be given, and not both' }]);
  if (ids !== undefined) return [...new Set(ids)];
  if (expected === undefined)
    throw invalid([{ path: 'expected_count', message: 'is missing; say how many tasks the filter fits' }]);
  const meant = filterOf(filter ?? {}, 'filter');
  const found = await listTaskIds(parts.db, meant, { sort: 'id', offset: 0, limit: MAX_BULK_TASKS + 1 });
  if (found.length === expected) return found;
  const count = found.length > MAX_BULK_TASKS ? await countTasks(parts.db, meant) : found.length;
  const sentence = `The filter fits ${count} tasks now, not ${expected}. Nothing was done; look again.`;
  throw new PostwrightError('STATE_CONFLICT', sentence, { data: { count } });
}

function notThere(taskId: number): PostwrightError {
  return new PostwrightError('NOT_FOUND', `There is no task ${taskId}.`);
}

/** What a caller is told of one task; anything else is not about that task, and ends the whole call. */
const TOLD: ReadonlySet<string> = new Set(['NOT_FOUND', 'STATE_CONFLICT']);

async function attempted(taskId: number, act: (taskId: number) => Promise<unknown>): Promise<BulkResult> {
  try {
    await act(taskId);
    return { taskId, refusal: null };
  } catch (error) {
    if (error instanceof PostwrightError && TOLD.has(error.errorName)) return { taskId, refusal: error };
    throw error;
  }
}

async function severalAtOnce<In, Out>(
  items: readonly In[],
  atOnce: number,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const done: Out[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) done[index] = await work(items[index] as In);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}
