/** How much memory the server, its PostgreSQL and the rack hold. See docs/bench.md. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machineLine } from './kit/machine-line.ts';
import { KINDS, postBody, serialsOf } from './kit/posts.ts';
import { familyOf, type Memory, memoryOf } from './kit/process-memory.ts';
import { median } from './kit/statistics.ts';
import { mebibytes, printTable, type Row } from './kit/table.ts';
import { type Pace, type RunningRack, type RunningServer, untilFinished, untilKnown, World } from './kit/world.ts';

const FEW_PHONES = 6;
const MANY_PHONES = 500;
/** What 500 phones without media must stay under (docs/rack.md). */
const MANY_PHONES_LIMIT_BYTES = 2 ** 30;
/** After a start and after work: what is left over is written and collected. */
const SETTLE_MS = 10_000;
/** Long enough for V8 to collect what meeting 500 phones has left. */
const MANY_SETTLE_MS = 30_000;
const REST_SAMPLES = 5;
const REST_SAMPLE_EVERY_MS = 1_000;
const WORK_SAMPLE_EVERY_MS = 100;
const POSTS_WITHIN_MS = 5 * 60_000;

const rows: Row[] = [];

/** Reads the memory of processes that are looked up anew at each look: PostgreSQL's come and go. */
type Look = () => Promise<Memory>;

const one =
  (pid: number): Look =>
  async () =>
    await memoryOf([pid]);
const family =
  (pid: number): Look =>
  async () =>
    await memoryOf(await familyOf(pid));

function report(what: string, when: string, samples: readonly Memory[]): void {
  const pss = samples.map((sample) => sample.pssBytes);
  const rss = median(samples.map((sample) => sample.rssBytes));
  const processes = Math.max(...samples.map((sample) => sample.processes));
  rows.push([what, when, String(processes), mebibytes(median(pss)), mebibytes(Math.max(...pss)), mebibytes(rss)]);
}

async function atRest(look: Look, settleMs: number): Promise<readonly Memory[]> {
  await sleep(settleMs);
  const samples: Memory[] = [];
  for (let count = 0; count < REST_SAMPLES; count += 1) {
    samples.push(await look());
    await sleep(REST_SAMPLE_EVERY_MS);
  }
  return samples;
}

/** Looks until the work is done. */
async function meanwhile(looks: readonly Look[], work: Promise<unknown>): Promise<readonly (readonly Memory[])[]> {
  const samples: Memory[][] = looks.map(() => []);
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => {});
  while (!isDone) {
    const memories = await Promise.all(looks.map(async (look) => await look()));
    for (const [index, memory] of memories.entries()) samples[index]?.push(memory);
    await sleep(WORK_SAMPLE_EVERY_MS);
  }
  await done;
  return samples;
}

/** One post on each phone, all at once, of all kinds in turn. */
async function postOnAll(server: RunningServer, round: number): Promise<void> {
  const kinds = Object.values(KINDS);
  const taskIds: number[] = [];
  for (const [index, serial] of serialsOf(FEW_PHONES).entries()) {
    const body = postBody([serial], kinds[index % kinds.length] ?? {}, `Round ${round} on ${serial}`);
    const { task_ids } = await server.api.post<{ task_ids: number[] }>('/task', body);
    taskIds.push(...task_ids);
  }
  await untilFinished(server.api, taskIds, { withinMs: POSTS_WITHIN_MS });
}

async function measureFew(world: World, { pace, rounds }: { pace: Pace; rounds: number }): Promise<void> {
  const rack = await world.startRack({ phones: FEW_PHONES, pace });
  report('rack, 6 phones', 'at rest, alone', await atRest(one(rack.pid), SETTLE_MS));
  const server = await world.startServer(rack);
  const looks = [one(server.pid), family(server.postgresPid), one(rack.pid)] as const;
  const names = ['server', 'PostgreSQL', 'rack, 6 phones'];
  const measured = async (when: string): Promise<void> => {
    const all = await Promise.all(looks.map(async (look) => await atRest(look, SETTLE_MS)));
    for (const [index, samples] of all.entries()) report(names[index] ?? '', when, samples);
  };
  await measured('at rest, 6 phones plugged in');
  for (let round = 1; round <= rounds; round += 1) {
    const samples = await meanwhile(looks, postOnAll(server, round));
    // Memory grows until the collector sees a reason: the rounds between lie between.
    if (round !== 1 && round !== rounds) continue;
    for (const [index, each] of samples.entries()) report(names[index] ?? '', `6 phones post, round ${round}`, each);
  }
  await measured('at rest afterwards');
  await server.stop();
  await rack.stop();
}

/** @returns the most that the rack held. */
async function measureMany(world: World): Promise<number> {
  const rack = await world.startRack({ phones: MANY_PHONES, pace: 'instant' });
  const name = `rack, ${MANY_PHONES} phones`;
  const alone = await atRest(one(rack.pid), SETTLE_MS);
  report(name, 'at rest, alone', alone);
  const [drawing = []] = await meanwhile([one(rack.pid)], drawEveryScreen(rack));
  report(name, 'every screen drawn once', drawing);
  const server = await world.startServer(rack);
  const looks = [one(rack.pid), one(server.pid), family(server.postgresPid)] as const;
  const [serving = [], ...others] = await meanwhile(looks, meetAll(server));
  report(name, 'a server meets its phones', serving);
  for (const [index, samples] of others.entries()) {
    report(['server', 'PostgreSQL'][index] ?? '', `${MANY_PHONES} phones plugged in`, samples);
  }
  return Math.max(...[...alone, ...drawing, ...serving].map((sample) => sample.rssBytes));
}

async function meetAll({ api }: RunningServer): Promise<void> {
  await untilKnown(api, MANY_PHONES);
  await sleep(MANY_SETTLE_MS);
}

async function drawEveryScreen(rack: RunningRack): Promise<void> {
  for (const serial of serialsOf(MANY_PHONES)) {
    const answer = await fetch(`http://127.0.0.1:${rack.controlPort}/phones/${serial}/screen.png`);
    if (!answer.ok) throw new Error(`screen.png of ${serial} answered ${answer.status}`);
    await answer.arrayBuffer();
  }
}

const { values } = parseArgs({
  options: { pace: { type: 'string', default: 'brisk' }, rounds: { type: 'string', default: '5' } },
});
console.log(machineLine());
console.log(`Memory in MiB, posts at pace ${values.pace}. PSS: shared pages count in parts. RSS: they count in full.`);
await World.use(async (world) => {
  await measureFew(world, { pace: values.pace as Pace, rounds: Number(values.rounds) });
  const most = await measureMany(world);
  printTable(['what', 'when', 'processes', 'PSS, median', 'PSS, most', 'RSS, median'], rows);
  const verdict = most < MANY_PHONES_LIMIT_BYTES ? 'under' : 'NOT UNDER';
  console.log(`${MANY_PHONES} phones took at most ${mebibytes(most)} MiB RSS: ${verdict} the limit of 1024 MiB.`);
  if (most >= MANY_PHONES_LIMIT_BYTES) process.exitCode = 1;
});
