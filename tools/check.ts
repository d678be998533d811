/** npm run check: what can be known without running Postwright. It changes nothing; `npm run fix` mends style. */
import { binOf, root } from './root.ts';
import { type CommandResult, runCommand } from './run-command.ts';

interface Check {
  readonly name: string;
  /** What Node runs. */
  readonly args: readonly string[];
  readonly remedy: string;
}

const CHECKS: readonly Check[] = [
  { name: 'types', args: [binOf('typescript', 'bin', 'tsc'), '--noEmit'], remedy: 'Mend the lines above.' },
  {
    name: 'types of the console',
    args: [binOf('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'web'],
    remedy: 'Mend the lines above.',
  },
  {
    name: 'lint and format',
    args: [binOf('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
    remedy: '"npm run fix" mends most of it.',
  },
  {
    name: 'rooms',
    args: ['--test', 'test/house/rooms.test.ts'],
    remedy: 'ARCHITECTURE.md says which room a line belongs to.',
  },
  { name: 'generated pages', args: ['tools/generate.ts', '--check'], remedy: '"npm run generate" writes them anew.' },
];

interface Outcome extends CommandResult {
  readonly check: Check;
  readonly seconds: string;
}

async function carryOut(check: Check): Promise<Outcome> {
  const startedAt = performance.now();
  const result = await runCommand(process.execPath, check.args, { cwd: root, output: 'collect' });
  return { ...result, check, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) };
}

const outcomes = await Promise.all(CHECKS.map(carryOut));
const failed = outcomes.filter(({ exitCode }) => exitCode !== 0);
for (const { check, output } of failed) console.log(`── ${check.name} ──\n${output.trimEnd()}\n→ ${check.remedy}\n`);
for (const { check, exitCode, seconds } of outcomes)
  console.log(`${exitCode === 0 ? 'ok  ' : 'FAIL'}  ${check.name} (${seconds} s)`);
process.exitCode = failed.length === 0 ? 0 : 1;
