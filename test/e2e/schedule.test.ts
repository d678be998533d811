import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Not, startWorld, videoPost, waitFor } from './world.ts';

test('a scheduled task starts within a second of its time', async (t) => {
  const { api } = await startWorld(t);
  const dueAt = new Date(Date.now() + 2_500);
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'later', { start_at: dueAt.toISOString() }));
  assert.equal((await api.task(id)).status, 0);
  const task = await api.taskWhen(id, ({ status }) => status >= 1);
  const lateMs = Date.parse(task.started_at ?? '') - dueAt.getTime();
  assert.ok(lateMs >= 0 && lateMs < 1_000, `it started ${lateMs} ms after its time`);
});

test("an offline phone's task waits, and starts within two seconds of its return", async (t) => {
  const { rack, api } = await startWorld(t);
  const phone = rack.phone('RACK0001');
  phone?.unplug();
  await api.deviceIs('RACK0001', 'absent');
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'when it is back'));
  assert.equal((await api.task(id)).status_text, 'pending');
  const backAt = Date.now();
  phone?.plug();
  const task = await api.taskWhen(id, ({ status }) => status >= 1);
  assert.ok(Date.parse(task.started_at ?? '') - backAt < 2_000);
  assert.equal((await api.finished(id)).status_text, 'completed');
});

test('one task at a time on a phone, by priority, then time, then id', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.unplug();
  await api.deviceIs('RACK0001', 'absent');
  const ids: number[] = [];
  for (const [caption, extra] of [
    ['first by id', {}],
    ['second by id', {}],
    ['first by priority', { priority: 5 }],
    ['first by time', { start_at: new Date(Date.now() - 30_000).toISOString() }],
  ] as const)
    ids.push(...(await api.createTasks(videoPost(['RACK0001'], caption, extra))));
  rack.phone('RACK0001')?.plug();
  for (const id of ids) await api.finished(id);
  assert.deepEqual(
    rack.posts.list().map((post) => post.caption),
    ['first by priority', 'first by time', 'first by id', 'second by id'],
  );
  const spans = (await Promise.all(ids.map((id) => api.task(id))))
    .map((task) => [Date.parse(task.started_at ?? ''), Date.parse(task.finished_at ?? '')] as const)
    .sort(([a], [b]) => a - b);
  for (const [index, [startedAt]] of spans.entries())
    if (index > 0) assert.ok(startedAt >= (spans[index - 1]?.[1] ?? 0), 'two tasks ran at the same time');
});

test('stopping a running task takes effect within two seconds, and the answer comes after it', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'slow', ms_per_request: 200, times: 1_000 });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'never mind'));
  await api.taskWhen(id, ({ status, progress }) => status === 1 && progress !== null);
  const askedAt = Date.now();
  const answer = await api.call('POST', `/task/${id}/stop`);
  const tookMs = Date.now() - askedAt;
  assert.equal(answer.code, 0, answer.message);
  const task = await api.task(id);
  assert.equal(task.status_text, 'failed');
  assert.equal(task.error?.code, 'STOPPED');
  assert.equal(task.error?.published, 'no');
  assert.ok(tookMs < 2_000, `it took ${tookMs} ms`);
  await waitFor('the phone to be clean', async () =>
    rack.phone('RACK0001')?.machine.media.list('any').length === 0 ? true : new Not('a file is left'),
  );
  assert.deepEqual(rack.posts.list(), []);
});
