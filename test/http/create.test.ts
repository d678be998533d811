import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';

import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { addAccounts, CLIP, openWorld, PHOTOS, videoRequest, type World } from './world.ts';

async function read(world: World, id: number): Promise<TaskDetail> {
  return (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
}

async function readAll(world: World, ids: readonly number[]): Promise<TaskDetail[]> {
  return await Promise.all(ids.map(async (id) => await read(world, id)));
}

/** Who publishes what where, in the order of creation. */
async function targets(world: World, body: object): Promise<(string | null)[][]> {
  const tasks = await readAll(world, await world.create(body));
  return tasks.map((task) => [task.serial, task.username, task.platform]);
}

const sha256Of = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

test('the curl of the contract creates a pending task, its job and its fact', async (t) => {
  const world = await openWorld(t);
  const script_config = {
    content_type: 0,
    captions: 'Mira mi nuevo video #viral',
    material_list: [CLIP],
    upload_wait_time: 60,
  };
  const answer = await world.call('POST', '/api/v1/task', {
    json: { serials: ['PHONE1'], script_name: 'post', script_config },
  });
  assert.deepEqual([answer.status, answer.code, answer.message], [200, 0, 'success']);
  assert.deepEqual(answer.data, { task_ids: [1], created_count: 1 });
  assert.deepEqual(world.facts, [{ name: 'task.created', payload: { taskId: 1, serial: 'PHONE1' } }]);

  const task = await read(world, 1);
  assert.deepEqual(
    [task.status, task.status_text, task.attempt, task.source, task.priority, task.max_retries],
    [0, 'pending', 1, 'api', 0, 0],
  );
  assert.deepEqual([task.serial, task.username, task.platform, task.script_name], ['PHONE1', null, 'tiktok', 'post']);
  assert.deepEqual(task.script_config, script_config);
  assert.deepEqual(
    [task.started_at, task.finished_at, task.progress, task.error, task.result],
    [null, null, null, null, null],
  );
  assert.deepEqual([task.caption, task.title, task.notes, task.attempts], ['Mira mi nuevo video #viral', null, [], []]);
  const { size } = { size: (await readFile(CLIP)).length };
  assert.deepEqual(task.materials, [
    { sha256: await sha256Of(CLIP), name: 'clip.mp4', mime: 'video/mp4', size_bytes: size },
  ]);
  assert.equal(task.scheduled_at, task.created_at);

  const { plan } = await world.db.selectFrom('tasks').select('plan').executeTakeFirstOrThrow();
  assert.equal((plan as { uploadWaitMs: number }).uploadWaitMs, 60_000);
  const heard = Promise.withResolvers<void>();
  await world.queue.listen('PHONE1', heard.resolve);
  await heard.promise;
});

test('targets', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, [
    { platform: 'tiktok', username: 'maria', serial: 'PHONE2' },
    { platform: 'instagram', username: 'maria', serial: 'PHONE2' },
    { platform: 'instagram', username: 'jose', serial: 'PHONE1' },
    { platform: 'tiktok', username: 'off', serial: 'PHONE2', enabled: false },
    { platform: 'tiktok', username: 'nowhere', serial: null },
  ]);
  const config = (changes: object) => ({ script_config: { material_list: [CLIP], ...changes } });

  await t.test('device mode makes one task a phone, in the order of the request', async () => {
    const made = await targets(world, videoRequest({ serials: ['PHONE2', 'PHONE1', 'PHONE3'] }));
    assert.deepEqual(made, [
      ['PHONE2', null, 'tiktok'],
      ['PHONE1', null, 'tiktok'],
      ['PHONE3', null, 'tiktok'],
    ]);
  });

  await t.test('repeated phones and accounts count once; an empty list counts as absent', async () => {
    const made = await targets(world, videoRequest({ serials: ['PHONE1', 'PHONE1'], usernames: [] }));
    assert.deepEqual(made, [['PHONE1', null, 'tiktok']]);
    const named = await targets(world, videoRequest({ serials: [], usernames: ['jose', '@jose', 'JOSE'] }));
    assert.deepEqual(named, [['PHONE1', 'jose', 'instagram']]);
  });

  await t.test('target_app says which app in device mode', async () => {
    const made = await targets(world, videoRequest(config({ target_app: 'instagram' })));
    assert.deepEqual(made, [['PHONE1', null, 'instagram']]);
  });

  await t.test('account mode goes by the account: its phone and its platform', async () => {
    const made = await targets(world, videoRequest({ serials: [], usernames: ['@jose'] }));
    assert.deepEqual(made, [['PHONE1', 'jose', 'instagram']]);
  });

  await t.test('a name on both platforms needs target_app', async () => {
    const asked = { serials: [], usernames: ['@jose', 'maria'] };
    const answer = await world.call('POST', '/api/v1/task', { json: videoRequest(asked) });
    assert.deepEqual([answer.code, answer.paths], [40001, ['script_config.target_app']]);
    assert.match(answer.errors, /@maria exists on tiktok and instagram/);
    const made = await targets(world, videoRequest({ ...asked, ...config({ target_app: 'instagram' }) }));
    assert.deepEqual(made, [
      ['PHONE1', 'jose', 'instagram'],
      ['PHONE2', 'maria', 'instagram'],
    ]);
  });

  await t.test('enable_multi_account makes one task for each enabled account, phone by phone', async () => {
    const made = await targets(world, videoRequest({ serials: ['PHONE2', 'PHONE1'], enable_multi_account: true }));
    assert.deepEqual(made, [
      ['PHONE2', 'maria', 'tiktok'],
      ['PHONE2', 'maria', 'instagram'],
      ['PHONE1', 'jose', 'instagram'],
    ]);
  });

  await t.test('target_app narrows enable_multi_account', async () => {
    const body = videoRequest({ serials: ['PHONE2'], enable_multi_account: true, ...config({ target_app: 'tiktok' }) });
    assert.deepEqual(await targets(world, body), [['PHONE2', 'maria', 'tiktok']]);
  });

  const refusals: readonly [what: string, changes: object, code: number, paths: string[], words: RegExp][] = [
    ['neither list', { serials: [] }, 40001, ['serials'], /at least one phone/],
    ['no list', { serials: undefined }, 40001, ['serials'], /at least one phone/],
    ['both lists', { usernames: ['jose'] }, 40001, ['usernames'], /together with serials/],
    ['unknown phones', { serials: ['PHONE1', 'X', 'Y'] }, 40401, [], /phone "X", "Y"/],
    ['unknown accounts', { serials: [], usernames: ['jose', 'x', '@y'] }, 40401, [], /account "@x", "@y"/],
    [
      'a disabled account',
      { serials: [], usernames: ['jose', 'off'] },
      40001,
      ['usernames.1'],
      /@off \(tiktok\) is disabled/,
    ],
    ['an unbound account', { serials: [], usernames: ['nowhere'] }, 40001, ['usernames.0'], /@nowhere .*no phone/],
    [
      'phones without accounts',
      { serials: ['PHONE1', 'PHONE3'], enable_multi_account: true },
      40001,
      ['serials.1'],
      /PHONE3 has no enabled/,
    ],
    ['a name of nothing', { serials: [], usernames: ['@'] }, 40001, ['usernames.0'], /must not be empty/],
    [
      'an account of another app',
      { serials: [], usernames: ['jose'], ...config({ target_app: 'tiktok' }) },
      40401,
      [],
      /tiktok account "@jose"/,
    ],
  ];
  for (const [what, changes, code, paths, words] of refusals) {
    await t.test(`${what}: ${code}, and nothing is created`, async () => {
      const before = await world.db.selectFrom('tasks').select('id').execute();
      const answer = await world.call('POST', '/api/v1/task', {
        json: videoRequest(changes),
      });
      assert.deepEqual([answer.code, answer.paths], [code, paths]);
      assert.match(paths.length === 0 ? answer.message : answer.errors, words);
      assert.deepEqual(await world.db.selectFrom('tasks').select('id').execute(), before);
    });
  }

  await t.test('an offline phone is accepted: its tasks wait', async () => {
    await world.db.updateTable('devices').set({ state: 'offline' }).where('serial', '=', 'PHONE3').execute();
    const [id = 0] = await world.create(videoRequest({ serials: ['PHONE3'] }));
    assert.equal((await read(world, id)).status_text, 'pending');
  });
});

