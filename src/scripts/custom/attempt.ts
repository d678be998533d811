import { PostwrightError } from '../../errors.ts';
import type { FlowPace } from '../../flows/lookout.ts';
import type { FlowStep } from '../../flows/run.ts';
import { DeadlineError, type Limits, withDeadline } from '../../kit/abort.ts';
import { keepLastSight } from '../post/evidence.ts';
import type { AttemptContext, CustomPlan, DoneReceipt } from '../script.ts';
import { CustomApp } from './app.ts';
import type { LoadedScript } from './load.ts';

/** Cleaning up is owed to the phone even by a stopped attempt, but a stop must not take long. */
const CLEAN_UP_MS = 10_000;
const KEYCODE_HOME = '3';

export interface CustomAttemptOptions {
  readonly context: AttemptContext<CustomPlan>;
  readonly script: LoadedScript;
  readonly pace: FlowPace;
}

/** One attempt at a custom script, from opening its app to what it has read. */
export class CustomAttempt {
  readonly #options: CustomAttemptOptions;
  #app: CustomApp | null = null;
  #isOpened = false;
  /** From the commit point until it is confirmed, something may be on its way that a force-stop would end. */
  #mayBePublishing = false;
  #isCommitted = false;

  constructor(options: CustomAttemptOptions) {
    this.#options = options;
  }

  /** @throws PostwrightError of kind `task`; whether the commit point was passed, the ledger knows. */
  async run(): Promise<DoneReceipt> {
    const { context, script } = this.#options;
    const { signal, phone, ledger } = context;
    try {
      const limits = { signal, timeoutMs: script.timeoutMs };
      return await withDeadline(`The script "${script.name}"`, limits, async (inner) => await this.#carryOut(inner));
    } catch (error) {
      await keepLastSight(ledger, { name: 'failure', phone, screen: this.#app?.screen ?? null, signal, error });
      throw this.#named(error);
    } finally {
      await this.#cleanUp();
    }
  }

  async #carryOut(signal: AbortSignal): Promise<DoneReceipt> {
    const { context, script, pace } = this.#options;
    const { ledger } = context;
    const app = await ledger.step('prepare', `Opening ${script.appId}`, async () => {
      this.#isOpened = true;
      return await CustomApp.open({ context, script, pace, signal }, true);
    });
    this.#app = app;
    await this.#perform(app);
    const { confirm, version } = script;
    const isConfirmed = confirm !== null && this.#isCommitted;
    if (isConfirmed) await ledger.step('confirm', 'Looking for what was published', async () => await app.run(confirm));
    this.#mayBePublishing &&= !isConfirmed;
    const screenshot = await app.keepScreenshot('done');
    return { outcome: 'done', version, seenAt: isConfirmed ? new Date() : null, values: app.values(), screenshot };
  }

  /** Carries out the flow; at its commit point it waits until that is on disk. */
  async #perform(app: CustomApp): Promise<void> {
    const { script, context } = this.#options;
    const { ledger } = context;
    const reached = Promise.withResolvers<boolean>();
    const recorded = Promise.withResolvers<void>();
    // Whoever waits for them hears of their end; nobody may have begun to.
    for (const { promise } of [reached, recorded]) promise.catch(() => {});
    const beforeStep = async ({ label }: FlowStep): Promise<void> => {
      if (script.commitPoint === null || label !== script.commitPoint) return;
      reached.resolve(true);
      // In a loop it comes by again: recorded it is once.
      await recorded.promise;
    };
    let running = Promise.resolve();
    try {
      const mustCommit = await ledger.step('compose', `Running "${script.title}"`, async () => {
        running = app.run(script.flow, beforeStep);
        running.then(() => reached.resolve(false), reached.reject);
        return await reached.promise;
      });
      if (!mustCommit) return;
      await ledger.step('commit', script.commitPoint ?? '', async () => {
        await this.#commit();
        recorded.resolve();
        await running;
      });
    } catch (error) {
      // A flow that waits for a commit point that could not be recorded ends with that.
      recorded.reject(error);
      await running.catch(() => {});
      throw error;
    }
  }

  async #commit(): Promise<void> {
    await this.#options.context.ledger.commit();
    this.#isCommitted = true;
    this.#mayBePublishing = true;
  }

  #named(error: unknown): unknown {
    const { script } = this.#options;
    if (error instanceof DeadlineError)
      return new PostwrightError(
        'SCRIPT_TIMEOUT',
        `"${script.name}" was not done after ${script.timeoutMs} ms, its timeout.`,
      );
    // A dialog may say so, but nobody has looked whether anything went out: only a look decides that after the commit point.
    if (this.#isCommitted && error instanceof PostwrightError && error.errorName === 'UPLOAD_FAILED')
      return new PostwrightError('OUTCOME_UNKNOWN', error.message, { cause: error });
    return error;
  }

  /** Leaves the app; never throws, since it must not hide how the attempt ended. */
  async #cleanUp(): Promise<void> {
    const { phone, ledger } = this.#options.context;
    if (phone.gone.aborted) return;
    const limits: Limits = {
      signal: AbortSignal.any([phone.gone, AbortSignal.timeout(CLEAN_UP_MS)]),
      timeoutMs: CLEAN_UP_MS,
    };
    let isBegun = false;
    const work = async (): Promise<void> => {
      isBegun = true;
      await this.#leaveApp(limits);
    };
    await ledger.step('cleanup', 'Cleaning up', work).catch(async () => {
      // A ledger that refuses steps of a stopped attempt leaves the phone to us.
      if (!isBegun) await work().catch(() => {});
    });
  }

  async #leaveApp(limits: Limits): Promise<void> {
    const { context, script } = this.#options;
    if (!this.#isOpened) return;
    if (this.#mayBePublishing) await context.phone.shell(['input', 'keyevent', KEYCODE_HOME], limits);
    else await context.phone.forceStop(script.appId, limits);
  }
}
