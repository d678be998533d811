import type { StepName } from '../contract/task.ts';
import { ERRORS, isTaskErrorName, PostwrightError, type TaskErrorName } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Clock } from '../kit/clock.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Plan, Receipt } from '../scripts/script.ts';
import { recordCheck, recordPost } from '../storage/accounts.ts';
import { type AttemptKey, countEndsInARow, isEarlierInDoubt, setAttempt } from '../storage/attempts.ts';
import type { Db, Tx } from '../storage/database.ts';
import { lockTask, moveTask, type TaskRow } from '../storage/tasks.ts';
import { firstLooks, type LookColumns, NO_LOOKS } from './reconcile-plan.ts';
import { describeResult } from './result.ts';
import { type RetryParts, retryTask } from './retry.ts';
import { TASK_MOVES, TASK_STATUS } from './states.ts';

/** A failed attempt as the API shows it. */
export interface TaskFailure {
  readonly code: TaskErrorName;
  readonly message: string;
  readonly step: StepName;
  readonly retryable: boolean;
  readonly published: 'no' | 'unknown';
  /** Of the screen that nobody knew. */
  readonly fingerprint: string | null;
}

export type AttemptEnd =
  | { readonly outcome: 'completed'; readonly receipt: Receipt<Plan> }
  | {
      readonly outcome: 'failed';
      readonly failure: TaskFailure;
      /** Whether the profile was asked about it before it was left at that. */
      readonly wasLookedFor?: boolean;
    };

/** The first automatic retry waits this long, each further one twice as long, to let a phone or an app come round. */
const RETRY_BACKOFF = { baseMs: 5_000, maxMs: 10 * 60_000 } as const;

/**
 * What ends an attempt before its commit point through no fault of its task owes it another try, whatever max_retries says:
 * the next server carries it out, or the same one when the phone is back. But a task whose attempts end like this so often
 * in a row may be what ends them.
 */
const OWED_UNTIL_IN_A_ROW: Readonly<Partial<Record<TaskErrorName, number>>> = { SERVER_STOPPED: 3, DEVICE_LOST: 5 };

/** What the API tells of an error that ended an attempt. */
export function describeFailure(error: unknown, step: StepName, published: 'no' | 'unknown'): TaskFailure {
  const known = error instanceof PostwrightError && isTaskErrorName(error.errorName) ? error : null;
  const code = (known?.errorName ?? 'SCRIPT_FAILED') as TaskErrorName;
  // A foreign error's text may hold paths or SQL; it goes to the log, not to the caller.
  const message = known?.message ?? ERRORS.SCRIPT_FAILED.sentence;
  const fingerprint = typeof known?.data?.fingerprint === 'string' ? known.data.fingerprint : null;
  return { code, message, step, published, fingerprint, retryable: published === 'no' && ERRORS[code].retryable };
}

export interface Settlement {
  readonly taskId: number;
  readonly serial: string;
  readonly plan: Plan;
  readonly key: AttemptKey;
  readonly end: AttemptEnd;
}

export interface SettleParts extends RetryParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  /** Over how long the phone is looked at again when nobody knows whether an attempt published; 0 for not at all. */
  readonly reconcileMs: number;
}

/**
 * Writes the end of an attempt, moves its task, and decides in the same transaction about another try.
 * Does nothing when somebody else has settled the attempt already.
 */
export async function settleAttempt(parts: SettleParts, settlement: Settlement): Promise<void> {
  const { taskId, serial, end } = settlement;
  const status = await parts.db.transaction().execute(async (tx) => await writeEnd(tx, parts, settlement));
  crashPoint('attempt.settled');
  if (status === null) return;
  parts.bus.publish('task.changed', { taskId, serial, status });
  const code = end.outcome === 'failed' ? end.failure.code : null;
  parts.bus.publish('attempt.ended', { taskId, serial, code });
}

