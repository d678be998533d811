/** What the console costs a browser: the scripts of each page, and how soon the list of tasks is there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openConfiguredDatabase } from '../src/app/database.ts';
import { readConfig } from '../src/config.ts';
import { silentLog } from '../src/kit/log.ts';
import { startBrowser } from '../test/console/browser.ts';
import { insertManyTasks } from '../test/support/many-tasks.ts';
import { buildConsole } from '../tools/console.ts';
import { pageSize } from '../tools/console-size.ts';
import { PAGE_TEXTS } from '../web/app/page-texts.ts';
import { machineLine } from './kit/machine-line.ts';
import { startProgram } from './kit/program.ts';
import { median } from './kit/statistics.ts';
import { milliseconds, printTable } from './kit/table.ts';

const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '100000' }, times: { type: 'string', default: '7' } },
});
const [tasks, times] = [Number(values.tasks), Number(values.times)];
const KB = 1_000;
const PAGE_TIMEOUT_MS = 60_000;

interface Visit {
  readonly paintMs: number;
  readonly listMs: number;
}

/** One visit with an empty cache. */
async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  try {
    const page = await context.newPage();
    const startedAt = performance.now();
    await page.goto('/tasks');
    await page.getByRole('link', { name: new RegExp(`^Caption ${tasks}\\b`) }).waitFor();
    const listMs = performance.now() - startedAt;
    const paintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    return { paintMs, listMs };
  } finally {
    await context.close();
  }
}

async function measureVisits(count: number): Promise<readonly Visit[]> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-bench-console-'));
  try {
    const dataDir = join(home, 'data');
    const config = readConfig({ flags: { 'data-dir': dataDir }, env: {} });
    const { signal } = new AbortController();
    const database = await openConfiguredDatabase({ config, log: silentLog, signal, onProgress: () => {} });
    await insertManyTasks(database.db, tasks);
    await database.close();
    const args = ['serve', '--port', '0', '--data-dir', dataDir, '--adb', '127.0.0.1:1', '--keep-days', '3650'];
    const server = startProgram(args, home);
    const browser = await startBrowser();
    try {
      const url = await server.says(/listens on (http:\S+)/);
      const visits: Visit[] = [];
      for (let each = 0; each <= count; each += 1) visits.push(await visit(browser, url));
      // The first one is of a server and a browser that are still warming up.
      return visits.slice(1);
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

console.log(`${machineLine()}\n`);
await buildConsole();
printTable(
  ['page', 'scripts', 'KB, gzipped'],
  (Object.keys(PAGE_TEXTS) as (keyof typeof PAGE_TEXTS)[]).map((page) => {
    const { files, gzipBytes } = pageSize(page);
    return [page, String(files.length), (gzipBytes / KB).toFixed(0)];
  }),
);
const visits = await measureVisits(times);
const row = (what: string, ms: readonly number[]) => [what, milliseconds(median(ms)), milliseconds(Math.max(...ms))];
console.log(`\n${tasks} tasks, ${times} visits with an empty cache, milliseconds:`);
printTable(
  ['', 'median', 'most'],
  [
    row(
      'first contentful paint',
      visits.map(({ paintMs }) => paintMs),
    ),
    row(
      'list of tasks is there',
      visits.map(({ listMs }) => listMs),
    ),
  ],
);
