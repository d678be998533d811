/** How long the list of tasks takes where there are very many: first and deep pages, filters, search, counts and ids. */
import { parseArgs } from 'node:util';

import type { TaskListQuery } from '../src/contract/task-list.ts';
import { openDatabase } from '../src/storage/database.ts';
import { migrate } from '../src/storage/migrate.ts';
import { listAllIds, listTaskPage, readStats } from '../src/tasks/list.ts';
import { insertManyTasks } from '../test/support/many-tasks.ts';
import { startTestPostgres } from '../test/support/postgres.ts';
import { machineLine } from './kit/machine-line.ts';
import { durationOf } from './kit/measure.ts';
import { median } from './kit/statistics.ts';
import { milliseconds, printTable } from './kit/table.ts';

const { values } = parseArgs({ options: { tasks: { type: 'string', default: '100000' } } });
const tasks = Number(values.tasks);
const ROUNDS = 5;
const lastPage = Math.ceil(tasks / 100);

const QUERIES: readonly (readonly [name: string, query: TaskListQuery])[] = [
  ['first page', {}],
  ['last page', { page: lastPage }],
  ['last page by time due', { page: lastPage, sort: 'scheduled_at' }],
  ['last page by end', { page: lastPage, sort: '-finished_at' }],
  ['failed, last page', { status: 3, page: Math.ceil(tasks / 1100) }],
  ['pending and running', { statuses: '0,1' }],
  ['one account, last page', { username: 'account7', page: Math.ceil(tasks / 5000) }],
  ['one phone, last page', { serial: 'PHONE7', page: Math.ceil(tasks / 2000) }],
  ['one app, middle page', { platform: 'tiktok', page: Math.ceil(tasks / 400) }],
  ['one error code', { error: 'DEVICE_LOST' }],
  ['outcome unknown', { published: 'unknown' }],
  ['due within a day', { due_from: new Date(Date.now() - 86_400_000).toISOString() }],
  ['search, many fit', { search: 'words' }],
  ['search, one fits', { search: `caption @account7 ${tasks - 43}` }],
  ['search, none fits', { search: 'nothing like it' }],
];

const postgres = await startTestPostgres();
const db = openDatabase(postgres.url);
try {
  await migrate(db);
  await insertManyTasks(db, tasks);
  const timed = async (work: () => Promise<unknown>): Promise<readonly number[]> => {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) took.push(await durationOf(work));
    return took;
  };
  const rows: (readonly string[])[] = [];
  for (const [name, query] of QUERIES) {
    let total = 0;
    const took = await timed(async () => {
      total = (await listTaskPage(db, { page_size: 100, ...query })).total;
    });
    rows.push([name, String(total), milliseconds(median(took)), milliseconds(Math.max(...took))]);
  }
  const ids = await timed(async () => await listAllIds(db, {}));
  rows.push(['all ids', String(tasks), milliseconds(median(ids)), milliseconds(Math.max(...ids))]);
  const stats = await timed(async () => await readStats(db));
  rows.push(['statistics', '', milliseconds(median(stats)), milliseconds(Math.max(...stats))]);
  console.log(`${machineLine()}\n${tasks} tasks; pages of 100 with their total, ${ROUNDS} rounds\n`);
  printTable(['', 'fit', 'median', 'longest'], rows);
} finally {
  await db.destroy();
  await postgres.stop();
}
