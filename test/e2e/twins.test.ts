import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startWorld, videoPost } from './world.ts';

test('a post that failed is not proved by an earlier one with the same caption', async (t) => {
  const { rack, api } = await startWorld(t);
  const [first = 0] = await api.createTasks(videoPost(['RACK0001'], 'the same words'));
  assert.equal((await api.finished(first)).status_text, 'completed');
  rack.phone('RACK0001')?.faults.order({ kind: 'upload_failed' });
  const extra = { script_config: { upload_wait_time: 2 } };
  const [second = 0] = await api.createTasks(videoPost(['RACK0001'], 'the same words', extra));
  const task = await api.finished(second);
  assert.equal(rack.posts.list().length, 1);
  assert.equal(task.status_text, 'failed', JSON.stringify(task.result));
  // The app says so, and of two posts that look the same the profile shows the one that was seen before.
  assert.deepEqual([task.error?.code, task.error?.published], ['UPLOAD_FAILED', 'no']);
});

test('each of several posts with the same caption is seen for itself', async (t) => {
  const { rack, api } = await startWorld(t);
  const ids = [];
  for (let count = 1; count <= 3; count += 1) ids.push(...(await api.createTasks(videoPost(['RACK0001'], 'again'))));
  for (const id of ids) {
    const task = await api.finished(id);
    assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  }
  assert.equal(rack.posts.list().length, 3);
});
