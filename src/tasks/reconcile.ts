import { randomUUID } from 'node:crypto';

import type { LookResult } from '../contract/reconcile.ts';
import { PostwrightError } from '../errors.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Log } from '../kit/log.ts';
import type { AttemptKey } from '../storage/attempts.ts';
import type { Tx } from '../storage/database.ts';
import {
  abandonLook,
  amendAttempt,
  type ClaimedLook,
  claimLook,
  type LooksChange,
  nextLookDueAt,
  setLooks,
} from '../storage/reconcile.ts';
import { lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import { planOf } from './plan.ts';
import { NO_MORE_LOOKS, nextLookAt, type StoredReconcile } from './reconcile-plan.ts';
import { describeResult } from './result.ts';
import type { TaskRunner } from './run.ts';
import {
  type AttemptEnd,
  failureOfTask,
  recordOnAccount,
  retryIfAllowed,
  type SettleParts,
  type TaskFailure,
} from './settle.ts';
import { TASK_MOVES, TASK_STATUS } from './states.ts';

export interface ReconcileParts extends SettleParts {
  readonly runner: TaskRunner;
  readonly serverId: string;
  readonly log: Log;
}

/**
 * Looks again, between a phone's other tasks, for posts of which nobody knows whether they were published. A phone that
 * is away uses up no look: the look waits for it, and those after it count from there.
 */
export class Reconciler {
  readonly #parts: ReconcileParts;
  /** Phones on which the last thing done was a look: a task that is due comes before the next one. */
  readonly #lookedLast = new Set<string>();

  constructor(parts: ReconcileParts) {
    this.#parts = parts;
  }

  /**
   * Makes the look that has been due the longest on a phone. The caller holds the lane.
   * @returns whether there was one.
   */
  async lookNext(serial: string, signal: AbortSignal): Promise<boolean> {
    if (this.#lookedLast.delete(serial)) return false;
    const { db, clock, serverId } = this.#parts;
    const dueAt = await nextLookDueAt(db, serial);
    if (dueAt === undefined || dueAt > clock.now()) return false;
    const looker = { token: randomUUID(), serverId };
    const claimed = await db
      .transaction()
      .execute(async (tx) => await claimLook(tx, serial, { now: clock.now(), looker }));
    if (claimed === undefined) return false;
    crashPoint('look.claimed');
    this.#lookedLast.add(serial);
    await this.#look(claimed, signal);
    return true;
  }

  async #look(claimed: ClaimedLook, signal: AbortSignal): Promise<void> {
    const { runner, log } = this.#parts;
    const { task, attempt } = claimed;
    const key = { id: attempt.id, token: attempt.token };
    const end = await runner.lookAgain(claimed, signal).catch((error: unknown) => {
      log.warn({ err: error, task: task.id }, 'a later look at the profile failed');
      return null;
    });
    crashPoint('look.looked');
    if (end === null) await this.#giveBack(key);
    else await this.#write(task, key, end);
  }

  /** It was cut short, and is owed still. */
  async #giveBack(key: AttemptKey): Promise<void> {
    await this.#parts.db.transaction().execute(async (tx) => await abandonLook(tx, key));
  }

  async #write({ id, serial }: TaskRow, key: AttemptKey, end: AttemptEnd): Promise<void> {
    const { db, bus, log } = this.#parts;
    const status = await db.transaction().execute(async (tx) => await recordLook(tx, this.#parts, { id, key, end }));
    crashPoint('look.written');
    if (status === null) return;
    log.info({ task: id, serial, status, outcome: end.outcome }, 'looked again for what a task published');
    bus.publish('task.changed', { taskId: id, serial, status });
  }
}

interface Looked {
  readonly id: number;
  readonly key: AttemptKey;
  readonly end: AttemptEnd;
}

/** @returns the task's status now; null when it was settled, retried or looked at by somebody else meanwhile. */
async function recordLook(tx: Tx, parts: SettleParts, { id, key, end }: Looked): Promise<number | null> {
  const task = await lockTask(tx, id);
  if (task?.status !== TASK_STATUS.failed || task.reconcile_token !== key.token) return null;
  const now = parts.clock.now();
  const plan = planOf(task);
  const attempt = { taskId: id, number: task.attempt };
  const reconcile = withEntry(task, { now, end });
  if (end.outcome === 'completed') {
    await amendAttempt(tx, attempt, { outcome: 'completed', error: null, finished_at: now });
    await recordOnAccount(tx, { plan, end, finishedAt: now });
    const result = describeResult(plan, end.receipt);
    const changes = { finished_at: now, error: null, result, reconcile, ...NO_MORE_LOOKS };
    await moveTask(tx, { id, move: 'findPublished', changes });
    return TASK_MOVES.findPublished.to;
  }
  const next = end.failure.published === 'no' ? null : nextLookAt(now, reconcile);
  const error = errorAfter(task.error as unknown as TaskFailure, {
    failure: end.failure,
    reconcile,
    isLast: next === null,
  });
  await amendAttempt(tx, attempt, { outcome: 'failed', error });
  const changes: LooksChange = {
    error: await failureOfTask(tx, task, error),
    reconcile,
    reconcile_at: next,
    reconcile_token: null,
  };
  return await retryIfAllowed(tx, parts, { task: await setLooks(tx, id, changes), failure: error, at: now });
}

function withEntry(task: TaskRow, { now, end }: { readonly now: Date; readonly end: AttemptEnd }): StoredReconcile {
  const { windowMs, looks, history } = task.reconcile as unknown as StoredReconcile;
  const entry = { at: now.toISOString(), result: resultOf(end), message: messageOf(end) };
  return { windowMs, looks: looks + 1, history: [...history, entry] };
}

function resultOf(end: AttemptEnd): LookResult {
  if (end.outcome === 'completed') return 'published';
  return end.failure.published === 'no' ? 'not_published' : 'unclear';
}

function messageOf(end: AttemptEnd): string {
  return end.outcome === 'completed' ? 'The profile shows the post.' : end.failure.message;
}

interface Doubt {
  readonly failure: TaskFailure;
  readonly reconcile: StoredReconcile;
  readonly isLast: boolean;
}

/** What the task says of its failure after a look that did not find the post. */
function errorAfter(before: TaskFailure, { failure, reconcile, isLast }: Doubt): TaskFailure {
  if (failure.published === 'no') {
    // Nobody wants another try of what was stopped, unless they say so.
    return before.code === 'STOPPED' ? { ...before, published: 'no' } : { ...failure, step: before.step };
  }
  if (!isLast) return before;
  const { code } = before;
  const message = `${failure.message} ${reconcile.looks} looks at the phone did not decide it. ${new PostwrightError('OUTCOME_UNKNOWN').message}`;
  return { ...before, code, message };
}
