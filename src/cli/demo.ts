import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from '../app.ts';
import type { MatchAnswer, TaskDetail } from '../contract/types.ts';
import { type Rack, startRack } from '../simulator/rack.ts';
import { ApiClient } from './api-client.ts';
import type { DemoOptions } from './context.ts';
import { differences } from './demo-check.ts';
import { type DemoPost, demoPosts, EXAMPLES } from './demo-plan.ts';
import { LiveLines } from './live-lines.ts';
import { listenForStop } from './stop-signals.ts';

interface DemoTask {
  readonly id: number;
  readonly post: DemoPost;
}

const PHONES = 6;
const POLL_MS = 150;
/** Far longer than the slowest pace needs: a demo that hangs must end with a sentence. */
const ALL_POSTS_WITHIN_MS = 10 * 60_000;
const PHONES_WITHIN_MS = 30_000;

const INTERRUPTED_EXIT_CODE = 130;

/** Starts a rack and a server, does the main job on real files, and shows its proof. @returns the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const stop = new AbortController();
  const signals = listenForStop();
  void signals.asked.then((name) => stop.abort(name));
  try {
    return await demonstrate(options, stop.signal);
  } finally {
    signals.release();
  }
}

async function demonstrate(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const rack = await startRack({
    phones: PHONES,
    adbPort: 0,
    controlPort: 0,
    pace: options.pace,
    seed: 1,
    phoneOverrides: Array.from({ length: PHONES }, () => ({ state: 'absent' as const })),
  });
  const config = Object.freeze({
    ...options.config,
    adb: { host: '127.0.0.1', port: rack.adbPort },
    // An installed package is called from anywhere; its examples are beside dist/.
    materialRoots: [...options.config.materialRoots, EXAMPLES],
  });
  // Where the phones are plugged in, nobody said but the demo itself.
  const origins = new Map([...options.origins].filter(([name]) => name !== 'adb' && name !== 'material-roots'));
  const app = buildApp({ config, origins, log: options.log, progress: say });
  try {
    const { url } = await app.start();
    say(`Postwright listens on ${url}; its data is in ${config.dataDir}`);
    const api = new ApiClient(url);
    await forgetEarlierDemos(api, rack);
    await plugPhones(rack, api, signal);
    const tasks = await createTasks(api);
    await watch(api, tasks, signal);
    const receipts = await showReceipts({ api, tasks, dataDir: config.dataDir });
    const wrong = await differences(rack.posts.list(), demoPosts());
    for (const line of wrong) say(`✗ ${line}`);
    if (wrong.length === 0 && receipts)
      say(`✓ The rack's ledger holds exactly these ${tasks.length} posts, with these bytes, captions and sounds.`);
    if (options.once) return wrong.length === 0 && receipts ? 0 : 1;
    await stayUp(url, rack, signal);
    return 0;
  } catch (error) {
    if (signal.aborted) return INTERRUPTED_EXIT_CODE;
    throw error;
  } finally {
    await app.stop();
    await rack.stop();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * The phones of an earlier demo are gone, and their posts with them. What this data directory still tells of them must
 * neither be posted now nor count as posts that the new phones' profiles should show.
 */
async function forgetEarlierDemos(api: ApiClient, rack: Rack): Promise<void> {
  for (const { serial } of rack.phones) {
    for (;;) {
      const { tasks } = await api.get<{ tasks: { id: number }[] }>(`/task?serial=${serial}&page_size=100`);
      if (tasks.length === 0) break;
      await api.delete('/task/batch', { task_ids: tasks.map((task) => task.id) });
    }
  }
}

async function plugPhones(rack: Rack, api: ApiClient, signal: AbortSignal): Promise<void> {
  for (const phone of rack.phones) phone.plug();
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(PHONES_WITHIN_MS)]);
  const lines = new LiveLines(process.stdout);
  const found = new Map(rack.phones.map(({ serial }) => [serial, `  ${serial}  reading who is signed in…`]));
  const show = (): void => lines.show([`${PHONES} phones, with the accounts signed in on them:`, ...found.values()]);
  show();
  await Promise.all(
    rack.phones.map(async ({ serial, machine }) => {
      await untilOnline(api, serial, deadline);
      const match = await api.post<MatchAnswer>(`/device/${serial}/match-accounts`);
      const accounts = match.platforms.map(
        (entry) => `${entry.platform}: ${entry.found.map((name) => `@${name}`).join(' ')}`,
      );
      found.set(serial, `  ${serial}  ${machine.model.padEnd(10)}  ${accounts.join('   ')}`);
      show();
    }),
  );
  lines.done();
}

