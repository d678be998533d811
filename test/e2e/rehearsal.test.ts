import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CLIP, EXAMPLES, startWorld, videoPost } from './world.ts';

const REHEARSAL = { script_config: { rehearsal: true } };

test('a rehearsal completes with the screenshot of its post page, and nothing is published or left behind', async (t) => {
  const { rack, api } = await startWorld(t, { phones: 2, phoneOverrides: [{}, { language: 'es' }] });
  const words = 'Ensayo “general” #viral';
  const [tiktok = 0] = await api.createTasks(videoPost(['RACK0001'], words, REHEARSAL));
  const [instagram = 0] = await api.createTasks(
    videoPost(['RACK0002'], words, { script_config: { rehearsal: true, target_app: 'instagram' } }),
  );
  for (const id of [tiktok, instagram]) {
    const task = await api.finished(id);
    assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
    const { result, attempts } = task;
    assert.ok(result !== null && 'rehearsal' in result);
    assert.deepEqual([result.rehearsal, result.published_at, result.post_url], [true, null, null]);
    assert.equal(result.caption, words);
    assert.equal(attempts[0]?.committed_at, null);
    const served = await fetch(`${api.url}${result.screenshot_url}`);
    assert.deepEqual([served.status, served.headers.get('content-type')], [200, 'image/png']);
    await served.arrayBuffer();
  }
  assert.deepEqual(rack.posts.list(), []);
  for (const phone of rack.phones) assert.deepEqual(phone.machine.media.list('any'), []);

  // It is no twin of the post itself: seeing one post with these words is proof enough.
  const [post = 0] = await api.createTasks(videoPost(['RACK0001'], words));
  assert.equal((await api.finished(post)).status_text, 'completed');
  assert.equal(rack.posts.list().length, 1);
  const { data } = await api.call<{ total: number }>('GET', '/task?q=ensayo&status=2');
  assert.equal(data.total, 3);
});

test('a rehearsal that failed may always be tried again', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'unknown_dialog', when: { step: 'compose' } });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'again', REHEARSAL));
  const failed = await api.finished(id);
  assert.deepEqual([failed.status_text, failed.error?.published], ['failed', 'no']);
  assert.equal((await api.call('POST', `/task/${id}/retry`)).code, 0);
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.attempt, 2);
  assert.deepEqual(rack.posts.list(), []);
});

test('a pick for a rehearsal is there for the post, and a pick for the post for nobody else', async (t) => {
  const { rack, api } = await startWorld(t);
  const fromFolder = { material_list: [], material_source: 'localFolder', material_path: EXAMPLES };
  const request = (config: object) => videoPost(['RACK0001'], '', { script_config: { ...fromFolder, ...config } });
  const [rehearsal = 0] = await api.createTasks(request({ rehearsal: true }));
  assert.equal((await api.finished(rehearsal)).status_text, 'completed');
  const [post = 0] = await api.createTasks(request({ captions: 'picked' }));
  const task = await api.finished(post);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.materials[0]?.name, CLIP.slice(EXAMPLES.length + 1));
  assert.equal(rack.posts.list()[0]?.media[0]?.sha256, task.materials[0]?.sha256);

  const again = await api.call<{ errors: { message: string }[] }>('POST', '/task', request({}));
  assert.equal(again.code, 40001);
  assert.match(again.message, /the current tiktok account of RACK0001: ".*" has 1, of which 0 can be used/);
});
