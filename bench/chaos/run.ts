/** A whole run: its rounds, what is found, and the evidence of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CRASH_POINTS, type CrashPoint, LIFE_POINTS } from '../../src/kit/crash-points.ts';
import type { Post } from '../../src/simulator/rack-types.ts';
import { call, listTasks, readTask } from './api.ts';
import { type Finding, judge, type Outcome, type Tally } from './judge.ts';
import { type PlannedRound, type PlanOptions, planAgain, planRounds } from './plan.ts';
import type { CreatedPost } from './poster.ts';
import { type RoundResult, runRound } from './round.ts';
import { untilLooked } from './until.ts';
import { World, type WorldOptions } from './world.ts';

export interface RunOptions extends Omit<WorldOptions, 'wantsDisk'> {
  readonly wantsDisk: boolean;
  /** Rounds whose row has one of these words; all when absent. */
  readonly only?: readonly string[];
  readonly points?: readonly CrashPoint[];
  /** Gives the next of the planned rounds to whichever world asks; undefined when all are given. One after the other when absent. */
  readonly take?: Take;
  /** Hears of each round when it is over. */
  onRound?(result: RoundResult, rounds: number): void;
}

type Take = (plan: readonly PlannedRound[]) => PlannedRound | undefined;

/** Gives each round once. */
function inOrder(): Take {
  let next = 0;
  return (plan) => plan[next++];
}

export interface RunResult {
  readonly byRow: ReadonlyMap<string, Tally>;
  readonly results: readonly RoundResult[];
  readonly findings: readonly Finding[];
  /** What went wrong besides. */
  readonly wrong: readonly string[];
  readonly reached: ReadonlySet<string>;
  /** Crash points that were aimed at and never passed. */
  readonly missed: readonly CrashPoint[];
  readonly hasDisk: boolean;
  readonly tookMs: number;
  /** Where logs, tasks and ledger are kept; null when nothing was found. */
  readonly evidence: string | null;
}

/** Rounds that may be added for missed crash points. */
const MOST_AGAIN = 8;

/**
 * All points that posting can pass. Those of a start are for bench/crash-start.ts; what is cleared away is older than a run,
 * and test/e2e/cleared-killed.test.ts kills there.
 */
export const POINTS = (Object.keys(CRASH_POINTS) as readonly CrashPoint[]).filter(
  (point) => !point.startsWith('retention.') && !Object.hasOwn(LIFE_POINTS, point),
);

export async function runChaos(options: RunOptions): Promise<RunResult> {
  const world = await World.open(options);
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(signal)));
  let keep = true;
  try {
    const result = await Promise.race([runIn(world, options), interrupted]);
    keep = result.evidence !== null;
    return result;
  } finally {
    await world.close({ keep });
  }
}

async function runIn(world: World, options: RunOptions): Promise<RunResult> {
  const startedAt = performance.now();
  await prepare(world);
  const planOptions: PlanOptions = {
    seed: options.seed,
    posts: options.posts,
    serials: world.serials,
    points: options.points ?? POINTS,
    canFillDisk: world.hasDisk,
    canKillPostgres: options.databaseUrl === undefined,
    ...(options.only === undefined ? {} : { only: options.only }),
  };
  const { take = inOrder() } = options;
  const plan = planRounds(planOptions);
  const rounds: PlannedRound[] = [];
  const results: RoundResult[] = [];
  // Whether a point is passed may hang on how fast the machine is; each one that was aimed at gets its kill.
  const again = (): PlannedRound | undefined => {
    const missed = missedBy(results);
    const more = rounds.filter(({ number }) => number > plan.length).length;
    return missed.length > 0 && more < MOST_AGAIN ? planAgain(planOptions, plan.length + more + 1, missed) : undefined;
  };
  for (let round = take(plan); round !== undefined; round = take(plan) ?? again()) {
    rounds.push(round);
    const result = await runRound(world, round);
    results.push(result);
    options.onRound?.(result, plan.length);
  }
  await untilLooked(
    world,
    results.flatMap((result) => result.created),
  );
  const found = await compare(world, results);
  const isClean = found.findings.length === 0 && found.wrong.length === 0;
  if (!isClean) await keepEvidence(world, { ...found, rounds });
  return {
    ...found,
    results,
    missed: missedBy(results),
    reached: reachedBy(results),
    hasDisk: world.hasDisk,
    tookMs: performance.now() - startedAt,
    evidence: isClean ? null : world.directory,
  };
}

