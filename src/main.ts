import { nodeTooOld } from './cli/node-version.ts';

// A reader that has seen enough, such as `| head`, is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const refusal = nodeTooOld(process.versions.node);
if (refusal === null) {
  // Not before the check: what it loads may not even parse on an old Node.
  const { run } = await import('./cli/program.ts');
  process.exitCode = await run(process.argv.slice(2));
} else {
  for (const line of refusal) console.error(line);
  process.exitCode = 1;
}
