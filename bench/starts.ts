/** How soon tasks start, how long a post takes without the phone's time, and that in units of a bare round trip. */
import { parseArgs } from 'node:util';
import type { TaskDetail } from '../src/contract/types.ts';
import { machineLine } from './kit/machine-line.ts';
import { KINDS, postBody, serialsOf } from './kit/posts.ts';
import { measureReference, type Reference } from './kit/reference.ts';
import { median } from './kit/statistics.ts';
import { milliseconds, printTable, type Row } from './kit/table.ts';
import { type RunningServer, untilFinished, untilKnown, World } from './kit/world.ts';

const WITHIN_MS = 5 * 60_000;
/** From the creation to the common start: longer than creating the tasks takes. */
const AHEAD_MS = 3_000;
/** So seldom that asking does not take the machine from what is measured. */
const CROWD_POLL_MS = 1_000;
/** What the server promises for a scheduled task. */
const SCHEDULED_WITHIN_MS = 1_000;

interface Created {
  readonly task: TaskDetail;
  readonly answeredMs: number;
  /** From the request to the start of the attempt. */
  readonly startedMs: number;
}

async function create(server: RunningServer, body: object): Promise<readonly number[]> {
  return (await server.api.post<{ task_ids: number[] }>('/task', body)).task_ids;
}

/** Creates one task on a phone that has nothing to do, and waits for its end. */
async function postOne(server: RunningServer, kind: object, caption: string): Promise<Created> {
  const askedAt = Date.now();
  const ids = await create(server, postBody(serialsOf(1), kind, caption));
  const answeredMs = Date.now() - askedAt;
  const [task] = await untilFinished(server.api, ids, { withinMs: WITHIN_MS });
  if (task === undefined) throw new Error('No task was created');
  return { task, answeredMs, startedMs: Date.parse(task.started_at ?? '') - askedAt };
}

const lastingMs = (task: TaskDetail): number => Date.parse(task.finished_at ?? '') - Date.parse(task.started_at ?? '');

/** @returns for each kind, the runs after a first one that is not counted. */
async function postEachKind(server: RunningServer, times: number): Promise<ReadonlyMap<string, readonly Created[]>> {
  const byKind = new Map<string, readonly Created[]>();
  for (const [name, kind] of Object.entries(KINDS)) {
    await postOne(server, kind, `${name}, to warm up`);
    const runs: Created[] = [];
    for (let time = 1; time <= times; time += 1) runs.push(await postOne(server, kind, `${name}, ${time}`));
    byKind.set(name, runs);
  }
  return byKind;
}

/** Tasks on all phones, due at the same instant. @returns how late each one started, in ms. */
async function startTogether(server: RunningServer, phones: number): Promise<readonly number[]> {
  const startAt = new Date(Date.now() + AHEAD_MS).toISOString();
  const kind = KINDS['TikTok video'] ?? {};
  const body = postBody(serialsOf(phones), kind, `All ${phones} together`);
  const ids = await create(server, { ...body, start_at: startAt });
  const tasks = await untilFinished(server.api, ids, { withinMs: WITHIN_MS, pollMs: CROWD_POLL_MS });
  return tasks.map((task) => Date.parse(task.started_at ?? '') - Date.parse(startAt));
}

function rowOf(what: string, values: readonly number[], { selectMs, shellMs }: Reference): Row {
  const middle = median(values);
  const ratio = (middle / (selectMs + shellMs)).toFixed(middle < selectMs + shellMs ? 1 : 0);
  return [what, String(values.length), milliseconds(middle), milliseconds(Math.max(...values)), ratio];
}

/** Where the time of each kind goes: a row for each step, a column for each kind, medians in ms. */
function stepRows(byKind: ReadonlyMap<string, readonly Created[]>): readonly Row[] {
  const stepsOf = ({ task }: Created) => task.attempts.at(-1)?.steps ?? [];
  const names = new Set([...byKind.values()].flat().flatMap((run) => stepsOf(run).map(({ name }) => name)));
  return [...names].map((name) => {
    const cells = [...byKind.values()].map((runs) => {
      const durations = runs.flatMap(stepsOf).flatMap((step) => (step.name === name ? [step.duration_ms ?? 0] : []));
      return durations.length === 0 ? '' : milliseconds(median(durations));
    });
    return [name, ...cells];
  });
}

const { values } = parseArgs({
  options: { phones: { type: 'string', default: '24' }, times: { type: 'string', default: '5' } },
});
const phones = Number(values.phones);
console.log(machineLine());
await World.use(async (world) => {
  const rack = await world.startRack({ phones, pace: 'instant' });
  const server = await world.startServer(rack);
  await untilKnown(server.api, phones);
  const reference = await measureReference({
    postgresDirectory: server.postgresDirectory,
    adbPort: rack.adbPort,
    serial: serialsOf(1)[0] ?? '',
  });
  const { selectMs, shellMs } = reference;
  console.log(
    `Reference: select 1 ${milliseconds(selectMs)} ms + adb shell true ${milliseconds(shellMs)} ms, medians.`,
  );
  const byKind = await postEachKind(server, Number(values.times));
  const all = [...byKind.values()].flat();
  const few = await startTogether(server, Math.min(6, phones));
  const many = await startTogether(server, phones);
  const rows = [
    rowOf(
      'answer to POST /task',
      all.map((run) => run.answeredMs),
      reference,
    ),
    rowOf(
      'POST /task to start, idle phone',
      all.map((run) => run.startedMs),
      reference,
    ),
    rowOf(`due together on ${few.length} phones, late by`, few, reference),
    rowOf(`due together on ${many.length} phones, late by`, many, reference),
  ];
  for (const [kind, runs] of byKind)
    rows.push(
      rowOf(
        `${kind}, start to end`,
        runs.map((run) => lastingMs(run.task)),
        reference,
      ),
    );
  printTable(['at pace instant', 'times', 'median, ms', 'most, ms', 'in references'], rows);
  console.log('\nThe steps, medians in ms');
  printTable(['step', ...byKind.keys()], stepRows(byKind));
  const latest = Math.max(...few, ...many);
  console.log(`\nThe latest start was ${latest} ms after its time; promised are ${SCHEDULED_WITHIN_MS} ms.`);
  if (latest > SCHEDULED_WITHIN_MS) process.exitCode = 1;
});
