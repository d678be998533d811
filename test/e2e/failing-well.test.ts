import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { startWorld, videoPost } from './world.ts';

test('the phone dies right after the post: it is found when the phone is back, and never posted twice', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'post_then_die' });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'seen later', { max_retries: 5 }));
  await api.deviceIs('RACK0001', 'absent');
  assert.equal((await api.task(id)).status_text, 'running');
  rack.phone('RACK0001')?.plug();
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.attempt, 1);
  assert.equal(rack.posts.list().length, 1);
});

test('a failure before the commit point is tried again with max_retries, and keeps its evidence', async (t) => {
  const { rack, api, dataDir } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'unknown_dialog', when: { step: 'compose' } });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'second try', { max_retries: 1 }));
  const first = await api.taskWhen(id, ({ attempts }) => attempts[0]?.outcome === 'failed');
  assert.equal(first.attempts[0]?.error?.published, 'no');
  const kinds = first.attempts[0]?.evidence.map((entry) => entry.kind) ?? [];
  assert.ok(kinds.includes('screenshot') && kinds.includes('tree'), `kept: ${kinds.join(', ')}`);
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(task.attempt, 2);
  const waitedMs = Date.parse(task.attempts[1]?.started_at ?? '') - Date.parse(task.attempts[0]?.finished_at ?? '');
  assert.ok(waitedMs >= 5_000, `the second attempt came after ${waitedMs} ms`);
  assert.equal(rack.posts.list().length, 1);
  await api.call('DELETE', `/task/${id}`);
  await assert.rejects(access(join(dataDir, 'evidence', String(id))));
});

test('an upload that hangs ends as unknown and is not tried again', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'upload_stuck' });
  const extra = { max_retries: 3, script_config: { upload_wait_time: 2 } };
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'stuck', extra));
  const task = await api.finished(id);
  assert.equal(task.status_text, 'failed');
  assert.equal(task.error?.code, 'OUTCOME_UNKNOWN');
  assert.equal(task.error?.published, 'unknown');
  assert.equal(task.attempt, 1);
});

test('an upload that the app says has failed was not published, and may be tried again', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'upload_failed' });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'no network'));
  const task = await api.finished(id);
  assert.equal(task.error?.code, 'UPLOAD_FAILED');
  assert.equal(task.error?.published, 'no');
  assert.deepEqual(rack.posts.list(), []);
  assert.equal((await api.call('POST', `/task/${id}/retry`)).code, 0);
  assert.equal((await api.finished(id)).status_text, 'completed');
  assert.equal(rack.posts.list().length, 1);
});

test('a signed-out app fails before anything is composed', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'logged_out' });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'nobody'));
  const task = await api.finished(id);
  assert.equal(task.status_text, 'failed');
  assert.ok(['ACCOUNT_NOT_SIGNED_IN', 'APP_BLOCKED'].includes(task.error?.code ?? ''), task.error?.code);
  assert.equal(task.error?.published, 'no');
  assert.deepEqual(rack.posts.list(), []);
});
