import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checker } from '../../src/contract/check.ts';
import type { Script } from '../../src/contract/script.ts';
import { CaptionPreview, TaskPreview } from '../../src/contract/task-preview.ts';
import { tracer } from './fuzz/traces.ts';
import { addAccounts, openWorld, PHOTOS, videoRequest, type World } from './world.ts';

const HOUR_MS = 60 * 60_000;
const SECOND_MS = 1000;

async function preview(world: World, body: object): Promise<TaskPreview> {
  const { code, data, message } = await world.call('POST', '/api/v1/task/preview', { json: body });
  assert.equal(code, 0, message);
  return checker(TaskPreview)(data);
}

/** As if a task had been carried out, `tookMs` from its start to its end. */
async function carryOut(world: World, taskId: number, tookMs: number): Promise<void> {
  const startedAt = new Date(world.clock.now().getTime() - HOUR_MS);
  const values = {
    task_id: taskId,
    number: 1,
    token: `token-${taskId}`,
    server_id: 'here',
    started_at: startedAt,
    committed_at: startedAt,
    finished_at: new Date(startedAt.getTime() + tookMs),
    outcome: 'completed' as const,
    steps: '[]',
    evidence: '[]',
  };
  await world.db.insertInto('attempts').values(values).execute();
  await world.db.updateTable('tasks').set({ status: 2 }).where('id', '=', taskId).execute();
}

test('a preview says what creation would make, and leaves nothing behind', async (t) => {
  const world = await openWorld(t, { timeZone: 'UTC', duplicateWithinMs: 24 * HOUR_MS });
  await addAccounts(world, [
    { platform: 'tiktok', username: 'maria', serial: 'PHONE2' },
    { platform: 'instagram', username: 'jose', serial: 'PHONE2' },
    { platform: 'instagram', username: 'ana', serial: 'PHONE1' },
  ]);
  const traces = await tracer(world);
  const before = await traces();
  world.facts.splice(0);
  const start_at = new Date(Math.ceil(world.clock.now().getTime() / HOUR_MS) * HOUR_MS).toISOString();
  const body = videoRequest(
    { serials: [], usernames: ['maria', 'jose', 'ana'], start_at, min_interval: 10, stagger: 5 },
    { captions: '{Hola|Buenas} a {todos|todas|{ti|vosotros}}' },
  );
  const found = await preview(world, body);
  const after = (minutes: number) => new Date(Date.parse(start_at) + minutes * 60_000).toISOString();
  assert.deepEqual(
    found.tasks.map((task) => [task.serial, task.username, task.platform, task.kind, task.scheduled_at]),
    [
      ['PHONE2', 'maria', 'tiktok', 'video', after(0)],
      ['PHONE2', 'jose', 'instagram', 'reel', after(10)],
      ['PHONE1', 'ana', 'instagram', 'reel', after(5)],
    ],
  );
  assert.deepEqual([found.total, found.phones, found.first_at, found.last_at], [3, 2, after(0), after(10)]);
  assert.deepEqual(
    found.tasks.map(({ caption, readings, materials }) => [caption, readings, materials.map(({ name }) => name)]),
    Array.from({ length: 3 }, () => ['Hola a todos', 8, ['clip.mp4']]),
  );
  assert.deepEqual([found.finished_at, found.duplicates], [null, null]);
  assert.deepEqual([await traces(), world.facts], [before, []], 'files of the request went again');

  const created = await world.create(body);
  const { data } = await world.call('GET', '/api/v1/task?sort=id');
  const made = (data as { tasks: { id: number; scheduled_at: string }[] }).tasks;
  assert.deepEqual(
    made.map((task) => [task.id, task.scheduled_at]),
    found.tasks.map((task, index) => [created[index], task.scheduled_at]),
  );

  const again = await preview(world, body);
  assert.deepEqual([again.total, again.duplicates?.code], [3, 40901]);
  assert.deepEqual(
    again.duplicates?.tasks.map((task) => task.task_id),
    created,
  );
  assert.equal((await preview(world, { ...body, allow_duplicate: true })).duplicates, null);
});