test('captions', async (t) => {
  const world = await openWorld(t, { draws: [0, 0.99] });
  const serials = ['PHONE1', 'PHONE2'];

  await t.test('are drawn for each task, once', async () => {
    const [first = 0, second = 0] = await world.create(
      videoRequest({ serials }, { captions: '{Hola|Buenas} 🎬\n#viral' }),
    );
    assert.equal((await read(world, first)).caption, 'Hola 🎬\n#viral');
    assert.equal((await read(world, second)).caption, 'Buenas 🎬\n#viral');
    assert.equal((await read(world, second)).caption, 'Buenas 🎬\n#viral');
  });

  await t.test('split into title and description on TikTok only', async () => {
    const [tiktok = 0] = await world.create(videoRequest({}, { captions: 'Title##Text' }));
    const [instagram = 0] = await world.create(videoRequest({}, { captions: 'Title##Text', target_app: 'instagram' }));
    assert.deepEqual([(await read(world, tiktok)).title, (await read(world, tiktok)).caption], ['Title', 'Text']);
    assert.deepEqual(
      [(await read(world, instagram)).title, (await read(world, instagram)).caption],
      [null, 'Title##Text'],
    );
  });

  await t.test('too long for the app are refused with their length', async () => {
    const json = videoRequest({}, { captions: 'x'.repeat(2_201), target_app: 'instagram' });
    const answer = await world.call('POST', '/api/v1/task', { json });
    assert.deepEqual([answer.code, answer.paths], [40001, ['script_config.captions']]);
    assert.match(answer.errors, /2201/);
  });
});

