import type { DecideTask } from '../contract/task-decision.ts';
import { invalid, PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Db, Tx } from '../storage/database.ts';
import { releaseTask } from '../storage/held.ts';
import { listHeldIds, lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import type { TaskQueue } from './queue.ts';
import { firstDueAt } from './schedule.ts';
import { TASK_STATUS } from './states.ts';
import { nextTurn } from './turn.ts';

export interface DecideParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly queue: TaskQueue;
  readonly timeZone: string;
}

export interface Decisions {
  readonly decided: readonly number[];
  readonly skipped: readonly { readonly taskId: number; readonly reason: string }[];
}

/** Rows held at once: enough to be quick, few enough that nobody waits long for one of them. */
const BATCH = 200;
const NOT_WAITING = 'It does not wait for a decision.';
const MISSING = 'There is no such task.';

/**
 * Decides about one task that waits for it.
 * @throws NOT_FOUND; STATE_CONFLICT when it does not wait; INVALID_PARAMETER for a start_at that is missing or does not belong.
 */
export async function decideTask(parts: DecideParts, taskId: number, decision: DecideTask): Promise<TaskRow> {
  const turns = turnsOf(parts, decision);
  const outcome = await parts.db.transaction().execute(async (tx) => await decideOne(tx, parts, { taskId, turns }));
  if (outcome === MISSING) throw new PostwrightError('NOT_FOUND', `There is no task ${taskId}.`);
  if (typeof outcome === 'string') {
    throw new PostwrightError('STATE_CONFLICT', `Task ${taskId} does not wait for a decision.`);
  }
  tell(parts, outcome);
  return outcome;
}

/**
 * Decides about several tasks, or about all that wait.
 * @throws INVALID_PARAMETER for a start_at that is missing or does not belong.
 */
export async function decideTasks(
  parts: DecideParts,
  { task_ids: asked, ...decision }: DecideTask & { readonly task_ids?: readonly number[] },
): Promise<Decisions> {
  const turns = turnsOf(parts, decision);
  const decided: number[] = [];
  const skipped: Decisions['skipped'][number][] = [];
  for await (const ids of asked === undefined ? allHeld(parts.db) : batchesOf(asked)) {
    const outcomes = await parts.db.transaction().execute(async (tx) => await decideSome(tx, parts, { ids, turns }));
    for (const [taskId, outcome] of outcomes) {
      if (typeof outcome === 'string') {
        skipped.push({ taskId, reason: outcome });
        continue;
      }
      tell(parts, outcome);
      decided.push(taskId);
    }
  }
  return { decided, skipped };
}

async function* allHeld(db: Db): AsyncGenerator<readonly number[]> {
  for (let after = 0; ; ) {
    const ids = await listHeldIds(db, { after, limit: BATCH });
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}

/** In the order of their ids, so that two callers cannot wait for each other, and in which a request made them. */
async function* batchesOf(asked: readonly number[]): AsyncGenerator<readonly number[]> {
  const ids = [...new Set(asked)].sort((a, b) => a - b);
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}

async function decideSome(
  tx: Tx,
  parts: DecideParts,
  { ids, turns }: { readonly ids: readonly number[]; readonly turns: Turns },
): Promise<[number, TaskRow | string][]> {
  const outcomes: [number, TaskRow | string][] = [];
  for (const taskId of ids) outcomes.push([taskId, await decideOne(tx, parts, { taskId, turns })]);
  return outcomes;
}

/** When the tasks that were decided about begin; null where they are skipped. */
interface Turns {
  readonly from: Date | null;
  /** By request and phone, when the last of them begins. */
  readonly lastAt: Map<string, number>;
}

function turnsOf({ clock, timeZone }: DecideParts, { decision, start_at: startAt }: DecideTask): Turns {
  if (decision !== 'reschedule' && startAt !== undefined) {
    throw invalid([{ path: 'start_at', message: 'goes with the decision "reschedule" only' }]);
  }
  if (decision === 'reschedule' && startAt === undefined) {
    throw invalid([{ path: 'start_at', message: 'is required to reschedule' }]);
  }
  const now = clock.now();
  const from = startAt === undefined ? now : firstDueAt({ start_at: startAt }, { now, timeZone });
  return { from: decision === 'skip' ? null : from, lastAt: new Map() };
}

/** @returns the task, or why nothing was decided about it. */
async function decideOne(
  tx: Tx,
  parts: DecideParts,
  { taskId, turns }: { readonly taskId: number; readonly turns: Turns },
): Promise<TaskRow | string> {
  const task = await lockTask(tx, taskId);
  if (task === undefined) return MISSING;
  if (task.status !== TASK_STATUS.pending || task.held_for === null) return NOT_WAITING;
  if (turns.from === null) return await skip(tx, taskId, parts.clock.now());
  const at = await nextTurn(tx, task, { ...turns, from: turns.from });
  const released = await releaseTask(tx, taskId, at);
  const { serial, attempt, priority } = released;
  await parts.queue.enqueue(tx, { serial, taskId, attempt, priority, startAfter: at });
  return released;
}

async function skip(tx: Tx, id: number, now: Date): Promise<TaskRow> {
  const { errorName: code, message } = new PostwrightError('SKIPPED');
  const error = { code, message, step: null, retryable: false, published: 'no', fingerprint: null };
  return await moveTask(tx, { id, move: 'stopBeforeStart', changes: { finished_at: now, error } });
}

function tell({ bus }: DecideParts, { id: taskId, serial, status }: TaskRow): void {
  bus.publish('task.changed', { taskId, serial, status });
}