async function untilOnline(api: ApiClient, serial: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { devices } = await api.get<{ devices: { serial: string; state: string }[] }>('/device');
    if (devices.some((device) => device.serial === serial && device.state === 'device')) return;
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function createTasks(api: ApiClient): Promise<readonly DemoTask[]> {
  const tasks: DemoTask[] = [];
  for (const post of demoPosts()) {
    const { task_ids } = await api.post<{ task_ids: number[] }>('/task', post.body);
    tasks.push(...task_ids.map((id) => ({ id, post })));
  }
  return tasks;
}

async function watch(api: ApiClient, tasks: readonly DemoTask[], signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(ALL_POSTS_WITHIN_MS)]);
  const lines = new LiveLines(process.stdout);
  say('');
  for (;;) {
    const details = await Promise.all(tasks.map(async ({ id }) => await api.get<TaskDetail>(`/task/${id}`)));
    lines.show(details.map((detail, index) => progressLine(detail, tasks[index])));
    if (details.every((detail) => detail.status >= 2)) break;
    await sleep(POLL_MS, undefined, { signal: deadline });
  }
  lines.done();
}

const BAR_WIDTH = 20;

function progressLine(task: TaskDetail, demo: DemoTask | undefined): string {
  const percent = task.status === 2 ? 100 : (task.progress?.percent ?? 0);
  const filled = Math.round((percent / 100) * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const state =
    task.status === 1
      ? (task.progress?.label ?? 'starting')
      : task.error === null
        ? task.status_text
        : `${task.error.code}: ${task.error.message}`;
  return `  task ${String(task.id).padStart(3)}  ${(demo?.post.title ?? '').padEnd(15)}  ${task.serial}  ${bar} ${String(percent).padStart(3)}%  ${state}`;
}

/** @returns whether every task was completed. */
async function showReceipts({
  api,
  tasks,
  dataDir,
}: {
  api: ApiClient;
  tasks: readonly DemoTask[];
  dataDir: string;
}): Promise<boolean> {
  let complete = true;
  for (const { id, post } of tasks) {
    const task = await api.get<TaskDetail>(`/task/${id}`);
    const { result } = task;
    say('');
    if (result?.published_at == null) {
      complete = false;
      say(
        `✗ task ${id}: ${post.title} on ${task.serial} ${task.status_text}: ${task.error?.code} ${task.error?.message}`,
      );
      continue;
    }
    const seenAfterMs = Date.parse(result.published_at) - Date.parse(task.started_at ?? task.created_at);
    say(`✓ Receipt of task ${id}: ${post.title}`);
    say(`    phone       ${task.serial}`);
    say(`    account     @${result.account}`);
    say(`    caption     ${JSON.stringify(result.caption)}`);
    for (const sha256 of result.materials ?? []) say(`    SHA-256     ${sha256}`);
    say(`    seen        ${result.published_at} (${(seenAfterMs / 1000).toFixed(1)} s after it began)`);
    if (result.screenshot !== null) say(`    screenshot  ${join(dataDir, 'evidence', result.screenshot)}`);
  }
  say('');
  return complete;
}

async function stayUp(url: string, rack: Rack, signal: AbortSignal): Promise<void> {
  const body = {
    serials: ['RACK0005'],
    script_name: 'post',
    script_config: {
      content_type: 0,
      captions: 'Posted by hand #hello',
      material_list: [join(EXAMPLES, 'clip.mp4')],
      upload_wait_time: 60,
    },
    allow_duplicate: true,
  };
  say(`Look at it in the browser: ${url}`);
  say('');
  say('Or post one yourself from another terminal:');
  say('');
  say(`  curl -X POST ${url}/api/v1/task -H "Content-Type: application/json" \\`);
  say(`    -d '${JSON.stringify(body).replaceAll("'", `'\\''`)}'`);
  say('');
  say(`  curl ${url}/api/v1/task`);
  say(`  The phones' screens:  http://127.0.0.1:${rack.controlPort}/phones/RACK0005/screen.png`);
  say('');
  say('Ctrl-C ends the demo.');
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return;
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
