import assert from 'node:assert/strict';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ScriptList } from '../../src/contract/types.ts';
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
