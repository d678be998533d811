import { resolve } from 'node:path';
import { readBundle, redact, writeBundle } from '../flow-tools.ts';
import type { CommandContext } from './context.ts';
import type { FlowFlags } from './flow-flags.ts';

export interface FlowRedactOptions extends Pick<CommandContext, 'terminal'> {
  readonly folder: string;
  readonly flags: FlowFlags;
}

/** Writes a copy of a recording without captions and handles. */
export async function runFlowRedact({ terminal, folder, flags }: FlowRedactOptions): Promise<void> {
  const out = resolve(flags.out ?? `${folder.replace(/[\\/]+$/, '')}-redacted`);
  await writeBundle(out, await redact(await readBundle(folder), flags.text ?? []));
  terminal.print(`Redacted: ${out}`);
  terminal.print(
    'Faces, videos and other pictures on the screens stay: look through the screenshots before you share them.',
  );
}
