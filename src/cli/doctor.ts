import { styleText } from 'node:util';
import { diagnose, type Finding } from '../doctor.ts';
import type { CommandContext } from './context.ts';

const MARKS: Record<Finding['level'], string> = {
  ok: styleText('green', 'ok  '),
  warn: styleText('yellow', 'warn'),
  fail: styleText('red', 'fail'),
};

/** Prints each finding as it is made. @returns 1 when anything is broken. */
export async function runDoctor({ config, terminal }: Pick<CommandContext, 'config' | 'terminal'>): Promise<number> {
  const counts = { ok: 0, warn: 0, fail: 0 };
  for await (const finding of diagnose(config)) {
    counts[finding.level] += 1;
    terminal.print(`${MARKS[finding.level]}  ${finding.subject}: ${finding.message}`);
    if (finding.remedy !== undefined) terminal.print(`      → ${finding.remedy}`);
  }
  terminal.print(`${counts.ok} ok, ${counts.warn} to look at, ${counts.fail} broken`);
  return counts.fail === 0 ? 0 : 1;
}
