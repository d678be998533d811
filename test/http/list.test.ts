import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import type { TaskList } from '../../src/contract/task-list.ts';
import { TASK_STATUS } from '../../src/contract/task-states.ts';
import { addAccounts, CLIP, openWorld, videoRequest, type World } from './world.ts';

const CLIP_SHA256 = createHash('sha256').update(readFileSync(CLIP)).digest('hex');

async function ids(world: World, query = ''): Promise<number[]> {
  const answer = await world.call('GET', `/api/v1/task${query}`);
  assert.equal(answer.code, 0, answer.message);
  return (answer.data as TaskList).tasks.map((task) => task.id);
}

async function page(world: World, query: string): Promise<Omit<TaskList, 'tasks'>> {
  const { tasks: _, ...rest } = (await world.call('GET', `/api/v1/task${query}`)).data as TaskList;
  return rest;
}

test('the list of tasks', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, [{ platform: 'instagram', username: 'Jose_1', serial: 'PHONE2' }]);
  world.clock.set('2026-03-01T10:00:00Z');
  await world.create(videoRequest({}, { captions: 'First 100% real' }));
  world.clock.set('2026-03-02T10:00:00Z');
  await world.create(videoRequest({ start_at: '2026-03-10T00:00:00Z' }, { captions: 'Second_one ÑANDÚ' }));
  world.clock.set('2026-03-03T10:00:00Z');
  await world.create(videoRequest({ serials: [], usernames: ['@jose_1'] }, { captions: "Third 'quoted' \\ one" }));
  await world.create(videoRequest({ serials: ['PHONE3'] }, { captions: 'Title##Fourth' }));
  const error = JSON.stringify({
    code: 'DEVICE_LOST',
    message: 'x',
    step: null,
    retryable: true,
    published: 'unknown',
  });
  await world.db
    .updateTable('tasks')
    .set({ status: TASK_STATUS.failed, finished_at: new Date('2026-03-04T00:00:00Z'), error })
    .where('id', '=', 4)
    .execute();
  await world.call('PATCH', '/api/v1/account/1', { json: { tags: ['SUMMER'] } });

  const cases: readonly [query: string, expected: readonly number[]][] = [
    ['', [4, 3, 2, 1]],
    ['?sort=id', [1, 2, 3, 4]],
    ['?sort=-id', [4, 3, 2, 1]],
    ['?sort=scheduled_at', [1, 3, 4, 2]],
    ['?sort=-scheduled_at', [2, 4, 3, 1]],
    ['?status=0', [3, 2, 1]],
    ['?status=3', [4]],
    ['?status=1', []],
    ['?serial=PHONE1', [2, 1]],
    ['?serial=phone1', []],
    ['?script_name=post', [4, 3, 2, 1]],
    ['?script_name=follow', []],
    ['?source=api', [4, 3, 2, 1]],
    ['?source=ui', []],
    ['?username=jose_1', [3]],
    ['?username=@Jose_1', [3]],
    ['?username=jose', []],
    ['?platform=instagram', [3]],
    ['?platform=tiktok', [4, 2, 1]],
    ['?created_from=2026-03-02T10:00:00Z', [4, 3, 2]],
    ['?created_to=2026-03-02T10:00:00Z', [1]],
    ['?created_from=2026-03-02T00:00:00%2B01:00&created_to=2026-03-03T00:00:00Z', [2]],
    ['?q=first', [1]],
    ['?q=FIRST', [1]],
    ['?q=100%25', [1]],
    ['?q=%25', [1]],
    ['?q=_', [2]],
    ['?q=%C3%B1and%C3%BA', [2]],
    ["?q='quoted'%20%5C", [3]],
    ['?q=title', [4]],
    ['?q=one', [3, 2]],
    ['?status=0&serial=PHONE1&q=real', [1]],
    ['/', [4, 3, 2, 1]],
    ['?statuses=0,3', [4, 3, 2, 1]],
    ['?statuses=1,3', [4]],
    ['?statuses=0&status=3', []],
    ['?ids=3,1,9', [3, 1]],
    ['?ids=3,1,4&sort=id&status=0', [1, 3]],
    ['?due_from=2026-03-09T00:00:00Z', [2]],
    ['?due_to=2026-03-09T00:00:00Z', [4, 3, 1]],
    ['?finished_from=2026-03-04T00:00:00Z', [4]],
    ['?finished_to=2026-03-04T00:00:00Z', []],
    ['?sort=-finished_at', [4, 3, 2, 1]],
    ['?sort=finished_at', [1, 2, 3, 4]],
    ['?error=DEVICE_LOST', [4]],
    ['?error=UPLOAD_TIMEOUT', []],
    ['?published=unknown', [4]],
    ['?published=no', []],
    ['?published=yes', []],
    ['?tag=Summer', [3]],
    ['?tag=winter', []],
    [`?material=${CLIP_SHA256}`, [4, 3, 2, 1]],
    [`?material=${'0'.repeat(64)}`, []],
    ['?search=phone1', [2, 1]],
    ['?search=@JOSE_1%20third', [3]],
    ['?search=third%20second', []],
    ['?search=4', [4]],
    ['?search=%234', [4]],
    ['?search=100%25', [1]],
    ['?search=', [4, 3, 2, 1]],
  ];
  for (const [query, expected] of cases) {
    await t.test(`GET /task${query}`, async () => assert.deepEqual(await ids(world, query), expected));
  }

  await t.test('comes in pages', async () => {
    assert.deepEqual(await page(world, ''), { total: 4, page: 1, page_size: 20 });
    assert.deepEqual(await ids(world, '?page_size=3'), [4, 3, 2]);
    assert.deepEqual(await ids(world, '?page_size=3&page=2'), [1]);
    assert.deepEqual(await ids(world, '?page_size=3&page=3'), []);
    assert.deepEqual(await page(world, '?page_size=3&page=3&status=0'), { total: 3, page: 3, page_size: 3 });
    assert.deepEqual(await page(world, '?page=1000000&page_size=100'), { total: 4, page: 1_000_000, page_size: 100 });
  });

  await t.test('ids come all at once, in the order asked for', async () => {
    const all = async (query: string) => (await world.call('GET', `/api/v1/task/ids${query}`)).data;
    assert.deepEqual(await all(''), { task_ids: [4, 3, 2, 1], complete: true });
    assert.deepEqual(await all('?search=phone1&sort=id'), { task_ids: [1, 2], complete: true });
    assert.deepEqual(await all('?limit=4'), { task_ids: [4, 3, 2, 1], complete: true });
    assert.deepEqual(await all('?limit=3&status=0&sort=scheduled_at'), { task_ids: [1, 3, 2], complete: true });
    assert.deepEqual(await all('?limit=2'), { task_ids: [4, 3], complete: false });
  });

  const bad: readonly [query: string, path: string][] = [
    ['?page=0', 'query.page'],
    ['?page=-1', 'query.page'],
    ['?page=x', 'query.page'],
    ['?page=1&page=2', 'query.page'],
    ['?page_size=0', 'query.page_size'],
    ['?page_size=101', 'query.page_size'],
    ['?status=4', 'query.status'],
    ['?status=', 'query.status'],
    ['?source=cli', 'query.source'],
    ['?platform=youtube', 'query.platform'],
    ['?sort=status', 'query.sort'],
    ['?created_from=yesterday', 'query.created_from'],
    ['?created_to=2026-02-30T00:00:00Z', 'query.created_to'],
    ['?created_from=2026-03-02T00:00:00Z&created_to=2026-03-01T00:00:00Z', 'query.created_to'],
    ['?q=%00', 'query.q'],
    ['?serial=', 'query.serial'],
    ['?state=0', 'query.state'],
    ['?statuses=', 'query.statuses'],
    ['?statuses=0,4', 'query.statuses'],
    ['?ids=0', 'query.ids'],
    ['?ids=1,', 'query.ids'],
    ['?error=lost', 'query.error'],
    ['?due_from=2026-03-02T10:00:00Z&due_to=2026-03-01T10:00:00Z', 'query.due_to'],
    ['?finished_to=soon', 'query.finished_to'],
  ];
  for (const [query, path] of bad) {
    await t.test(`${query} is refused`, async () => {
      const answer = await world.call('GET', `/api/v1/task${query}`);
      assert.deepEqual([answer.code, answer.paths], [40001, [path]]);
    });
  }

  await t.test('a plus that was lost in the URL is explained', async () => {
    const answer = await world.call('GET', '/api/v1/task?created_from=2026-03-02T00:00:00+01:00');
    assert.match(answer.errors, /^query\.created_from: .*%2B/);
  });

  await t.test('statistics count each state', async () => {
    const { data } = await world.call('GET', '/api/v1/task/stats');
    assert.deepEqual(data, { total: 4, pending: 3, running: 0, completed: 0, failed: 1 });
  });
});
