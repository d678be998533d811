/** `node tools/run.mjs tools/pictures.ts`: makes the README's pictures of the console anew, from the demo. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ApiClient } from '../src/cli/api-client.ts';
import { demoPosts } from '../src/cli/demo-plan.ts';
import { startBrowser } from '../test/console/browser.ts';
import { ensureConsole } from './console.ts';
import { inRoot } from './root.ts';

const WINDOW = { width: 1280, height: 800 };
const DEMO_WITHIN_MS = 5 * 60_000;
/** The stream of events keeps the network busy for ever. */
const SETTLES_WITHIN_MS = 3_000;
/** Long enough for pictures of six phones to come in one after the other, and for apps to be open on them. */
const WALL_MS = 4_000;
const FAILS_WITHIN_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

await ensureConsole();
const dataDir = await mkdtemp(join(tmpdir(), 'postwright-pictures-'));
const demo = spawn(process.execPath, [inRoot('src', 'main.ts'), 'demo', '--port', '0', '--data-dir', dataDir], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await demoUrl();
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ viewport: WINDOW, deviceScaleFactor: 2, locale: 'en-GB', baseURL: url });
    const page = await context.newPage();
    await show(page, '/tasks/1/receipt');
    await keep(page, 'receipt');
    await show(page, '/phones');
    await giveWork(new ApiClient(url));
    await page.waitForTimeout(WALL_MS);
    await keep(page, 'wall');
    await show(page, '/tasks');
    await page.getByRole('row', { name: /Failed/ }).waitFor({ timeout: FAILS_WITHIN_MS });
    await keep(page, 'tasks');
  } finally {
    await browser.close();
  }
} finally {
  demo.kill('SIGINT');
  if (demo.exitCode === null) await once(demo, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}

/** Waits until the demo's posts are out. */
async function demoUrl(): Promise<string> {
  let output = '';
  const deadline = AbortSignal.timeout(DEMO_WITHIN_MS);
  demo.stdout.setEncoding('utf8');
  for await (const chunk of demo.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk;
    deadline.throwIfAborted();
    const [, url] = /Look at it in the browser: (\S+)/.exec(output) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The demo ended before its posts were out:\n${output}`);
}

/** The demo's posts once more: some now, one of them by a sound that no app knows, and some tomorrow. */
async function giveWork(api: ApiClient): Promise<void> {
  const tomorrow = new Date(Date.now() + DAY_MS).toISOString();
  const again = (index: number, config: object, more: object = {}): object => {
    const body = demoPosts()[index]?.body;
    return { ...body, ...more, script_config: { ...(body?.script_config as object), ...config } };
  };
  for (const body of [
    again(3, { captions: 'Friday, in one minute' }, { start_at: tomorrow }),
    again(0, { captions: 'Behind the counter, part two #smallbusiness' }, { start_at: tomorrow }),
    again(4, { captions: 'With the sound of the week', sound_name: 'Nobody Hums This' }),
    again(2, { captions: 'Los tres de la semana' }),
    again(3, { captions: 'La receta, paso a paso' }),
    again(1, { captions: 'Slow mornings, now with music' }),
    again(0, { captions: 'Open from eight #bakery' }),
  ])
    await api.post('/task', body);
}

async function show(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle', { timeout: SETTLES_WITHIN_MS }).catch(() => {});
}

async function keep(page: Page, name: string): Promise<void> {
  const path = inRoot('docs', 'images', `console-${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}
