import { randomUUID } from 'node:crypto';
import { PostwrightError } from '../errors.ts';
import { pause } from '../kit/abort.ts';
import { crashPoint } from '../kit/crash-points.ts';
import { behindGate } from '../kit/gate.ts';
import type { Log } from '../kit/log.ts';
import type { AttemptContext, Plan, PlannedMaterial, Script } from '../scripts/script.ts';
import { insertAttempt } from '../storage/attempts.ts';
import type { ClaimedLook } from '../storage/reconcile.ts';
import { claimNextDue } from '../storage/tasks.ts';
import { endOfVerdict, failed, isNamed, isSureNotPublished, leftOpen, reasonOf } from './attempt-end.ts';
import { DurableAttemptLedger, type LedgerOptions, type StepEntry } from './attempt-ledger.ts';
import { CommitMoments } from './commit-moments.ts';
import { type Debt, payDebts } from './debts.ts';
import type { EvidenceEntry, EvidenceStore } from './evidence.ts';
import type { Lease, Leases } from './leases.ts';
import { planOf } from './plan.ts';
import { certainAfterMs } from './reconcile-plan.ts';
import type { RunningAttempts } from './running.ts';
import { type AttemptEnd, type SettleParts, settleAttempt } from './settle.ts';
import { TASK_STATUS } from './states.ts';

const SETTLE_AGAIN_MS = 1_000;
/** A look that ended so is made again: when the phone is back, by the next server, or by whoever has the attempt now. */
const LEFT_TO_OTHERS = ['DEVICE_LOST', 'SERVER_STOPPED', 'LEASE_LOST'] as const;

type Phone = AttemptContext['phone'];

export interface RunnerParts extends SettleParts {
  readonly evidence: EvidenceStore;
  readonly running: RunningAttempts;
  readonly leases: Leases;
  readonly serverId: string;
  readonly log: Log;
  /** Fires when the server ends for good: what is not written by then is settled at the next start. */
  readonly shutdown: AbortSignal;
  script(name: string): Script<Plan> | undefined;
  /** The handle of a phone that is there now. */
  phone(serial: string): Phone | undefined;
  /** Whether a phone that is there answers, by a round trip. */
  answers(serial: string): Promise<boolean>;
  /** @param mayRepeat whether a touch whose answer was lost may be made again, if it has changed nothing. */
  openScreen(phone: Phone, signal: AbortSignal, mayRepeat: () => boolean): ReturnType<AttemptContext['openScreen']>;
  materialPath(material: PlannedMaterial): string;
}

/** An attempt that is to be carried out or settled here. */
export interface Job {
  readonly taskId: number;
  readonly serial: string;
  readonly scriptName: string;
  readonly plan: Plan;
  readonly attempt: number;
  readonly lease: Lease;
}

/** Carries out attempts: claims the next due task of a phone, lets its script run, and settles what came of it. */
export class TaskRunner {
  readonly #parts: RunnerParts;
  readonly #commits = new CommitMoments();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /**
   * Carries out the next due task of a phone, if there is one.
   * @returns whether there was one, so that the lane asks again.
   */
  async runNext(serial: string, signal: AbortSignal): Promise<boolean> {
    const job = await this.#claim(serial);
    if (job === null) return false;
    crashPoint('attempt.claimed');
    this.#parts.bus.publish('task.changed', { taskId: job.taskId, serial, status: TASK_STATUS.running });
    const debts: Debt[] = [];
    await this.#whileOurs(job, signal, async (attemptSignal) => await this.#carryOut(job, attemptSignal, debts));
    await this.#pay(serial, signal, debts);
    return true;
  }