test('media', async (t) => {
  const world = await openWorld(t);

  await t.test('several videos are dealt out in turn', async () => {
    const copy = join(dirname(world.evidence.directory), 'other.mp4');
    await writeFile(copy, Buffer.concat([await readFile(CLIP), Buffer.from([0, 0, 0, 8]), Buffer.from('free')]));
    const ids = await world.create(
      videoRequest({ serials: ['PHONE1', 'PHONE2', 'PHONE3'] }, { material_list: [CLIP, copy] }),
    );
    const names = (await readAll(world, ids)).map((task) => task.materials.map((material) => material.name));
    assert.deepEqual(names, [['clip.mp4'], ['other.mp4'], ['clip.mp4']]);
    const [id = 0] = await world.create(videoRequest({}, { material_list: [CLIP, copy] }));
    assert.match((await read(world, id)).notes.join(), /last 1 found no target/);
  });

  await t.test('images go together, and the task says which way they take', async () => {
    const [id = 0] = await world.create(videoRequest({}, { content_type: 1, material_list: PHOTOS }));
    const task = await read(world, id);
    assert.deepEqual(
      task.materials.map((material) => material.name),
      ['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg'],
    );
    assert.match(task.notes.join(), /\+ picker/);
  });

  await t.test('a later change of the file changes no task; material:// finds what is kept', async () => {
    const source = join(dirname(world.evidence.directory), 'gone.mp4');
    await writeFile(source, await readFile(CLIP));
    const [id = 0] = await world.create(videoRequest({}, { material_list: [source] }));
    await rm(source);
    const [material] = (await read(world, id)).materials;
    assert.equal(material?.sha256, await sha256Of(CLIP));
    const [again = 0] = await world.create(videoRequest({}, { material_list: [`material://${material?.sha256}`] }));
    assert.equal((await read(world, again)).materials[0]?.sha256, material?.sha256);
  });

  await t.test('every file that cannot be used is named', async () => {
    const list = [CLIP, PHOTOS[0], '/nowhere/x.mp4', `material://${'0'.repeat(64)}`];
    const answer = await world.call('POST', '/api/v1/task', { json: videoRequest({}, { material_list: list }) });
    const path = 'script_config.material_list';
    assert.deepEqual([answer.code, answer.paths], [40001, [`${path}.1`, `${path}.2`, `${path}.3`]]);
    assert.match(answer.errors, /photo-1\.jpg" is an image, but content_type asks for a video/);
  });

  await t.test('more images than the app takes are refused before anything is read', async () => {
    const list = new Array(21).fill('/nowhere/x.jpg');
    const config = { content_type: 1, material_list: list, target_app: 'instagram' };
    const answer = await world.call('POST', '/api/v1/task', { json: videoRequest({}, config) });
    assert.deepEqual([answer.code, answer.paths], [40001, ['script_config.material_list']]);
    assert.match(answer.errors, /21 images; instagram takes at most 20/);
  });
});

test('due times, priority and retries', async (t) => {
  const world = await openWorld(t, { draws: [0.5], timeZone: 'America/New_York' });
  await addAccounts(world, [
    { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
    { platform: 'instagram', username: 'ana', serial: 'PHONE1' },
    { platform: 'tiktok', username: 'eva', serial: 'PHONE2' },
  ]);
  world.clock.set('2026-03-08T05:00:00Z');

  await t.test('start_time goes by the configured zone, intervals by the phone', async () => {
    const body = {
      serials: ['PHONE1', 'PHONE2'],
      enable_multi_account: true,
      start_time: '02:30',
      min_interval: 10,
      max_interval: 20,
    };
    const tasks = await readAll(world, await world.create(videoRequest(body)));
    assert.deepEqual(
      tasks.map((task) => task.scheduled_at),
      ['2026-03-08T07:30:00.000Z', '2026-03-08T07:45:00.000Z', '2026-03-08T07:30:00.000Z'],
    );
  });

  await t.test('start_at, priority and max_retries are kept', async () => {
    const [id = 0] = await world.create(
      videoRequest({ start_at: '2026-04-01T12:00:00+02:00', priority: 7, max_retries: 3 }),
    );
    const task = await read(world, id);
    assert.deepEqual([task.scheduled_at, task.priority, task.max_retries], ['2026-04-01T10:00:00.000Z', 7, 3]);
  });

  const refusals: readonly [changes: object, path: string][] = [
    [{ start_at: '2026-04-01T12:00:00+02:00', start_time: '12:00' }, 'start_at'],
    [{ start_at: '2026-03-08T04:58:00Z' }, 'start_at'],
    [{ start_at: '2026-04-01 12:00' }, 'start_at'],
    [{ min_interval: 5, max_interval: 4 }, 'max_interval'],
    [{ min_interval: -1 }, 'min_interval'],
    [{ max_interval: 0.5 }, 'max_interval'],
    [{ start_time: '25:00' }, 'start_time'],
  ];
  for (const [changes, path] of refusals) {
    await t.test(`${JSON.stringify(changes)} is refused at ${path}`, async () => {
      const answer = await world.call('POST', '/api/v1/task', {
        json: videoRequest(changes),
      });
      assert.deepEqual([answer.code, answer.paths], [40001, [path]]);
    });
  }
});

test('a request that fails at its last task leaves nothing', async (t) => {
  const world = await openWorld(t);
  await sql`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'a secret of the database'; end $$`.execute(
    world.db,
  );
  await sql`
    create trigger refuse before insert on tasks for each row when (new.serial = 'PHONE2') execute function refuse()`.execute(
    world.db,
  );
  const answer = await world.call('POST', '/api/v1/task', { json: videoRequest({ serials: ['PHONE1', 'PHONE2'] }) });
  assert.equal(answer.code, 50001);
  assert.doesNotMatch(JSON.stringify(answer), /secret|insert|trigger/);
  const { total } = (await world.call('GET', '/api/v1/task/stats')).data as { total: number };
  assert.equal(total, 0);
  assert.deepEqual(world.facts, []);
  const { rows } = await sql<{
    jobs: number;
  }>`select count(*)::int as jobs from pgboss.job where name like 'device.%'`.execute(world.db);
  assert.equal(rows[0]?.jobs, 0);
});

test('phones beyond the limit of the licence are refused, and with them the request', async (t) => {
  const license = { plan: 'Pro', deviceLimit: 2, holder: 'Test', expiresAt: null } as const;
  const world = await openWorld(t, { license });
  const json = videoRequest({ serials: ['PHONE1', 'PHONE2', 'PHONE3'] });
  const answer = await world.call('POST', '/api/v1/task', { json });
  assert.deepEqual([answer.status, answer.code], [403, 40301]);
  assert.match(answer.message, /2 phones.*PHONE3/);
  assert.equal((await world.create(videoRequest({ serials: ['PHONE1', 'PHONE2'] }))).length, 2);
});
