import { checkFlowFiles, type FlowPlaces } from '../flow-tools.ts';
import type { CommandContext } from './context.ts';
import { CROSS, TICK } from './marks.ts';

export type FlowCheckOptions = FlowPlaces & Pick<CommandContext, 'terminal'> & { readonly app: string | null };

/** Prints every mistake with its place. @returns 1 when there is one. */
export function runFlowCheck({ app, terminal, ...places }: FlowCheckOptions): number {
  const checks = checkFlowFiles(places, app);
  for (const { folder, files, problems, doubts } of checks) {
    for (const problem of problems) terminal.print(`${CROSS} ${problem}`);
    if (problems.length === 0) terminal.print(`${TICK} ${folder}: ${files} files are valid`);
    for (const doubt of doubts) terminal.print(`? ${doubt}`);
  }
  const count = checks.reduce((sum, { problems }) => sum + problems.length, 0);
  if (count === 0) return 0;
  terminal.print(`${count === 1 ? 'One mistake' : `${count} mistakes`}: no attempt with that app begins until mended.`);
  return 1;
}
