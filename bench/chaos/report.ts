import { machineLine } from '../kit/machine-line.ts';
import { median } from '../kit/statistics.ts';
import { printTable, type Row } from '../kit/table.ts';
import type { Tally } from './judge.ts';
import type { RoundResult } from './round.ts';
import type { RunResult } from './run.ts';

const HEAD: Row = [
  'what struck',
  'rounds',
  'posts',
  'kills',
  'completed',
  'failed, not out',
  'unknown',
  'twice',
  'lost',
  'lies',
  'recovery, median',
  'most',
];

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** One line while the run goes on. */
export function printRound({ round, created, struck, wrong, tookMs }: RoundResult, rounds: number): void {
  const kills = struck.reduce((sum, { kills: count }) => sum + count, 0);
  const trouble = wrong.length === 0 ? '' : `  !! ${wrong.join('; ').slice(0, 300)}`;
  const points = round.blows.flatMap((blow) => (blow.kind === 'crash' ? [`${blow.point}:${blow.pass}`] : [])).join(' ');
  console.log(
    `${String(round.number).padStart(3)}/${rounds}  ${seconds(tookMs).padStart(7)}  ${created.length} posts, ${kills} kills  ${round.row} ${points}${trouble}`,
  );
}

export interface Asked {
  readonly posts: string;
  readonly phones: number;
  readonly seed: string;
  readonly worlds: string;
}

/** The table of all worlds together, and what was found in each. */
export function printChaos(worlds: readonly RunResult[], { posts, phones, seed, worlds: count }: Asked): void {
  const byRow = talliesOf(worlds);
  const [results, findings, wrong, missed] = [
    worlds.flatMap((world) => world.results),
    worlds.flatMap((world) => world.findings),
    worlds.flatMap((world) => world.wrong),
    worlds.flatMap((world) => world.missed),
  ];
  const tookMs = Math.max(...worlds.map((world) => world.tookMs));
  const rows = [...byRow].toSorted(([a], [b]) => a.localeCompare(b)).map(([row, tally]) => lineOf(row, tally, results));
  console.log(
    `\n--posts ${posts} --phones ${phones} --seed ${seed} --worlds ${count}; ${machineLine()}; ${seconds(tookMs)}`,
  );
  printTable(HEAD, [...rows, totalOf(byRow, results)]);
  if (!worlds.every((world) => world.hasDisk))
    console.log('The disk was not filled: that takes a small mount of its own, which only root on Linux may make.');
  if (missed.length > 0) console.log(`Crash points that were never passed: ${missed.join(', ')}`);
  for (const { violation, row, what, taskIds } of findings)
    console.log(`${violation} (${row}; tasks ${taskIds}): ${what}`);
  for (const what of wrong) console.log(`wrong: ${what}`);
  for (const { evidence } of worlds)
    if (evidence !== null) console.log(`Logs, tasks and ledger are kept in ${evidence}`);
}

function talliesOf(worlds: readonly RunResult[]): ReadonlyMap<string, Tally> {
  const all = new Map<string, Tally>();
  for (const [row, tally] of worlds.flatMap(({ byRow }) => [...byRow])) all.set(row, sumOf([all.get(row), tally]));
  return all;
}

function sumOf(tallies: readonly (Tally | undefined)[]): Tally {
  const sum: Tally = { posts: 0, completed: 0, failedNo: 0, unknown: 0, duplicates: 0, lost: 0, lies: 0 };
  for (const tally of tallies) for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally?.[key] ?? 0;
  return sum;
}

function lineOf(row: string, tally: Tally, all: readonly RoundResult[]): Row {
  return cells(
    row,
    tally,
    all.filter(({ round }) => round.row === row),
  );
}

function totalOf(byRow: RunResult['byRow'], results: readonly RoundResult[]): Row {
  return cells('all', sumOf([...byRow.values()]), results);
}

function cells(row: string, tally: Tally, results: readonly RoundResult[]): Row {
  const struck = results.flatMap((result) => result.struck);
  const recovery = struck.flatMap(({ recoveryMs }) => recoveryMs);
  return [
    row,
    String(results.length),
    ...[tally.posts, struck.reduce((sum, { kills }) => sum + kills, 0)].map(String),
    ...[tally.completed, tally.failedNo, tally.unknown, tally.duplicates, tally.lost, tally.lies].map(String),
    recovery.length === 0 ? '' : seconds(median(recovery)),
    recovery.length === 0 ? '' : seconds(Math.max(...recovery)),
  ];
}
