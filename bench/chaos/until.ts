/** What a run waits for, asked of the server as few times as it can be. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task, TaskDetail, TaskStats } from '../../src/contract/types.ts';
import { call, listTasks, readTask } from './api.ts';
import type { CreatedPost } from './poster.ts';
import type { World } from './world.ts';

/** A task whose phone is at hand and that nothing strikes any more is done in seconds; retries wait 5, 10 and 20 s. */
const SETTLED_WITHIN_MS = 240_000;
/** Later looks are over a minute after the end of an attempt, and what they set free may be tried again. */
const LOOKED_WITHIN_MS = 150_000;
const BEGUN_WITHIN_MS = 60_000;
const POLL_BEGUN_MS = 150;
const POLL_MS = 300;

const PENDING = 0;
const RUNNING = 1;
const SETTLED = 2;
const FAILED = 3;

export async function untilOneRuns(world: World): Promise<void> {
  const deadline = performance.now() + BEGUN_WITHIN_MS;
  while (performance.now() < deadline) {
    const answer = await call<TaskStats>(world.url, 'GET', '/api/v1/task/stats');
    if ((answer?.data?.running ?? 0) > 0) return;
    await sleep(POLL_BEGUN_MS);
  }
}

/** Waits until every task has ended. Whatever has not after a long while is left for the judge. */
export async function untilDone(world: World, created: readonly CreatedPost[], signal?: AbortSignal): Promise<void> {
  const isDone = (task: Task): boolean => task.status >= SETTLED;
  await untilAll(world, created, { statuses: [PENDING, RUNNING], isListed: isDone, is: isDone, signal });
}

/** Waits until no task runs in an attempt that had begun before a moment. */
export async function untilNoneRunsSince(world: World, created: readonly CreatedPost[], moment: number): Promise<void> {
  const isSince = (at: string | null): boolean => at !== null && Date.parse(at) >= moment;
  await untilAll(world, created, {
    statuses: [RUNNING],
    isListed: (task) => isSince(task.started_at),
    is: ({ attempts }) => attempts.every(({ outcome, started_at: at }) => outcome !== 'running' || isSince(at)),
  });
}

/** Waits until the later looks have decided about every task that failed without anybody knowing what came of it. */
export async function untilLooked(world: World, created: readonly CreatedPost[]): Promise<void> {
  const isLooked = ({ status, reconcile }: Task): boolean =>
    status >= SETTLED && (reconcile?.next_look_at ?? null) === null;
  await untilAll(world, created, {
    statuses: [PENDING, RUNNING, FAILED],
    isListed: isLooked,
    is: isLooked,
    withinMs: LOOKED_WITHIN_MS,
  });
}

interface Awaited {
  /** Tasks in other states need not be asked for in lists. */
  readonly statuses: readonly number[];
  /** What a list says of a task for which it is true; a task that a list says otherwise of is not asked for by itself. */
  isListed(task: Task): boolean;
  /** The word about it has the task itself. */
  is(task: TaskDetail): boolean;
  readonly withinMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until something is true of every task, or it is gone; gives up after a while, or when nobody waits any more. */
async function untilAll(
  world: World,
  created: readonly CreatedPost[],
  { statuses, isListed, is, withinMs = SETTLED_WITHIN_MS, signal }: Awaited,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  let left = created.map(({ taskId }) => taskId);
  while (left.length > 0 && performance.now() < deadline && signal?.aborted !== true) {
    const waits = await idsWhere(world, statuses, (task) => !isListed(task));
    const open = await Promise.all(left.map(async (id) => waits?.has(id) !== false || !(await isTrue(world, id, is))));
    left = left.filter((_, index) => open[index]);
    if (left.length > 0) await sleep(POLL_MS);
  }
}

/** @returns null when the server does not answer. */
async function idsWhere(
  world: World,
  statuses: readonly number[],
  is: (task: Task) => boolean,
): Promise<ReadonlySet<number> | null> {
  const found: number[] = [];
  for (const status of statuses) {
    const tasks = await listTasks(world.url, { status });
    if (tasks === null) return null;
    found.push(...tasks.filter(is).map(({ id }) => id));
  }
  return new Set(found);
}

async function isTrue(world: World, id: number, is: (task: TaskDetail) => boolean): Promise<boolean> {
  const task = await readTask(world.url, id);
  return task === undefined || (task !== null && is(task));
}
