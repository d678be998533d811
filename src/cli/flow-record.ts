import { resolve } from 'node:path';
import { recordFlow, redact, writeBundle } from '../flow-tools.ts';
import { play } from './flow-play.ts';
import type { FlowOnPhoneOptions } from './flow-run.ts';

/** Plays a flow and keeps what was seen and done, also when it fails. @returns 1 then. */
export async function runFlowRecord(options: FlowOnPhoneOptions): Promise<number> {
  const { terminal, app, flow, flags } = options;
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[:T-]/g, '');
  const folder = resolve(flags.out ?? `flow-${app}-${flow}-${stamp}`);
  const { error, bundle } = await play(options, recordFlow);
  const kept = flags.redact === true ? await redact(bundle, flags.text ?? []) : bundle;
  await writeBundle(folder, kept);
  const looks = kept.moments.filter(({ kind }) => kind === 'look').length;
  if (error !== null) terminal.fail(error);
  terminal.print(`${looks} screens of ${kept.steps.length} steps${kept.isRedacted ? ', redacted' : ''}: ${folder}`);
  if (!kept.isRedacted) terminal.print('It shows what was on the phone; "flow redact" takes captions and handles out.');
  terminal.print(`Play it again without the phone: postwright flow replay ${flags.out ?? folder}`);
  return error === null ? 0 : 1;
}
