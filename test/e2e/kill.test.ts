import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { TaskDetail } from '../../src/contract/types.ts';
import { type Rack, startRack } from '../../src/simulator/rack.ts';
import { discardCluster } from '../../src/storage/embedded.ts';
import { type Program, startProgram } from '../support/program.ts';
import { TEST_RACK, USED_PHONE } from '../support/rack.ts';
import { Caller, EXAMPLES, Not, videoPost, waitFor } from './world.ts';

/** The promise of docs/guarantees: counted from the start of the next server's process. */
const SETTLED_WITHIN_MS = 15_000;
/** Slow enough for a test to strike between two requests to the phone. */
const SLOW = { kind: 'slow', ms_per_request: 60, times: 100_000 } as const;

interface Ground {
  readonly rack: Rack;
  readonly dataDir: string;
  /** Starts a server in a process of its own, on this ground's data directory. */
  serve(options?: { readonly isPhoneThere: boolean }): Promise<{ readonly program: Program; readonly api: Caller }>;
}

/** A rack and a data directory that outlive the servers killed on them. The database is the embedded one. */
async function prepareGround(t: TestContext): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-kill-'));
  const rack = await startRack({ ...TEST_RACK, phoneOverrides: [USED_PHONE] });
  const programs: Program[] = [];
  t.after(async () => {
    // Before their data are removed, and with the PostgreSQL that outlives a killed server, wherever the test has failed.
    for (const program of programs) await killed(program);
    await discardCluster(dataDir);
    await rack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const flags = { port: '0', 'data-dir': dataDir, adb: `127.0.0.1:${rack.adbPort}`, 'material-roots': EXAMPLES };
  const args = ['serve', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])];
  const serve = async ({ isPhoneThere } = { isPhoneThere: true }): Promise<{ program: Program; api: Caller }> => {
    const program = startProgram(t, { cwd: dataDir, args });
    programs.push(program);
    const api = new Caller(await program.found(/listens on (http:\S+)/));
    if (isPhoneThere) await api.deviceIs('RACK0001', 'device');
    return { program, api };
  };
  return { rack, dataDir, serve };
}

async function killed({ child, ended }: Program): Promise<void> {
  child.kill('SIGKILL');
  await ended();
}

/** Kills the server. Its phone need not be slow any more: that was for the test to strike in time. */
async function strike(ground: Ground, program: Program): Promise<void> {
  await killed(program);
  ground.rack.phone('RACK0001')?.faults.clear();
}

/** Starts the next server and waits until it has settled what the killed one left running. */
async function settled(
  ground: Ground,
  id: number,
): Promise<{ task: TaskDetail; program: Program; api: Caller; tookMs: number }> {
  const startedAt = Date.now();
  const { program, api } = await ground.serve();
  const first = await api.taskWhen(id, ({ attempts }) => attempts[0]?.outcome !== 'running');
  return { task: first, program, api, tookMs: Date.now() - startedAt };
}

test('a server killed before the commit point: the task is run again and published once', async (t) => {
  const ground = await prepareGround(t);
  const { program, api } = await ground.serve();
  ground.rack.phone('RACK0001')?.faults.order(SLOW);
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'killed before'));
  await api.taskWhen(id, ({ progress }) => progress?.step === 'compose');
  await strike(ground, program);
  assert.equal(ground.rack.posts.list().length, 0);

  const next = await settled(ground, id);
  t.diagnostic(`settled after ${next.tookMs} ms`);
  assert.ok(next.tookMs < SETTLED_WITHIN_MS, `it took ${next.tookMs} ms`);
  assert.equal(next.task.attempts[0]?.error?.code, 'SERVER_STOPPED');
  assert.equal(next.task.attempts[0]?.error?.published, 'no');
  const task = await next.api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.attempt, 2);
  assert.equal(ground.rack.posts.list().length, 1);
  assert.equal(await next.program.stop(), 0);
});

