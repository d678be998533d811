import { join } from 'node:path';
import { playFlow } from '../flow-tools.ts';
import type { CommandContext } from './context.ts';
import type { FlowFlags } from './flow-flags.ts';
import { play } from './flow-play.ts';

export interface FlowOnPhoneOptions extends Pick<CommandContext, 'config' | 'terminal'> {
  readonly app: string;
  readonly flow: string;
  readonly flags: FlowFlags;
}

/** Plays a flow on a phone. @returns 1 when it failed, having said where the last screenshot and tree are. */
export async function runFlowRun(options: FlowOnPhoneOptions): Promise<number> {
  const { config, terminal, app, flow } = options;
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(config.dataDir, 'flow-runs', `${stamp}-${app}-${flow}`);
  const { error } = await play(options, async (how) => await playFlow(how, folder));
  if (error === null) return 0;
  terminal.fail(error);
  terminal.print(`What was on the screen: ${join(folder, 'failure.png')} and failure.xml beside it`);
  return 1;
}
