import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCaptured } from '../cli/captured.ts';
import { startWorld, videoPost, type World } from './world.ts';

/** Puts a file among the operator's copies. */
async function copy({ dataDir }: World, file: string, content: string): Promise<void> {
  const folder = join(dataDir, 'flows', 'tiktok');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), content);
}

const post = async (world: World, caption: string) => {
  const [id = 0] = await world.api.createTasks(videoPost(['RACK0001'], caption));
  return await world.api.finished(id);
};

test('an update of the app breaks a flow; a mended copy publishes the next post, without a restart', async (t) => {
  const world = await startWorld(t);
  const { rack } = world;
  rack.phone('RACK0001')?.change({ apps: { 'com.zhiliaoapp.musically': '47.1.0' }, wordings: { Home: 'Feed' } });
  const broken = await post(world, 'as it was');
  assert.equal(broken.error?.code, 'ELEMENT_NOT_FOUND', JSON.stringify(broken.error));
  assert.match(broken.error.message, /^tiktok\/go-home\.yaml:\d+: tapOn: No label "Home".*The screen shows: /);
  assert.equal(broken.error.published, 'no');
  assert.deepEqual(rack.posts.list(), []);

  await copy(world, 'texts@47.yaml', 'for: { versions: ">=47" }\n---\nhomeTab: { en: [Feed] }\n');
  const mended = await post(world, 'as it is now');
  assert.equal(mended.status_text, 'completed', JSON.stringify(mended.error));
  assert.deepEqual(
    rack.posts.list().map(({ caption }) => caption),
    ['as it is now'],
  );
});

test('a copy with a mistake fails an attempt before anything, with its place; mended, the next one publishes', async (t) => {
  const world = await startWorld(t);
  const { rack } = world;
  await copy(world, 'start.yaml', 'appId: com.zhiliaoapp.musically\n---\n- lunchApp\n');
  rack.phone('RACK0001')?.change({ awake: false });
  const refused = await post(world, 'never begun');
  assert.equal(refused.error?.code, 'FLOW_INVALID');
  assert.match(refused.error.message, /^data-dir\/flows\/tiktok\/start\.yaml:3:3: the command "lunchApp" is not known/);
  assert.equal(refused.error.published, 'no');
  assert.equal(rack.phone('RACK0001')?.summary().awake, false, 'the phone was not touched');

  await copy(world, 'start.yaml', 'appId: com.zhiliaoapp.musically\n---\n- launchApp\n- runFlow: reach-home.yaml\n');
  const mended = await post(world, 'begun');
  assert.equal(mended.status_text, 'completed', JSON.stringify(mended.error));
  assert.equal(rack.posts.list().length, 1);
});

test('a flow is played on the phone of a running server, between its tasks', async (t) => {
  const world = await startWorld(t);
  const { rack, dataDir } = world;
  assert.equal((await post(world, 'before')).status_text, 'completed');
  const adb = `127.0.0.1:${rack.adbPort}`;
  const played = await runCaptured('flow', 'run', 'tiktok', 'start', '--adb', adb, '--data-dir', dataDir);
  assert.equal(played.exitCode, 0, played.out + played.err);
  const after = await post(world, 'after');
  assert.equal(after.status_text, 'completed', JSON.stringify(after.error));
  assert.equal(after.attempt, 1);
  assert.equal(rack.posts.list().length, 2);
});
