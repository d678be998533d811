import { PostwrightError } from '../../errors.ts';
import type { FlowPace } from '../../flows/lookout.ts';
import { withDeadline } from '../../kit/abort.ts';
import { keepLastSight } from '../post/evidence.ts';
import type { AttemptContext, CustomPlan, DoneReceipt, Script, Verdict } from '../script.ts';
import { CustomApp } from './app.ts';
import { CustomAttempt } from './attempt.ts';
import type { CustomScripts } from './custom-scripts.ts';
import type { LoadedScript } from './load.ts';
import { misfit } from './parameters.ts';

export interface CustomScriptParts {
  readonly name: string;
  readonly scripts: CustomScripts;
  readonly pace: FlowPace;
}

/** What carries out the tasks of one custom script, by its folder as it is when an attempt begins. */
export function createCustomScript({ name, scripts, pace }: CustomScriptParts): Script<CustomPlan> {
  return {
    name,
    run: async (context): Promise<DoneReceipt> => {
      const script = loadFor(scripts, name, context.plan);
      return await new CustomAttempt({ context, script, pace }).run();
    },
    lookUp: async (context): Promise<Verdict<CustomPlan>> => {
      const script = orProblem(() => loadFor(scripts, name, context.plan));
      if (script instanceof PostwrightError) return { published: 'unknown', reason: script.message };
      return await lookUp(context, { script, pace });
    },
  };
}

function orProblem<T>(read: () => T): T | PostwrightError {
  try {
    return read();
  } catch (error) {
    if (error instanceof PostwrightError) return error;
    throw error;
  }
}

/** @throws SCRIPT_GONE, SCRIPT_INVALID; SCRIPT_CHANGED when the parameters of a task no longer fit. */
function loadFor(scripts: CustomScripts, name: string, plan: CustomPlan): LoadedScript {
  const script = scripts.load(name);
  const problem = script.version === plan.version ? null : misfit(script.parameters, plan.parameters);
  if (problem !== null)
    throw new PostwrightError('SCRIPT_CHANGED', `"${name}" has changed since the task was created: ${problem}`);
  return script;
}

interface LookUpParts {
  readonly script: LoadedScript;
  readonly pace: FlowPace;
}

/** Asks the confirm flow of a script what became of an interrupted attempt. Only seeing it counts; nothing else does. */
async function lookUp(context: AttemptContext<CustomPlan>, parts: LookUpParts): Promise<Verdict<CustomPlan>> {
  const { script } = parts;
  if (script.confirm === null) {
    const reason = `"${script.name}" went past its commit point, and names no flow to confirm by.`;
    return { published: 'unknown', reason };
  }
  return await context.ledger.step(
    'confirm',
    'Looking for what was published',
    async () => await askConfirmFlow(context, parts),
  );
}

async function askConfirmFlow(
  context: AttemptContext<CustomPlan>,
  { script, pace }: LookUpParts,
): Promise<Verdict<CustomPlan>> {
  const { ledger, phone } = context;
  const limits = { signal: context.signal, timeoutMs: script.timeoutMs };
  try {
    return await withDeadline('the confirm flow', limits, async (signal) => {
      // The app is not ended for it: what was begun may be on its way.
      const app = await CustomApp.open({ context, script, pace, signal }, false);
      if (script.confirm !== null) await app.run(script.confirm);
      const seenAt = new Date();
      const screenshot = await app.keepScreenshot('done');
      const { version } = script;
      return { published: 'yes', receipt: { outcome: 'done', version, seenAt, values: app.values(), screenshot } };
    });
  } catch (error) {
    context.signal.throwIfAborted();
    // The look is owed still, for when the phone is back.
    if (error instanceof PostwrightError && error.errorName === 'DEVICE_LOST') throw error;
    await keepLastSight(ledger, { name: 'not-found', phone, screen: null, signal: context.signal });
    const why = error instanceof Error ? error.message : String(error);
    return { published: 'unknown', reason: `The confirm flow of "${script.name}" did not find it: ${why}` };
  }
}
