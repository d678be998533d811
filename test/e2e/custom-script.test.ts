import assert from 'node:assert/strict';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ScriptList, TaskDetail } from '../../src/contract/types.ts';
import { startWorld } from './world.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'scripts', 'android-version');

/** The versions of Android that the rack has, each in one of the languages of the example. */
const PHONES = [
  { sdk: 28, language: 'en', version: '9' },
  { sdk: 30, language: 'es', version: '11' },
  { sdk: 33, language: 'en', version: '13' },
  { sdk: 35, language: 'es', version: '15' },
] as const;

test('the example is put into the data directory while the server runs, and reads the version of Android', async (t) => {
  const { rack, api, dataDir } = await startWorld(t, {
    phones: PHONES.length,
    phoneOverrides: PHONES.map(({ sdk, language }) => ({ sdk, language })),
  });
  const serials = rack.phones.map(({ serial }) => serial);
  const request = { serials, script_name: 'android-version', script_config: {} };
  assert.equal((await api.call('POST', '/task', request)).code, 40003);
  await mkdir(join(dataDir, 'scripts'));
  await cp(EXAMPLE, join(dataDir, 'scripts', 'android-version'), { recursive: true });
  const { scripts } = (await api.call<ScriptList>('GET', '/script')).data;
  assert.deepEqual(
    scripts.map(({ name, publishes, error }) => [name, publishes, error]),
    [
      ['post', true, null],
      ['android-version', false, null],
    ],
  );

  const ids = await api.createTasks(request);
  assert.equal(ids.length, PHONES.length);
  for (const [index, id] of ids.entries()) {
    const task = await api.finished(id);
    assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
    assert.ok(task.result !== null && 'values' in task.result);
    assert.deepEqual(task.result.values, { android_version: PHONES[index]?.version });
    assert.deepEqual(
      task.attempts[0]?.steps.map(({ name }) => name),
      ['prepare', 'compose', 'cleanup'],
    );
    assert.equal(task.attempts[0]?.committed_at, null);
    const picture = await fetch(`${api.url}${task.result.screenshot_url}`);
    assert.equal(Buffer.from(await picture.arrayBuffer()).toString('latin1', 1, 4), 'PNG');
  }
  assert.deepEqual(rack.posts.list(), []);
});

const FOREVER = '- extendedWaitUntil: { visible: Nothing of the kind, timeout: 600000 }\n';
const SENDING = '- scrollUntilVisible: { element: About phone }\n- tapOn: { text: About phone, label: sending }\n';

/** Writes a script `demo` that drives Settings by these commands. */
async function writeDemo(dataDir: string, commands: string, more = ''): Promise<void> {
  const folder = join(dataDir, 'scripts', 'demo');
  const app = 'appId: com.android.settings\n';
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'main.yaml'), `${app}---\n${commands}`);
  await writeFile(join(folder, 'script.yaml'), `name: demo\ntitle: A demo\n${app}flow: main.yaml\n${more}`);
}

const DEMO = { serials: ['RACK0001'], script_name: 'demo', script_config: {} };

test('a custom script that is stopped before its commit point can be retried, with the script as it is then', async (t) => {
  const { api, dataDir } = await startWorld(t);
  await writeDemo(dataDir, FOREVER);
  const [id = 0] = await api.createTasks(DEMO);
  await api.taskWhen(id, ({ progress }) => progress?.step === 'compose');
  const stopped = await api.call<TaskDetail>('POST', `/task/${id}/stop`);
  assert.deepEqual([stopped.data.error?.code, stopped.data.error?.published], ['STOPPED', 'no']);

  await writeDemo(dataDir, '- copyTextFrom: { text: Settings, as: title }\n', 'result: [title]\n');
  assert.equal((await api.call('POST', `/task/${id}/retry`)).code, 0);
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.attempt, 2);
  assert.ok(task.result !== null && 'values' in task.result);
  assert.deepEqual(task.result.values, { title: 'Settings' });
});

test('a custom script that is stopped after its commit point is repeated by force only', async (t) => {
  const { api, dataDir } = await startWorld(t);
  await writeDemo(dataDir, SENDING + FOREVER, 'commitPoint: sending\n');
  const [id = 0] = await api.createTasks({ ...DEMO, max_retries: 3 });
  await api.taskWhen(id, ({ attempts }) => (attempts[0]?.committed_at ?? null) !== null);
  const stopped = await api.call<TaskDetail>('POST', `/task/${id}/stop`);
  assert.deepEqual([stopped.data.error?.code, stopped.data.error?.published], ['STOPPED', 'unknown']);
  assert.equal((await api.call('POST', `/task/${id}/retry`)).code, 40901);
  const all = await api.call<{ skipped: { task_id: number }[] }>('POST', '/task/retry-all');
  assert.deepEqual(
    all.data.skipped.map((skipped) => skipped.task_id),
    [id],
  );

  await writeDemo(dataDir, SENDING, 'commitPoint: sending\n');
  assert.equal((await api.call('POST', `/task/${id}/retry`, { force: true })).code, 0);
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.deepEqual(
    task.attempts[1]?.steps.map(({ name }) => name),
    ['prepare', 'compose', 'commit', 'cleanup'],
  );
});

test('what fails before the commit point is tried again by itself; what has gone is told before anything', async (t) => {
  const { api, dataDir } = await startWorld(t);
  await writeDemo(dataDir, '- assertVisible: Nothing of the kind\n', 'timeout: 1000\n');
  const [id = 0] = await api.createTasks({ ...DEMO, max_retries: 1 });
  const retried = await api.taskWhen(id, ({ attempt }) => attempt === 2);
  assert.deepEqual([retried.attempts[0]?.error?.code, retried.attempts[0]?.error?.published], ['SCRIPT_TIMEOUT', 'no']);
  await rm(join(dataDir, 'scripts', 'demo'), { recursive: true });
  const task = await api.finished(id);
  assert.deepEqual([task.error?.code, task.error?.retryable], ['SCRIPT_GONE', false]);
  assert.deepEqual(task.attempts[1]?.steps, []);
});
