import assert from 'node:assert/strict';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { findMaterial } from '../../src/storage/materials.ts';
import { claimNextDue, getTask, moveTask } from '../../src/storage/tasks.ts';
import { CLIP, openWorld, PHOTOS, videoRequest, type World } from './world.ts';

const DAY_MS = 24 * 60 * 60_000;
const never = new AbortController().signal;
const run = async (world: World, sweep = false) => await world.retention.run(never, { sweep });

const RESULT = {
  rehearsal: false,
  published_at: '2026-03-01T17:30:40.113Z',
  post_url: null,
  caption: '',
  title: null,
  account: 'ana',
  materials: [],
};

type Ending = 'completed' | 'no' | 'unknown';

/** A task that has ended now, with a screenshot of so many bytes. */
async function ended(world: World, ending: Ending, bytes = 1_000): Promise<number> {
  const [id = 0] = await world.create(videoRequest({ allow_duplicate: true }));
  const finished_at = world.clock.now();
  await world.db.transaction().execute(async (tx) => {
    await claimNextDue(tx, 'PHONE1', finished_at);
    const screenshot = `${id}/1-01-published.png`;
    if (ending === 'completed')
      await moveTask(tx, { id, move: 'complete', changes: { finished_at, result: { ...RESULT, screenshot } } });
    else
      await moveTask(tx, {
        id,
        move: 'fail',
        changes: { finished_at, error: { code: 'APP_CRASHED', published: ending } },
      });
  });
  await world.evidence.keep(Buffer.alloc(bytes), {
    taskId: id,
    attempt: 1,
    sequence: 1,
    kind: 'screenshot',
    name: 'published',
  });
  return id;
}

const ids = async (world: World): Promise<number[]> =>
  (await world.db.selectFrom('tasks').select('id').orderBy('id').execute()).map(({ id }) => id);
const folders = async (world: World): Promise<string[]> => (await readdir(world.evidence.directory)).toSorted();
const fileOf = (world: World, sha256: string, extension: string) =>
  join(world.directory, 'media', sha256.slice(0, 2), `${sha256}${extension}`);
const exists = async (path: string): Promise<boolean> =>
  await stat(path).then(
    () => true,
    () => false,
  );

test('finished tasks go with their evidence when they are old; open and unknown ones stay, and who published what', async (t) => {
  const world = await openWorld(t, { keepMs: 30 * DAY_MS });
  const [completed, failed, unknown] = [
    await ended(world, 'completed'),
    await ended(world, 'no'),
    await ended(world, 'unknown'),
  ];
  const [pending = 0] = await world.create(videoRequest({ serials: ['PHONE2'], allow_duplicate: true }));
  world.clock.advance(29 * DAY_MS);
  const young = await ended(world, 'completed');
  assert.equal((await run(world)).tasks, 0);

  world.clock.advance(2 * DAY_MS);
  assert.equal((await run(world)).tasks, 2);
  assert.deepEqual(await ids(world), [unknown, pending, young]);
  assert.deepEqual(await folders(world), [unknown, young].map(String).toSorted());
  assert.deepEqual(
    world.facts
      .filter(({ name }) => name === 'task.deleted')
      .map(({ payload }) => (payload as { taskId: number }).taskId),
    [completed, failed],
  );
  const uses = await world.db.selectFrom('material_uses').select('task_id').where('task_id', 'is', null).execute();
  assert.equal(uses.length, 1, 'what was published counts as used for ever; what was not is given back');
});