async function writeEnd(tx: Tx, parts: SettleParts, { taskId, key, plan, end }: Settlement): Promise<number | null> {
  const task = await lockTask(tx, taskId);
  if (task === undefined || task.status !== TASK_STATUS.running) return null;
  const finishedAt = parts.clock.now();
  const failure = end.outcome === 'failed' ? end.failure : null;
  if (!(await setAttempt(tx, key, { outcome: end.outcome, finished_at: finishedAt, error: failure }))) return null;
  await recordOnAccount(tx, { plan, end, finishedAt });
  if (end.outcome === 'completed') {
    await moveTask(tx, {
      id: taskId,
      move: 'complete',
      changes: { finished_at: finishedAt, progress: null, error: null, result: describeResult(plan, end.receipt) },
    });
    return TASK_MOVES.complete.to;
  }
  const error = await failureOfTask(tx, task, end.failure);
  await moveTask(tx, {
    id: taskId,
    move: 'fail',
    changes: { finished_at: finishedAt, progress: null, error, ...looksAfter(parts, end, finishedAt) },
  });
  return await retryIfAllowed(tx, parts, { task, failure: end.failure, at: finishedAt });
}

/**
 * What a task says of itself when its last attempt has failed: where an earlier one may have published, and was repeated by
 * force, the task still may have, whatever came of the last.
 */
export async function failureOfTask(
  tx: Tx,
  { id, attempt }: Pick<TaskRow, 'id' | 'attempt'>,
  failure: TaskFailure,
): Promise<TaskFailure> {
  if (failure.published === 'unknown' || !(await isEarlierInDoubt(tx, id, attempt))) return failure;
  const message = `${failure.message} An earlier attempt may have published.`;
  return { ...failure, message, published: 'unknown', retryable: false };
}

export interface FailedNow {
  readonly task: Pick<TaskRow, 'id' | 'retries_used' | 'max_retries'>;
  readonly failure: TaskFailure;
  readonly at: Date;
}

/** Makes a task that has just failed pending again, where that is allowed by itself. @returns the status it has then. */
export async function retryIfAllowed(tx: Tx, parts: RetryParts, { task, failure, at }: FailedNow): Promise<number> {
  const { id: taskId, retries_used: retriesUsed, max_retries: maxRetries } = task;
  const retry = await decideRetry(tx, { taskId, failure, retriesUsed, maxRetries });
  if (retry === null) return TASK_MOVES.fail.to;
  await retryTask(tx, parts, { taskId, at: new Date(at.getTime() + retry.waitMs), countsAsRetry: retry.counts });
  return TASK_MOVES.retry.to;
}

function looksAfter({ reconcileMs }: SettleParts, end: AttemptEnd, now: Date): LookColumns {
  if (end.outcome === 'completed' || end.failure.published === 'no') return NO_LOOKS;
  // What was stopped, or could not be asked, was never looked for.
  return firstLooks({ now, windowMs: reconcileMs, atOnce: end.wasLookedFor !== true });
}

interface AccountNews extends Pick<Settlement, 'plan' | 'end'> {
  readonly finishedAt: Date;
}

/** What the end of an attempt tells of its account, where that is registered. */
export async function recordOnAccount(tx: Tx, { plan, end, finishedAt }: AccountNews): Promise<void> {
  if (plan.kind === 'custom') return;
  const platform = plan.app;
  if (end.outcome === 'completed') {
    const { receipt } = end;
    if (receipt.outcome === 'published')
      await recordPost(tx, { platform, username: receipt.account, at: receipt.seenAt });
  } else if (end.failure.code === 'ACCOUNT_NOT_SIGNED_IN' && plan.username !== null) {
    await recordCheck(tx, { platform, username: plan.username, at: finishedAt, signedIn: false });
  }
}

interface RetryQuestion {
  readonly taskId: number;
  readonly failure: TaskFailure;
  readonly retriesUsed: number;
  readonly maxRetries: number;
}

/** The only place that decides about automatic retries. Nothing that may have been published is ever tried again here. */
async function decideRetry(
  tx: Tx,
  { taskId, failure, retriesUsed, maxRetries }: RetryQuestion,
): Promise<{ waitMs: number; counts: boolean } | null> {
  if (!failure.retryable) return null;
  const owedUntil = OWED_UNTIL_IN_A_ROW[failure.code];
  if (owedUntil !== undefined) {
    const ends = await countEndsInARow(tx, taskId, Object.keys(OWED_UNTIL_IN_A_ROW));
    // A phone that comes and goes is given time to stay.
    const waitMs = failure.code === 'SERVER_STOPPED' || ends < 2 ? 0 : exponentialBackoffMs(ends - 1, RETRY_BACKOFF);
    if (ends < owedUntil) return { waitMs, counts: false };
    if (failure.code === 'SERVER_STOPPED') return null;
  }
  return retriesUsed < maxRetries
    ? { waitMs: exponentialBackoffMs(retriesUsed + 1, RETRY_BACKOFF), counts: true }
    : null;
}
