/**
 * npm run chaos -- --posts 200 --seed 1: posts while servers, databases, ADB and phones are struck, and compares the tasks
 * with what the phones published. Exit code 1 when one was lost, published twice, or called unpublished though it was not.
 */
import { parseArgs } from 'node:util';
import { printChaos, printRound } from './chaos/report.ts';
import { runChaos } from './chaos/run.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    phones: { type: 'string', default: '16' },
    only: { type: 'string', multiple: true },
    'no-disk': { type: 'boolean', default: false },
    'database-url': { type: 'string' },
  },
});

const result = await runChaos({
  posts: Number(values.posts),
  seed: Number(values.seed),
  phones: Number(values.phones),
  wantsDisk: !values['no-disk'],
  ...(values.only === undefined ? {} : { only: values.only }),
  ...(values['database-url'] === undefined ? {} : { databaseUrl: values['database-url'] }),
  onRound: printRound,
});
printChaos(result, values);
process.exitCode = result.evidence === null && result.missed.length === 0 ? 0 : 1;
