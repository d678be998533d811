import { PostwrightError } from '../../errors.ts';
import type { Flow } from '../../flows/command.ts';
import { launchApp } from '../../flows/launch.ts';
import { type FlowPace, Lookout } from '../../flows/lookout.ts';
import { type FlowStep, runFlow } from '../../flows/run.ts';
import { refusalOf } from '../../flows/support.ts';
import type { Limits } from '../../kit/abort.ts';
import type { Screen } from '../../screen/screen.ts';
import { languageOf } from '../post/app-on-phone.ts';
import { keepScreenshot } from '../post/evidence.ts';
import type { AttemptContext, CustomPlan } from '../script.ts';
import type { LoadedScript } from './load.ts';
import { textOf, variablesOf } from './parameters.ts';

export interface CustomAppOptions {
  readonly context: AttemptContext<CustomPlan>;
  readonly script: LoadedScript;
  readonly pace: FlowPace;
  /** Ends the work; that of the attempt, or one that fires sooner. */
  readonly signal: AbortSignal;
}

/** The app of a custom script on one phone. */
export class CustomApp {
  readonly #options: CustomAppOptions;
  readonly #lookout: Lookout;
  readonly #values = new Map<string, string>();

  private constructor(options: CustomAppOptions, screen: Screen) {
    const { script, pace, signal, context } = options;
    this.#options = options;
    // What a task gives is never taken for a dialog.
    const ownTexts = Object.values(context.plan.parameters).map(textOf).filter(isText);
    this.#lookout = new Lookout({ screen, flows: script.flows, appId: script.appId, signal, pace, ownTexts });
  }

  /**
   * Brings the app to the front.
   * @param startAfresh ends it first, so that the flow begins on its first screen.
   * @throws APP_NOT_INSTALLED, APP_LANGUAGE_UNSUPPORTED, APP_VERSION_UNSUPPORTED
   */
  static async open(options: CustomAppOptions, startAfresh: boolean): Promise<CustomApp> {
    const { script, pace, signal, context } = options;
    const { phone } = context;
    const limits: Limits = { signal, timeoutMs: pace.callMs };
    await phone.wake(limits);
    const version = await phone.packageVersion(script.appId, limits);
    if (version === null)
      throw new PostwrightError('APP_NOT_INSTALLED', `${script.appId} is not installed on ${phone.serial}.`);
    await context.ledger.app({ id: script.appId, version });
    // A script without wordings of its own works in any language.
    const language = script.flows.texts.size === 0 ? null : await languageOf(phone, limits);
    const refusal = refusalOf(script.flows.about, { version, language });
    if (refusal !== null) throw refusal;
    const screen = await context.openScreen(signal);
    if (startAfresh) await phone.forceStop(script.appId, limits);
    await launchApp(phone, script.appId, limits);
    return new CustomApp(options, screen);
  }

  get screen(): Screen {
    return this.#lookout.screen;
  }

  /** Carries out a flow of the script with the task's parameters, and keeps what it reads. */
  async run(flow: Flow, beforeStep: (step: FlowStep) => Promise<void> = async () => {}): Promise<void> {
    const { context } = this.#options;
    const { values } = await runFlow(flow, {
      lookout: this.#lookout,
      variables: variablesOf(flow, context.plan.parameters),
      beforeStep,
      onScreenshot: async (name, png) => {
        await context.ledger.keep(png, { kind: 'screenshot', name });
      },
    });
    for (const [name, value] of values) this.#values.set(name, value);
  }

  /** What the flows have read, by the names of the script's `result`. */
  values(): Readonly<Record<string, string | null>> {
    const { result } = this.#options.script;
    return Object.fromEntries(result.map((name) => [name, this.#values.get(name)?.slice(0, LONGEST_VALUE) ?? null]));
  }

  async keepScreenshot(name: string): Promise<string | null> {
    return await keepScreenshot(this.screen, this.#options.context.ledger, { ...this.#lookout.limits, name });
  }
}

/** A text of a screen is shorter; a document that an app shows is not what a result is for. */
const LONGEST_VALUE = 10_000;

function isText(text: string): boolean {
  return text.trim() !== '';
}