test('a server killed after the post went out: it is found on the profile, never posted again', async (t) => {
  const ground = await prepareGround(t);
  const { program, api } = await ground.serve();
  ground.rack.phone('RACK0001')?.faults.order(SLOW);
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'killed after', { max_retries: 3 }));
  await waitFor('the post', async () => (ground.rack.posts.list().length === 1 ? true : new Not('not in the ledger')));
  await strike(ground, program);

  const next = await settled(ground, id);
  t.diagnostic(`settled after ${next.tookMs} ms`);
  assert.ok(next.tookMs < SETTLED_WITHIN_MS, `it took ${next.tookMs} ms`);
  assert.equal(next.task.status_text, 'completed', JSON.stringify(next.task.error));
  assert.equal(next.task.attempt, 1);
  assert.notEqual(next.task.result?.screenshot, undefined);
  assert.equal(ground.rack.posts.list().length, 1);
  assert.equal(await next.program.stop(), 0);
});

test('a server killed after its commit point with the phone gone: the outcome is unknown, and only force repeats it', async (t) => {
  const ground = await prepareGround(t);
  const { program, api } = await ground.serve();
  const phone = ground.rack.phone('RACK0001');
  phone?.faults.order(SLOW);
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'gone', { max_retries: 3 }));
  await waitFor('the post', async () => (ground.rack.posts.list().length === 1 ? true : new Not('not in the ledger')));
  await strike(ground, program);
  phone?.unplug();

  const startedAt = Date.now();
  const { program: next, api: nextApi } = await ground.serve({ isPhoneThere: false });
  const task = await nextApi.finished(id);
  t.diagnostic(`settled after ${Date.now() - startedAt} ms`);
  assert.ok(Date.now() - startedAt < SETTLED_WITHIN_MS, `it took ${Date.now() - startedAt} ms`);
  assert.equal(task.error?.code, 'OUTCOME_UNKNOWN');
  assert.equal(task.error?.published, 'unknown');
  assert.equal(task.error?.retryable, false);
  assert.equal((await nextApi.call('POST', `/task/${id}/retry`)).code, 40901);
  const all = await nextApi.call<{ task_ids: number[]; skipped: { task_id: number }[] }>('POST', '/task/retry-all');
  assert.deepEqual(
    all.data.skipped.map((skipped) => skipped.task_id),
    [id],
  );
  assert.equal((await nextApi.call('POST', `/task/${id}/retry`, { force: true })).code, 0);
  assert.equal(await next.stop(), 0);
});

test('a server killed after the commit point of a custom script: its confirm flow decides, and nothing is done twice', async (t) => {
  const ground = await prepareGround(t);
  const folder = join(ground.dataDir, 'scripts', 'demo');
  const app = 'appId: com.android.settings\n';
  const files = {
    'script.yaml': `name: demo\ntitle: A demo\n${app}flow: main.yaml\ncommitPoint: sending\nconfirm: seen.yaml\n`,
    'main.yaml': `${app}---
- scrollUntilVisible: { element: About phone }
- tapOn: { text: About phone, label: sending }
- takeScreenshot: sent
- extendedWaitUntil: { visible: Nothing of the kind, timeout: 600000 }
`,
    'seen.yaml': `${app}---\n- assertVisible: Android version\n`,
  };
  await mkdir(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  const { program, api } = await ground.serve();
  const request = { serials: ['RACK0001'], script_name: 'demo', script_config: {}, max_retries: 3 };
  const [id = 0] = await api.createTasks(request);
  await api.taskWhen(id, ({ attempts }) => attempts[0]?.evidence.some(({ name }) => name === 'sent') === true);
  await killed(program);

  const next = await settled(ground, id);
  t.diagnostic(`settled after ${next.tookMs} ms`);
  assert.ok(next.tookMs < SETTLED_WITHIN_MS, `it took ${next.tookMs} ms`);
  assert.equal(next.task.status_text, 'completed', JSON.stringify(next.task.error));
  assert.equal(next.task.attempt, 1);
  assert.notEqual(next.task.result?.published_at, null);
  const starts = ground.rack
    .phone('RACK0001')
    ?.log()
    .filter(({ kind, what }) => kind === 'shell' && /force-stop com\.android\.settings/.test(what));
  assert.equal(starts?.length, 1, 'the app was started afresh for another attempt');
  assert.equal(await next.program.stop(), 0);
});
