import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { BulkOutcome } from '../../src/contract/task-bulk.ts';
import { TASK_STATUS } from '../../src/contract/task-states.ts';
import { openWorld, videoRequest, type World } from './world.ts';

const FAILED = { code: 'DEVICE_LOST', message: 'It went.', step: 'media', retryable: true, fingerprint: null };

async function fail(world: World, ids: readonly number[], published: 'no' | 'unknown'): Promise<void> {
  await world.db
    .updateTable('tasks')
    .set({ status: TASK_STATUS.failed, error: JSON.stringify({ ...FAILED, published }) })
    .where('id', 'in', ids)
    .execute();
}

async function bulk(world: World, body: object): Promise<BulkOutcome> {
  const answer = await world.call('POST', '/api/v1/task/bulk', { json: body });
  assert.equal(answer.code, 0, answer.message);
  return answer.data as BulkOutcome;
}

const codes = ({ results }: BulkOutcome) => results.map(({ task_id: id, error }) => [id, error?.code ?? 0]);

test('many tasks are stopped, retried or deleted at once, each with its own result', async (t) => {
  const world = await openWorld(t);
  const [one = 0, two = 0, three = 0] = await world.create(
    videoRequest({ serials: ['PHONE1', 'PHONE2', 'PHONE3'], start_at: '2030-01-01T00:00:00Z' }),
  );
  await fail(world, [two], 'no');
  await fail(world, [three], 'unknown');

  const retried = await bulk(world, { action: 'retry', task_ids: [three, two, one, 99, two] });
  assert.deepEqual(codes(retried), [
    [three, 40901],
    [two, 0],
    [one, 40901],
    [99, 40401],
  ]);
  assert.deepEqual([retried.done_count, retried.refused_count], [1, 3]);
  assert.match(retried.results[0]?.error?.message ?? '', /may have been published/, 'retry never forces');

  const stopped = await bulk(world, { action: 'stop', filter: { statuses: '0,1' }, expected_count: 2 });
  assert.deepEqual(codes(stopped), [
    [one, 0],
    [two, 0],
  ]);
  const deleted = await bulk(world, { action: 'delete', task_ids: [one, 99] });
  assert.deepEqual(codes(deleted), [
    [one, 0],
    [99, 40401],
  ]);

  const moved = await world.call('POST', '/api/v1/task/bulk', {
    json: { action: 'delete', filter: {}, expected_count: 3 },
  });
  assert.deepEqual([moved.code, moved.data], [40901, { count: 2 }], 'what was not expected is not touched');
  const { data } = await world.call('GET', '/api/v1/task/stats');
  assert.equal((data as { total: number }).total, 2);

  for (const [body, path] of [
    [{ action: 'stop' }, 'task_ids'],
    [{ action: 'stop', task_ids: [1], filter: {}, expected_count: 1 }, 'task_ids'],
    [{ action: 'stop', filter: {} }, 'expected_count'],
    [{ action: 'publish', task_ids: [1] }, 'action'],
    [{ action: 'stop', filter: { due_from: 'soon' }, expected_count: 1 }, 'filter.due_from'],
    [{ action: 'stop', filter: { states: '0' }, expected_count: 1 }, 'filter.states'],
  ] as const) {
    const refused = await world.call('POST', '/api/v1/task/bulk', { json: body });
    assert.deepEqual([refused.code, refused.paths], [40001, [path]]);
  }
});

test('saved views are kept by page and name', async (t) => {
  const world = await openWorld(t);
  const view = { page: 'tasks', name: ' Failed today ', query: 'q=state:failed' };
  const { data } = await world.call('POST', '/api/v1/view', { json: view });
  const { id } = data as { id: number };
  const again = await world.call('POST', '/api/v1/view', { json: { ...view, name: 'FAILED today' } });
  assert.equal(again.code, 40901);
  await world.call('POST', '/api/v1/view', { json: { ...view, page: 'calendar' } });
  await world.call('PATCH', `/api/v1/view/${id}`, { json: { name: 'failed TODAY', query: '' } });
  const { data: list } = await world.call('GET', '/api/v1/view');
  const { views } = list as { views: { page: string; name: string; query: string }[] };
  assert.deepEqual(
    views.map(({ page, name, query }) => [page, name, query]),
    [
      ['calendar', 'Failed today', 'q=state:failed'],
      ['tasks', 'failed TODAY', ''],
    ],
  );
  assert.equal((await world.call('PATCH', `/api/v1/view/${id}`, { json: {} })).code, 40001);
  assert.equal((await world.call('DELETE', `/api/v1/view/${id}`)).code, 0);
  assert.equal((await world.call('DELETE', `/api/v1/view/${id}`)).code, 40401);
  assert.equal((await world.call('PATCH', `/api/v1/view/${id}`, { json: { name: 'x' } })).code, 40401);
});