test('evidence that takes too much room goes, the oldest first; its task stays and says so', async (t) => {
  const world = await openWorld(t, { budgetBytes: 2_500 });
  const unknown = await ended(world, 'unknown');
  world.clock.advance(1_000);
  const first = await ended(world, 'completed');
  world.clock.advance(1_000);
  const second = await ended(world, 'completed');
  world.clock.advance(1_000);
  const third = await ended(world, 'completed', 400);
  assert.equal((await run(world)).evidenceBytes, 1_000);
  assert.deepEqual(await folders(world), [unknown, second, third].map(String).toSorted());
  assert.deepEqual((await getTask(world.db, first)).result, { ...RESULT, screenshot: null });
  const { data } = await world.call('GET', `/api/v1/task/${first}`);
  assert.equal((data as { result: { screenshot_url: null } }).result.screenshot_url, null);
  const { data: status } = await world.call('GET', '/api/v1/status');
  const { retention } = status as { retention: { evidence_bytes: number; evidence_budget_bytes: number } };
  assert.deepEqual([retention.evidence_bytes, retention.evidence_budget_bytes], [2_400, 2_500]);
});

test('media that no task needs go after a day; what a kept task or the library needs stays', async (t) => {
  const world = await openWorld(t, { keepMs: 30 * DAY_MS });
  const [photo, libraryPhoto, taskPhoto] = await Promise.all(
    PHOTOS.map(async (path) => await world.parts.materials.store.admit(path)),
  );
  assert.ok(photo !== undefined && libraryPhoto !== undefined && taskPhoto !== undefined);
  await world.parts.materials.library.update(libraryPhoto.sha256, {});
  await world.parts.materials.library.update(libraryPhoto.sha256, { in_library: false });
  await ended(world, 'no');
  const images = { content_type: 1, captions: 'foto', material_list: [PHOTOS[2]] };
  await world.create({ serials: ['PHONE2'], script_name: 'post', script_config: images });
  assert.equal((await run(world)).materials, 0);

  world.clock.advance(2 * DAY_MS);
  assert.equal((await run(world)).materials, 1);
  assert.equal(await findMaterial(world.db, photo.sha256), undefined);
  assert.equal(await exists(fileOf(world, photo.sha256, '.jpg')), false);
  for (const { sha256, extension } of [libraryPhoto, taskPhoto]) {
    assert.notEqual(await findMaterial(world.db, sha256), undefined);
    assert.ok(await exists(fileOf(world, sha256, extension)));
  }
  // The task that failed goes by its age, and its video with it.
  world.clock.advance(30 * DAY_MS);
  assert.deepEqual(await run(world), { tasks: 1, evidenceBytes: 1_000, materials: 1, orphans: 0 });
});

test('a request that comes while its media are cleared away gets them, or a refusal, and never a task without its file', async (t) => {
  const world = await openWorld(t);
  for (let round = 0; round < 5; round += 1) {
    const { sha256, extension } = await world.parts.materials.store.admit(CLIP);
    await world.db
      .updateTable('materials')
      .set({ wanted_at: new Date(0) })
      .execute();
    const [{ code }] = await Promise.all([
      world.call('POST', '/api/v1/task', {
        json: videoRequest({ allow_duplicate: true }, { material_list: [`material://${sha256}`] }),
      }),
      run(world),
    ]);
    assert.ok(code === 0 || code === 40001, String(code));
    assert.equal(await exists(fileOf(world, sha256, extension)), code === 0);
    await world.db.deleteFrom('tasks').execute();
  }
});

test('files that no row names go when they are old, but not those of another database', async (t) => {
  const world = await openWorld(t);
  const kept = await ended(world, 'completed');
  const folder = join(world.evidence.directory, '9999');
  await mkdir(folder);
  await writeFile(join(folder, '1-01-published.png'), 'x');
  const [old, young] = ['a', 'b'].map((digit) => fileOf(world, digit.repeat(64), '.mp4'));
  assert.ok(old !== undefined && young !== undefined);
  for (const path of [old, young]) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, 'x');
  }
  await utimes(old, 0, 0);
  world.switches.ownsFiles = false;
  assert.equal((await run(world, true)).orphans, 0);
  world.switches.ownsFiles = true;
  assert.equal((await run(world, true)).orphans, 2);
  assert.deepEqual([await folders(world), await exists(old), await exists(young)], [[String(kept)], false, true]);
});