/** Several worlds side by side, each taking the next round when it has ended one: much of a round is waiting. */
export async function runInWorlds(options: RunOptions, worlds: number): Promise<readonly RunResult[]> {
  const take = inOrder();
  return await Promise.all(Array.from({ length: worlds }, async () => await runChaos({ ...options, take })));
}

function reachedBy(results: readonly RoundResult[]): ReadonlySet<string> {
  return new Set(results.flatMap(({ struck }) => struck.flatMap(({ reached }) => reached ?? [])));
}

function missedBy(results: readonly RoundResult[]): readonly CrashPoint[] {
  const reached = reachedBy(results);
  const blows = results.flatMap(({ round }) => round.blows);
  const aimedAt = blows.flatMap((blow) => (blow.kind === 'crash' ? [blow.point] : []));
  return [...new Set(aimedAt)].filter((point) => !reached.has(point));
}

/** A server that knows the phones and whom they are signed in as. */
async function prepare(world: World): Promise<void> {
  if ((await world.startServer()) === null) throw new Error(`The server did not start:\n${world.server.output}`);
  await world.untilPhonesKnown();
  for (const { serial, accounts } of world.phones)
    for (const platform of ['tiktok', 'instagram'] as const)
      for (const username of accounts[platform]) {
        const answer = await call(world.url, 'POST', '/api/v1/account', { body: { username, platform, serial } });
        if (answer?.code !== 0) throw new Error(`Account ${username}: ${answer?.message}`);
      }
}

interface Compared {
  readonly byRow: ReadonlyMap<string, Tally>;
  readonly findings: readonly Finding[];
  readonly wrong: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly ledger: readonly Post[];
}

async function compare(world: World, results: readonly RoundResult[]): Promise<Compared> {
  const created = results.flatMap((result) => result.created);
  const outcomes: Outcome[] = [];
  for (const each of created)
    outcomes.push({ created: each, task: (await readTask(world.url, each.taskId)) ?? undefined });
  const ledger = await world.rack.posts();
  const wrong = results.flatMap(({ wrong: found, round }) => found.map((what) => `round ${round.number}: ${what}`));
  return {
    ...judge(outcomes, ledger),
    outcomes,
    ledger,
    wrong: [...wrong, ...(await countTasks(world, created)), ...(await intrusions(world))],
  };
}

/** A creation whose answer was lost has made its tasks, once; nothing else has made any. */
async function countTasks(world: World, created: readonly CreatedPost[]): Promise<readonly string[]> {
  const known = new Set(created.map(({ taskId }) => taskId));
  const tasks = await listTasks(world.url);
  if (tasks === null) return ['the list of tasks was not answered'];
  const extra = tasks.map(({ id }) => id).filter((id) => !known.has(id));
  return extra.length > 0 ? [`tasks that no answer named: ${extra.join(', ')}`] : [];
}

/** Whether any text became a command on a phone. */
async function intrusions(world: World): Promise<readonly string[]> {
  const logs = await Promise.all(world.serials.map(async (serial) => await world.rack.log(serial)));
  return logs
    .flat()
    .filter(({ kind }) => kind === 'intrusion' || kind === 'two_hands')
    .map(({ kind, what }) => `${kind}: ${what}`);
}

async function keepEvidence(
  world: World,
  found: Compared & { readonly rounds: readonly PlannedRound[] },
): Promise<void> {
  const { rounds, outcomes, ledger, findings, wrong } = found;
  const write = async (name: string, content: unknown): Promise<void> =>
    await writeFile(join(world.directory, `${name}.json`), JSON.stringify(content, null, 1));
  await write('plan', rounds);
  await write('tasks', outcomes);
  await write('ledger', ledger);
  await write('findings', { findings, wrong });
  for (const serial of world.serials) await write(`log-${serial}`, await world.rack.log(serial));
}
