import { join } from 'node:path';
import { readBundle, replay } from '../flow-tools.ts';
import type { CommandContext } from './context.ts';
import type { FlowFlags } from './flow-flags.ts';
import { CROSS, TICK } from './marks.ts';
import { StepList } from './step-list.ts';

export interface FlowReplayOptions extends Pick<CommandContext, 'config' | 'terminal'> {
  readonly folder: string;
  readonly flags: FlowFlags;
}

/** Plays the flow of a recording over it. @returns 1 where it would miss. */
export async function runFlowReplay({ config, terminal, folder, flags }: FlowReplayOptions): Promise<number> {
  const recorded = await readBundle(folder);
  const bundle = { ...recorded, variables: { ...recorded.variables, ...flags.var } };
  const { app, flow, version, language } = bundle;
  const steps = new StepList(terminal, false);
  const signal = new AbortController().signal;
  const places = { config, flowsFolder: flags.flows ?? null };
  try {
    const end = await replay(bundle, {
      ...places,
      signal,
      onStep: (step) => steps.onStep(step),
      onStepEnd: (step, how) => steps.onStepEnd(step, how),
    });
    steps.done();
    const what = `${app}/${flow}, recorded on version ${version}, language ${language ?? 'not said'}`;
    if (end.outcome === 'missed') {
      terminal.print(`${CROSS} ${what}: it would miss`);
      terminal.print(`  ${end.reason}`);
      if (end.look !== null) terminal.print(`  on this screen: ${join(folder, `${end.look}.png`)} and .xml`);
      return 1;
    }
    const isWhole = end.outcome === 'done';
    terminal.print(
      `${TICK} ${what}: ${isWhole ? 'everything is found' : 'everything is found up to where the recording ends'}`,
    );
    if (!isWhole) terminal.print('  What comes after it, only a phone can say: postwright flow run');
    return 0;
  } finally {
    steps.done();
  }
}
