/**
 * npm run chaos -- --posts 200 --seed 1: posts while servers, databases, ADB and phones are struck, and compares the tasks
 * with what the phones published. Exit code 1 when one was lost, published twice, or called unpublished though it was not.
 */
import { parseArgs } from 'node:util';
import { phonesFor } from './chaos/plan.ts';
import { printChaos, printRound } from './chaos/report.ts';
import { POINTS, runInWorlds } from './chaos/run.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    phones: { type: 'string' },
    worlds: { type: 'string' },
    only: { type: 'string', multiple: true },
    'no-disk': { type: 'boolean', default: false },
    'database-url': { type: 'string' },
  },
});

const posts = Number(values.posts);
const wantsDisk = !values['no-disk'];
const only = values.only === undefined ? {} : { only: values.only };
const canKillPostgres = values['database-url'] === undefined;
const phones =
  values.phones === undefined
    ? phonesFor({ posts, points: POINTS, canFillDisk: wantsDisk, canKillPostgres, ...only })
    : Number(values.phones);

const options = {
  posts,
  seed: Number(values.seed),
  phones,
  wantsDisk,
  ...only,
  ...(values['database-url'] === undefined ? {} : { databaseUrl: values['database-url'] }),
  onRound: printRound,
};
// Worlds that share a database would meet.
const count = Number(values.worlds ?? (canKillPostgres ? 2 : 1));
const worlds = await runInWorlds(options, count);
printChaos(worlds, { ...values, phones, worlds: String(count) });
process.exitCode = worlds.every(({ evidence, missed }) => evidence === null && missed.length === 0) ? 0 : 1;
