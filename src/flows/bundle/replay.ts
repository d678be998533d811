import { PostwrightError } from '../../errors.ts';
import type { FlowLibrary } from '../flow-library.ts';
import { Lookout, PHONE_PACE } from '../lookout.ts';
import { type FlowStep, runFlow, type StepEnd } from '../run.ts';
import { SkippedTime } from '../time.ts';
import type { Bundle } from './bundle.ts';
import { OtherAct, RecordingEnds, ReplayScreen } from './replay-screen.ts';

export interface ReplayOptions {
  readonly library: FlowLibrary;
  readonly signal: AbortSignal;
  onStep?(step: FlowStep): void;
  onStepEnd?(step: FlowStep, end: StepEnd): void;
}

/** What came of playing a flow over a recording. */
export type ReplayEnd =
  /** Everything was found. */
  | { readonly outcome: 'done' }
  /** Everything was found as far as the recording goes. */
  | { readonly outcome: 'recording ends' }
  /** Something was not found, or the flow would have done something else. */
  | { readonly outcome: 'missed'; readonly reason: string; readonly look: string | null };

/**
 * Plays the flow of a bundle over its recorded screens, with the flow files as they are now, for the app version and
 * the language of the recording.
 * @throws FLOW_INVALID
 */
export async function replayBundle(bundle: Bundle, options: ReplayOptions): Promise<ReplayEnd> {
  const { library, signal, onStep, onStepEnd } = options;
  const flows = library.flows(bundle.app, bundle);
  const screen = new ReplayScreen(bundle);
  const lookout = new Lookout({
    screen,
    flows,
    appId: bundle.packageName,
    signal,
    pace: PHONE_PACE,
    ownTexts: Object.values(bundle.variables),
    time: new SkippedTime(),
  });
  try {
    await runFlow(flows.flow(bundle.flow), {
      lookout,
      variables: bundle.variables,
      onStep: (step) => {
        screen.stepStarts(step);
        onStep?.(step);
      },
      ...(onStepEnd === undefined ? {} : { onStepEnd }),
    });
    return { outcome: 'done' };
  } catch (error) {
    if (error instanceof RecordingEnds) return { outcome: 'recording ends' };
    const isMiss =
      error instanceof OtherAct || (error instanceof PostwrightError && error.errorName !== 'FLOW_INVALID');
    if (!isMiss) throw error;
    return { outcome: 'missed', reason: error.message, look: screen.shown?.name ?? null };
  }
}