test('a preview is refused in the words of creation', async (t) => {
  const world = await openWorld(t);
  const bodies: object[] = [
    videoRequest({ serials: ['NOBODY'] }),
    videoRequest({}, { material_list: [...PHOTOS, '/nowhere.mp4'] }),
    videoRequest({}, { captions: '#a '.repeat(31), target_app: 'instagram' }),
    videoRequest({ start_at: '2001-01-01T00:00:00Z' }),
    videoRequest({}, { post_way: 'useSound' }),
    videoRequest({ script_name: 'nothing' }),
    { serials: ['PHONE1'], script_name: 'post', script_config: {} },
  ];
  // The words about the past tell the time.
  const told = (answer: { status: number; code: number; message: string }) => [
    answer.status,
    answer.code,
    answer.message.replaceAll(/\d\d\.\d{3}Z/g, ''),
  ];
  for (const json of bodies) {
    const refused = await world.call('POST', '/api/v1/task/preview', { json });
    assert.notEqual(refused.code, 0);
    assert.deepEqual(told(refused), told(await world.call('POST', '/api/v1/task', { json })));
  }
});

test('when the last one is finished is told by what such tasks took and what waits before them', async (t) => {
  const world = await openWorld(t);
  const [one = 0, two = 0, three = 0] = await world.create(videoRequest({ serials: ['PHONE1', 'PHONE2', 'PHONE3'] }));
  await carryOut(world, one, 20 * SECOND_MS);
  await carryOut(world, two, 30 * SECOND_MS);
  await carryOut(world, three, 100 * SECOND_MS);
  const now = world.clock.now().getTime();
  const secondsTo = (end: string | null) => Math.round((Date.parse(end ?? '') - now) / SECOND_MS);
  const alone = await preview(world, videoRequest({ serials: ['PHONE1', 'PHONE2'] }));
  assert.ok(Math.abs(secondsTo(alone.finished_at) - 30) <= 5, alone.finished_at ?? 'nothing');
  await world.create(videoRequest({ serials: ['PHONE2'], start_at: new Date(now).toISOString() }));
  const behind = await preview(world, videoRequest({ serials: ['PHONE1', 'PHONE2'], stagger: 60 }));
  assert.ok(Math.abs(secondsTo(behind.finished_at) - 3630) <= 5, 'an hour later, after the other one');
  const rehearsal = await preview(world, videoRequest({}, { rehearsal: true }));
  assert.equal(rehearsal.finished_at, null, 'none was seen');
});

test('a caption is counted and drawn for each app', async (t) => {
  const world = await openWorld(t, { draws: [0, 0.99] });
  const ask = async (json: object) =>
    checker(CaptionPreview)((await world.call('POST', '/api/v1/task/preview/caption', { json })).data);
  const found = await ask({ captions: 'Título 🎬##{Hola|Buenas} #a#b', draws: 2 });
  assert.equal(found.readings, 2);
  assert.deepEqual(
    found.apps.map(({ platform, drawn }) => [
      platform,
      ...drawn.map(({ title, caption, units, title_units, hashtags }) => [
        title,
        caption,
        units,
        title_units,
        hashtags,
      ]),
    ]),
    [
      ['tiktok', ['Título 🎬', 'Hola #a#b', 19, 9, 2], ['Título 🎬', 'Buenas #a#b', 21, 9, 2]],
      ['instagram', [null, 'Título 🎬##Hola #a#b', 20, 0, 3], [null, 'Título 🎬##Buenas #a#b', 22, 0, 3]],
    ],
  );
  const long = await ask({ captions: 'x'.repeat(2_201) });
  assert.deepEqual(
    long.apps.map(({ drawn: [first] }) => [first?.units, first?.problem === null]),
    [
      [2_201, true],
      [2_201, false],
    ],
  );
  assert.match(long.apps[1]?.drawn[0]?.problem ?? '', /has 2201 characters .*instagram takes 2200/);
  assert.equal((await ask({ captions: '{a|b}'.repeat(60) })).readings, Number.MAX_SAFE_INTEGER);
  const { apps } = (await world.call('GET', '/api/v1/script/post')).data as Script;
  assert.deepEqual(
    apps.map((app) => [app.platform, app.caption_units, app.title_units, app.hashtags, app.images]),
    [
      ['tiktok', 4000, 90, null, 35],
      ['instagram', 2200, null, 30, 20],
    ],
  );
});
