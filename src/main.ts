import { nodeTooOld } from './cli/node-version.ts';

const refusal = nodeTooOld(process.versions.node);
if (refusal === null) {
  // Not before the check: what it loads may not even parse on an old Node.
  const { run } = await import('./cli/program.ts');
  process.exitCode = await run(process.argv.slice(2));
} else {
  for (const line of refusal) console.error(line);
  process.exitCode = 1;
}
