import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import type { Bundle } from '../flows/bundle/bundle.ts';
import { FlowRecorder } from '../flows/bundle/recorder.ts';
import type { AppFlows } from '../flows/library.ts';
import { Lookout, PHONE_PACE } from '../flows/lookout.ts';
import { type FlowStep, runFlow, type StepEnd } from '../flows/run.ts';
import { refusalOf } from '../flows/support.ts';
import { openScreen, type Screen } from '../screen/screen.ts';
import { languageOf } from '../scripts/post/app-on-phone.ts';
import { packagesOf } from '../scripts/post/known-apps.ts';
import { type FlowPlaces, openFlows } from './files.ts';
import { withPhone } from './phone.ts';

/** Whoever watches a flow being played. */
export interface FlowWatcher {
  onStep(step: FlowStep): void;
  onStepEnd(step: FlowStep, end: StepEnd): void;
  onDialog(name: string): void;
}

export interface PlayOptions extends FlowPlaces {
  readonly config: Pick<Config, 'dataDir' | 'adb'>;
  readonly app: string;
  readonly flow: string;
  /** Null takes the only phone there is. */
  readonly serial: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly watcher: FlowWatcher;
}

/** What a flow was played on, and how it ended. */
export interface Played {
  readonly serial: string;
  readonly packageName: string;
  readonly version: string;
  readonly language: string | null;
  /** Null when it was done. */
  readonly error: unknown;
}

const OPEN_SCREEN_MS = 180_000;
const LAST_SIGHT_MS = 10_000;

/**
 * Plays a flow on a phone as it is now.
 * @param failureFolder where the last screenshot and tree go when it fails.
 * @throws what stood in the way before it could begin.
 */
export async function playFlow(options: PlayOptions, failureFolder: string): Promise<Played> {
  return await onStage(options, async (stage) => {
    const error = await perform(stage, stage.screen, {});
    if (error !== null) await keepSight(stage, failureFolder);
    return { ...stage.about, error };
  });
}

/** Like `playFlow`, and keeps what was seen and done. */
export async function recordFlow(options: PlayOptions): Promise<Played & { readonly bundle: Bundle }> {
  return await onStage(options, async (stage) => {
    const { limits, about, flows } = stage;
    const recorder = new FlowRecorder(stage.screen, limits);
    const beforeStep = async (step: FlowStep): Promise<void> => await recorder.stepStarts(step);
    const onStepEnd = (step: FlowStep, end: StepEnd): void => recorder.stepEnds(step, end);
    const error = await perform(stage, recorder.screen, { beforeStep, onStepEnd });
    const { packageName, version, language } = about;
    const bundle = await recorder.finish({
      app: flows.folder,
      flow: options.flow,
      packageName,
      version,
      language,
      variables: options.variables,
      recordedAt: new Date().toISOString(),
      isRedacted: false,
      error: error instanceof PostwrightError ? { name: error.errorName, message: error.message } : null,
    });
    return { ...about, error, bundle };
  });
}

interface Stage {
  readonly options: PlayOptions;
  readonly flows: AppFlows;
  readonly screen: Screen;
  readonly about: Omit<Played, 'error'>;
  readonly limits: { readonly signal: AbortSignal; readonly timeoutMs: number };
}

/** Everything a flow needs before it can begin: phone, app, flows for both, screen. */
async function onStage<T>(options: PlayOptions, work: (stage: Stage) => Promise<T>): Promise<T> {
  const library = openFlows(options, options.app);
  // A mistake in the files is told before any phone is touched.
  const { appId } = library.flows(options.app, { version: null, language: null }).flow(options.flow);
  return await withPhone(options.config, options, async (phone) => {
    const limits = { signal: AbortSignal.any([options.signal, phone.gone]), timeoutMs: PHONE_PACE.callMs };
    const about = await describePhone(phone, knownPackages(options.app, appId), limits);
    const flows = library.flows(options.app, about);
    const refusal = refusalOf(flows.about, about);
    if (refusal !== null) throw refusal;
    await phone.wake(limits);
    const screen = await openScreen(phone, { ...limits, timeoutMs: OPEN_SCREEN_MS });
    try {
      return await work({ options, flows, screen, about, limits });
    } finally {
      await screen.close();
    }
  });
}

/** Those that `post` knows the app under; a custom script has the one that its flows name. */
function knownPackages(app: string, appId: string): readonly string[] {
  const packages = packagesOf(app);
  return packages.length === 0 ? [appId] : packages;
}

async function describePhone(
  phone: Phone,
  packages: readonly string[],
  limits: Stage['limits'],
): Promise<Stage['about']> {
  for (const packageName of packages) {
    const version = await phone.packageVersion(packageName, limits);
    if (version !== null)
      return { serial: phone.serial, packageName, version, language: await languageOf(phone, limits) };
  }
  throw new PostwrightError('APP_NOT_INSTALLED', `${packages.join(' or ')} is not installed on ${phone.serial}.`);
}

interface Hooks {
  beforeStep?(step: FlowStep): Promise<void>;
  onStepEnd?(step: FlowStep, end: StepEnd): void;
}

/** @returns what ended the flow early, or null. */
async function perform({ options, flows, about, limits }: Stage, screen: Screen, hooks: Hooks): Promise<unknown> {
  const { watcher, variables } = options;
  const lookout = new Lookout({
    screen,
    flows,
    appId: about.packageName,
    signal: limits.signal,
    ownTexts: Object.values(variables),
    onDialog: (name) => watcher.onDialog(name),
  });
  try {
    await runFlow(flows.flow(options.flow), {
      lookout,
      variables,
      ...hooks,
      onStep: (step) => watcher.onStep(step),
      onStepEnd: (step, end) => {
        hooks.onStepEnd?.(step, end);
        watcher.onStepEnd(step, end);
      },
    });
    return null;
  } catch (error) {
    return error;
  }
}

async function keepSight({ screen, limits }: Stage, folder: string): Promise<void> {
  const last = { ...limits, timeoutMs: LAST_SIGHT_MS };
  await mkdir(folder, { recursive: true });
  const keep = async (name: string, take: () => Promise<string | Uint8Array>): Promise<void> => {
    // What ended the flow may have taken the screen with it.
    const taken = await take().catch(() => null);
    if (taken !== null) await writeFile(join(folder, name), taken);
  };
  await keep('failure.png', async () => await screen.screenshot(last));
  await keep('failure.xml', async () => (await screen.tree(last)).xml);
}
