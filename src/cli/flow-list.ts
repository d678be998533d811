import { type FlowPlaces, listFlows } from '../flow-tools.ts';
import type { CommandContext } from './context.ts';

export type FlowListOptions = FlowPlaces & Pick<CommandContext, 'terminal'> & { readonly app: string | null };

const HEADINGS = ['APP', 'FILE', 'FOR', 'WHOSE', 'TRIED ON'];

/** Prints every flow file with what is known of it. */
export function runFlowList({ app, terminal, ...places }: FlowListOptions): void {
  const rows = listFlows(places, app).map(({ file, conditions, triedOn, problem, isFlow }) => [
    file.folder,
    file.name,
    conditions,
    file.source,
    problem ??
      (triedOn.map(({ app: version, how, date }) => `${version} ${how} ${date}`).join(', ') ||
        (isFlow ? 'nothing yet' : '')),
  ]);
  const table = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    terminal.print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
