import type { Phone, ShellProcess } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { type Limits, pause, withDeadline } from '../kit/abort.ts';
import { workingMs } from '../kit/gate.ts';
import type { Uia2Client } from './uia2-client.ts';
import { uia2Unavailable } from './uia2-errors.ts';
import { ensureInstalled, INSTRUMENTATION, reinstall, SERVER_PACKAGE, TEST_PACKAGE } from './uia2-install.ts';

/** From `am instrument` to an answer: 1 to 4 s on most phones, much more on slow ones. */
const READY_WITHIN_MS = 30_000;
const READY_POLL_MS = 100;
const ASK_TIMEOUT_MS = 5_000;
const OLD_RUN_ENDS_WITHIN_MS = 5_000;
const OLD_RUN_POLL_MS = 200;
const CLOSE_TIMEOUT_MS = 2_000;
/** Between two starts: back-to-back ones race with the teardown of the first. */
const BETWEEN_STARTS_MS = 1_000;
/** Android 9: the first that keeps apps from the interfaces the server reads the UI through. */
const HIDDEN_API_POLICIES = ['hidden_api_policy_pre_p_apps', 'hidden_api_policy_p_apps', 'hidden_api_policy'];

/** The instrumentation on the phone: installed, started, watched, ended. */
export class Uia2Server {
  readonly #phone: Phone;
  readonly #client: Uia2Client;
  #run: { readonly process: ShellProcess; ended: string | null } | null = null;

  constructor(phone: Phone, client: Uia2Client) {
    this.#phone = phone;
    this.#client = client;
  }

  /** Whether the instrumentation started last has not ended as far as is known. */
  get isRunning(): boolean {
    return this.#run !== null && this.#run.ended === null;
  }

  /**
   * Starts a fresh run, ending whatever ran before. `prove` makes a real UI call, since /status can lie.
   * @throws UIA2_INSTALL_FAILED, UIA2_UNAVAILABLE with what the phone said, or what the phone throws.
   */
  async start(limits: Limits, prove: (limits: Limits) => Promise<void>): Promise<void> {
    await ensureInstalled(this.#phone, limits);
    await this.#exempt(limits);
    try {
      await this.#startOnce(limits, prove);
    } catch (error) {
      if (!isWorthAnotherStart(error) || this.#phone.gone.aborted || limits.signal.aborted) throw error;
      if (/Unable to find instrumentation|INSTRUMENTATION_FAILED/.test(error.message)) {
        await reinstall(this.#phone, limits);
      }
      await pause(BETWEEN_STARTS_MS, limits.signal);
      await this.#startOnce(limits, prove);
    }
  }

  /**
   * Ends the run. Never throws: what cannot be ended is ended by the next start. One that has ended is left alone: another
   * server may have ended it, and what runs on the phone now is that one's.
   */
  async stop(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    if (run === null || run.ended !== null || this.#phone.gone.aborted) return;
    const limits = { signal: this.#phone.gone, timeoutMs: CLOSE_TIMEOUT_MS };
    await withDeadline('the end of the instrumentation', limits, () => run.process.ended).catch(() => {});
    await run.process.end();
    for (const name of [SERVER_PACKAGE, TEST_PACKAGE]) await this.#phone.forceStop(name, limits).catch(() => {});
  }

  async #startOnce(limits: Limits, prove: (limits: Limits) => Promise<void>): Promise<void> {
    await this.#endOldRun(limits);
    const argv = ['am', 'instrument', '-w', '-e', 'disableAnalytics', 'true', INSTRUMENTATION] as const;
    const process = await this.#phone.startShell(argv, limits);
    const run: { readonly process: ShellProcess; ended: string | null } = { process, ended: null };
    this.#run = run;
    const ended = process.ended.then(({ output }) => {
      run.ended = output.replaceAll(/\s+/g, ' ').trim() || 'it ended without a word';
    });
    // Whichever settles first, the other must not go on.
    const settled = new AbortController();
    const ready = { signal: AbortSignal.any([limits.signal, settled.signal]), timeoutMs: READY_WITHIN_MS };
    try {
      await withDeadline('the start', ready, () =>
        Promise.race([this.#untilReady(ready, prove), ended.then(() => failEnded(run.ended))]),
      );
    } catch (error) {
      await process.end();
      throw this.#startError(error, run.ended, limits);
    } finally {
      settled.abort(new Error('The start is over'));
    }
  }

  #startError(error: unknown, ended: string | null, { signal }: Limits): unknown {
    if (signal.aborted) return signal.reason;
    if (this.#phone.gone.aborted) return this.#phone.gone.reason;
    if (error instanceof PostwrightError) return error;
    const output = ended === null ? '' : `; the instrumentation said: ${ended}`;
    return uia2Unavailable(`The UiAutomator2 server of ${this.#phone.serial} did not start${output}`, error);
  }

  async #untilReady(limits: Limits, prove: (limits: Limits) => Promise<void>): Promise<void> {
    const ask = { signal: limits.signal, timeoutMs: ASK_TIMEOUT_MS };
    while (!(await this.#saysReady(ask))) await pause(READY_POLL_MS, limits.signal);
    await prove(limits);
  }

  async #saysReady(limits: Limits): Promise<boolean> {
    try {
      const status = await this.#client.request({ method: 'GET', path: '/status' }, limits);
      return (status as { ready?: unknown } | null)?.ready === true;
    } catch {
      limits.signal.throwIfAborted();
      return false;
    }
  }

  async #endOldRun(limits: Limits): Promise<void> {
    const before = this.#run;
    this.#run = null;
    await before?.process.end();
    await this.#phone.forceStop(SERVER_PACKAGE, limits);
    await this.#phone.forceStop(TEST_PACKAGE, limits);
    const until = workingMs() + OLD_RUN_ENDS_WITHIN_MS;
    while (await this.#processLives(limits)) {
      if (workingMs() > until) return;
      await pause(OLD_RUN_POLL_MS, limits.signal);
    }
  }

  async #processLives(limits: Limits): Promise<boolean> {
    const { exitCode, stdout } = await this.#phone.shell(['pidof', SERVER_PACKAGE], limits);
    return exitCode === 0 && stdout.trim() !== '';
  }

  /** Battery savers kill the server; hidden interfaces are how it sees the UI. Phones that refuse do without. */
  async #exempt(limits: Limits): Promise<void> {
    for (const name of [SERVER_PACKAGE, TEST_PACKAGE]) {
      await this.#phone.shell(['dumpsys', 'deviceidle', 'whitelist', `+${name}`], limits);
    }
    for (const key of HIDDEN_API_POLICIES) await this.#phone.shell(['settings', 'put', 'global', key, '1'], limits);
  }
}

function failEnded(output: string | null): never {
  throw new Error(`the instrumentation ended: ${output}`);
}

function isWorthAnotherStart(error: unknown): error is PostwrightError {
  return error instanceof PostwrightError && error.errorName === 'UIA2_UNAVAILABLE';
}
