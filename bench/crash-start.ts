/** Kills servers while they make, start, migrate and stop their database, and counts what the next start could not mend. */
import { parseArgs } from 'node:util';
import { AT_EVERY_POINT, randomKills, sweep } from './crash-start/sweep.ts';
import { machineLine } from './kit/machine-line.ts';
import { median } from './kit/statistics.ts';
import { milliseconds, printTable } from './kit/table.ts';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const [times, seed] = [Number(values.times), Number(values.seed)];
/** A fresh data directory so often: half of the kills strike a first start or the one after. */
const NEW_EVERY = 3;

console.log(`${machineLine()}\n${times} kills at random moments, seed ${seed}\n`);
const points = await sweep(AT_EVERY_POINT, () => false);
const random = await sweep(randomKills(times, seed), (at) => at % NEW_EVERY === 0);
const wrong = [...points.wrong, ...random.wrong];
const startsMs = [...points.startsMs, ...random.startsMs];
printTable(
  ['killed', 'times', 'rows committed', 'rows kept', 'wrong'],
  [points, random].map((result, at) => [
    at === 0 ? 'at each crash point' : 'at random moments',
    String(result.kills),
    String(result.written.length),
    String(result.kept),
    String(result.wrong.length),
  ]),
);
console.log(
  `\nThe next start: median ${milliseconds(median(startsMs))} ms, at most ${milliseconds(Math.max(...startsMs))} ms.`,
);
for (const sentence of wrong) console.log(sentence);
process.exitCode = wrong.length === 0 ? 0 : 1;
