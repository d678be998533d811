import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PhoneSetup } from '../../src/simulator/rack-types.ts';
import { CLIP, PHOTOS, startWorld, videoPost } from './world.ts';

/** No APK of ours is on it yet. */
const NEVER_USED: PhoneSetup = { apks: [] };

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

test('a curl becomes a TikTok video, seen on the profile, with its proof', async (t) => {
  const { rack, api, dataDir } = await startWorld(t, { phoneOverrides: [NEVER_USED] });
  const caption = 'Mira mi nuevo video #viral';
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], caption));
  const task = await api.finished(id);

  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  const posts = rack.posts.list();
  assert.equal(posts.length, 1);
  assert.equal(posts[0]?.caption, caption);
  assert.equal(posts[0]?.kind, 'video');
  assert.equal(posts[0]?.media[0]?.sha256, await sha256Of(CLIP));
  assert.equal(task.result?.account, posts[0]?.account);
  assert.deepEqual(
    task.attempts[0]?.steps.map((step) => step.name),
    ['prepare', 'account', 'media', 'compose', 'commit', 'confirm', 'cleanup'],
  );
  const screenshot = await readFile(join(dataDir, 'evidence', task.result?.screenshot ?? ''));
  assert.equal(screenshot.subarray(1, 4).toString(), 'PNG');
  const served = await fetch(`${api.url}${task.result?.screenshot_url}`);
  assert.deepEqual(Buffer.from(await served.arrayBuffer()), screenshot);
});

test('a carousel, a reel and Instagram images arrive with their bytes in order, on phones in both languages', async (t) => {
  const { rack, api } = await startWorld(t, {
    phones: 3,
    phoneOverrides: [{ language: 'es' }, { language: 'es' }, {}],
  });
  const captions = 'Línea uno “comillas” & $(reboot)\nlínea dos 🎉';
  const images = { content_type: 1, captions, material_list: PHOTOS, upload_wait_time: 30 };
  const [carousel = 0] = await api.createTasks({ serials: ['RACK0001'], script_name: 'post', script_config: images });
  const [reel = 0] = await api.createTasks(
    videoPost(['RACK0002'], captions, { script_config: { target_app: 'instagram' } }),
  );
  const [grid = 0] = await api.createTasks({
    serials: ['RACK0003'],
    script_name: 'post',
    script_config: { ...images, target_app: 'instagram' },
  });

  for (const id of [carousel, reel, grid])
    assert.equal((await api.finished(id)).status_text, 'completed', JSON.stringify((await api.task(id)).error));
  const photos = await Promise.all(PHOTOS.map(sha256Of));
  const found = rack.posts
    .list()
    .map((post) => [post.serial, post.app, post.kind, post.caption, post.media.map((media) => media.sha256)]);
  assert.deepEqual(found.sort(), [
    ['RACK0001', 'tiktok', 'images', captions, photos],
    ['RACK0002', 'instagram', 'reel', captions, [await sha256Of(CLIP)]],
    ['RACK0003', 'instagram', 'images', captions, photos],
  ]);
  for (const phone of rack.phones)
    assert.deepEqual(
      phone.log().filter((line) => line.kind === 'intrusion'),
      [],
    );
});

test('account mode switches to the account before anything is composed, and leaves no file on the phone', async (t) => {
  const { rack, api } = await startWorld(t);
  const { data } = await api.call<{ platforms: { platform: string; found: string[] }[] }>(
    'POST',
    '/device/RACK0001/match-accounts',
  );
  const second = data.platforms.find((entry) => entry.platform === 'tiktok')?.found[1] ?? '';
  const { serials: _, ...post } = videoPost([], 'from the second account') as { serials: string[] };
  const [id = 0] = await api.createTasks({ ...post, usernames: [`@${second}`] });
  const task = await api.finished(id);

  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(rack.posts.list()[0]?.account, second);
  assert.deepEqual(rack.phone('RACK0001')?.machine.media.list('any'), []);
});