  /**
   * Looks on the phone for what an attempt published that ended after its commit point without being settled, and
   * settles it. The caller holds the phone's lane, and has taken the attempt over.
   * @throws when the look was interrupted as well: it is owed still.
   */
  async lookUpAndSettle(
    row: Job & { readonly earlier: NonNullable<LedgerOptions['earlier']> },
    signal: AbortSignal,
  ): Promise<void> {
    const { earlier, ...job } = row;
    await this.#whileOurs(job, signal, async (attemptSignal) => {
      const ledger = this.#ledger(job, attemptSignal, earlier);
      const interruption = new PostwrightError('SERVER_STOPPED', 'The attempt was interrupted after its commit point.');
      const end = await this.#lookUp(job, { ledger, signal: attemptSignal, error: interruption });
      if (end === null) throw interruption;
      crashPoint('recovery.looked');
      await this.#settle(job, end);
      crashPoint('recovery.settled');
    });
  }

  /**
   * Looks on the phone once more for what a failed attempt published. The caller holds the phone's lane and has taken the
   * attempt for the look.
   * @returns how the attempt ended by what is seen now; null when the look was interrupted.
   */
  async lookAgain({ task, attempt, isLastOnPhone }: ClaimedLook, signal: AbortSignal): Promise<AttemptEnd | null> {
    const { committed_at: committedAt, id, token, number, account } = attempt;
    const job: Job = {
      taskId: task.id,
      serial: task.serial,
      scriptName: task.script_name,
      plan: planOf(task),
      attempt: number,
      lease: this.#parts.leases.hold({ id, token }, task.id),
    };
    const earlier = {
      steps: attempt.steps as readonly StepEntry[],
      evidence: attempt.evidence as readonly EvidenceEntry[],
      committedAt: committedAt ?? attempt.started_at,
      account,
      isLastOnPhone,
    };
    let end: AttemptEnd | null = null;
    await this.#whileOurs(job, signal, async (lookSignal) => {
      const ledger = this.#ledger(job, lookSignal, earlier);
      end = await this.#lookUp(job, { ledger, signal: lookSignal, error: new PostwrightError('OUTCOME_UNKNOWN') });
    });
    return end;
  }

  async #whileOurs(job: Job, signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { taskId, lease } = job;
    try {
      await this.#parts.running.track(taskId, AbortSignal.any([signal, lease.lost]), work);
    } finally {
      lease.end();
    }
  }

  async #claim(serial: string): Promise<Job | null> {
    const { db, clock, serverId, leases } = this.#parts;
    const claimed = await db.transaction().execute(async (tx) => {
      const startedAt = clock.now();
      const task = await claimNextDue(tx, serial, startedAt);
      if (task === undefined) return null;
      const key = await insertAttempt(tx, {
        taskId: task.id,
        number: task.attempt,
        token: randomUUID(),
        serverId,
        startedAt,
      });
      return {
        taskId: task.id,
        serial,
        scriptName: task.script_name,
        plan: planOf(task),
        attempt: task.attempt,
        key,
      };
    });
    if (claimed === null) return null;
    const { key, ...job } = claimed;
    return { ...job, lease: leases.hold(key, job.taskId) };
  }

  async #pay(serial: string, laneSignal: AbortSignal, debts: readonly Debt[]): Promise<void> {
    const { db, log, phone } = this.#parts;
    const gone = phone(serial)?.gone;
    if (gone === undefined) return;
    await payDebts({ db, log, serial, signal: AbortSignal.any([laneSignal, gone]) }, debts);
  }

  async #carryOut(job: Job, signal: AbortSignal, debts: Debt[]): Promise<void> {
    const ledger = this.#ledger(job, signal);
    const log = this.#parts.log.child({ task: job.taskId, serial: job.serial, attempt: job.attempt });
    try {
      const context = { ...this.#context(job, ledger, signal), owe: (debt: Debt) => void debts.push(debt) };
      const receipt = await behindGate(job.lease, async () => await this.#script(job).run(context));
      log.info({ account: ledger.publishesAs, outcome: receipt.outcome }, 'carried out');
      await this.#settle(job, { outcome: 'completed', receipt });
    } catch (error) {
      const reason = await this.#lossOr(reasonOf(error, signal), job.serial);
      log.warn({ err: reason, step: ledger.currentStep, committed: ledger.committedAt !== null }, 'attempt failed');
      const end = await this.#endOf(job, { ledger, signal, error: reason });
      if (end !== null) await this.#settle(job, end);
    }
  }

  /** What a failed attempt amounts to; null when it must be left for when the phone or the server is back. */
  async #endOf(job: Job, trouble: Trouble): Promise<AttemptEnd | null> {
    const { ledger, error } = trouble;
    // Whoever has it now settles it.
    if (isNamed(error, 'LEASE_LOST')) return null;
    if (ledger.committedAt === null || isSureNotPublished(error)) return failed(error, ledger, 'no');
    return await this.#lookUp(job, trouble);
  }

  async #lookUp(job: Job, { ledger, signal, error }: Trouble): Promise<AttemptEnd | null> {
    const committedAt = ledger.committedAt;
    if (committedAt === null) return failed(error, ledger, 'no');
    if (isNamed(error, 'STOPPED')) return failed(error, ledger, 'unknown');
    if (signal.aborted) return null;
    if (isNamed(error, 'DEVICE_LOST') && !(await this.#parts.answers(job.serial))) return null;
    try {
      const context = this.#context({ ...job, plan: publishedAs(job.plan, ledger.publishesAs) }, ledger, signal);
      const question = {
        ...this.#commits.since(job.lease.key.id, committedAt, this.#parts.clock.now()),
        certainAfterMs: certainAfterMs(this.#parts.reconcileMs),
        isLastOnPhone: ledger.isLastOnPhone,
      };
      const verdict = await behindGate(job.lease, async () => await this.#script(job).lookUp(context, question));
      return endOfVerdict(verdict, { ledger, error });
    } catch (lookUpError) {
      const reason = await this.#lossOr(reasonOf(lookUpError, signal), job.serial);
      if (isNamed(reason, 'STOPPED')) return failed(reason, ledger, 'unknown');
      if (LEFT_TO_OTHERS.some((name) => isNamed(reason, name))) return null;
      this.#parts.log.warn({ err: lookUpError, task: job.taskId }, 'the look at the profile failed');
      const why = reason instanceof PostwrightError ? `The profile could not be read: ${reason.message}` : undefined;
      return leftOpen(new PostwrightError('OUTCOME_UNKNOWN', why, { cause: lookUpError }), ledger);
    }
  }

  /** A phone that hangs is lost, whichever of its services was waited for: its task waits for it, and did not fail. */
  async #lossOr(error: unknown, serial: string): Promise<unknown> {
    if (!(error instanceof PostwrightError) || !MAY_BE_LOSS.has(error.errorName)) return error;
    if (await this.#parts.answers(serial)) return error;
    return new PostwrightError('DEVICE_LOST', `${serial} does not answer any more: ${error.message}`, { cause: error });
  }

  #script(job: Job): Script<Plan> {
    const script = this.#parts.script(job.scriptName);
    if (script === undefined)
      throw new PostwrightError('SCRIPT_FAILED', `There is no script ${job.scriptName} in this version.`);
    return script;
  }

  #context(job: Job, ledger: DurableAttemptLedger, signal: AbortSignal): AttemptContext<Plan> {
    const { phone: phoneOf, openScreen, materialPath } = this.#parts;
    const phone = phoneOf(job.serial);
    if (phone === undefined) throw new PostwrightError('DEVICE_LOST', `${job.serial} is not connected.`);
    return {
      plan: job.plan,
      taskId: job.taskId,
      attempt: job.attempt,
      phone,
      ledger,
      signal: AbortSignal.any([signal, phone.gone]),
      materialPath,
      // A look leaves nothing to be cleared up.
      owe: () => {},
      openScreen: async (screenSignal) => await openScreen(phone, screenSignal, () => ledger.currentStep !== 'commit'),
    };
  }

  #ledger(job: Job, signal: AbortSignal, earlier?: LedgerOptions['earlier']): DurableAttemptLedger {
    const { db, bus, evidence, clock } = this.#parts;
    const { lease, taskId, serial, attempt } = job;
    return new DurableAttemptLedger({
      db,
      bus,
      evidence,
      clock,
      lease,
      taskId,
      serial,
      attempt,
      signal,
      onCommit: () => this.#commits.note(lease.key.id),
      ...(earlier === undefined ? {} : { earlier }),
    });
  }

  async #settle(job: Job, end: AttemptEnd): Promise<void> {
    const { taskId, serial, plan, lease } = job;
    const { key } = lease;
    const { shutdown, log } = this.#parts;
    lease.settling();
    if (end.outcome === 'completed' || end.failure.published === 'no') this.#commits.forget(key.id);
    crashPoint('attempt.ended');
    for (;;) {
      try {
        await settleAttempt(this.#parts, { taskId, serial, plan, key, end });
        return;
      } catch (error) {
        // What came of the attempt must not be lost because the database is away for a while.
        log.error({ err: error, task: taskId }, 'the end of an attempt could not be written; trying again');
        await pause(SETTLE_AGAIN_MS, shutdown);
      }
    }
  }
}

/** What a phone that hangs ends in. */
const MAY_BE_LOSS: ReadonlySet<string> = new Set([
  'DEVICE_TIMEOUT',
  'DEVICE_COMMAND_FAILED',
  'UIA2_UNAVAILABLE',
  'PUSH_FAILED',
  'OUTCOME_UNKNOWN',
]);

interface Trouble {
  readonly ledger: DurableAttemptLedger;
  readonly signal: AbortSignal;
  readonly error: unknown;
}

/** A post is looked for on the profile it was made on: somebody may have changed the current account since. */
function publishedAs(plan: Plan, account: string | null): Plan {
  return plan.kind === 'custom' ? plan : { ...plan, username: plan.username ?? account };
}
