import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { tracer } from './fuzz/traces.ts';
import { imageOf, put, videoOf } from './picks.ts';
import { CLIP, openWorld, videoRequest, type World } from './world.ts';

const TOO_LONG = 'long '.repeat(1000);

/** Sends what must be refused. @returns the code, after seeing that nothing has changed. */
async function refusedWithoutTrace(world: World, body: object): Promise<number> {
  const traces = await tracer(world);
  const before = await traces();
  const { code } = await world.call('POST', '/api/v1/task', { json: body });
  assert.deepEqual(await traces(), before);
  return code;
}

test('a request that is refused after its files were copied leaves none of them', async (t) => {
  const world = await openWorld(t);
  const [video, image] = [join(world.directory, 'v.mp4'), join(world.directory, 'i.jpg')];
  await put(video, videoOf('fresh'));
  await put(image, imageOf('fresh'));
  const folder = join(world.directory, 'folder');
  await put(join(folder, '1.mp4'), videoOf('1'));
  const picked = { material_list: [], material_source: 'localFolder', material_path: folder };
  const bodies = [
    videoRequest({}, { material_list: [video], captions: TOO_LONG }),
    videoRequest({}, { material_list: [video, join(world.directory, 'nothing.mp4')] }),
    videoRequest({}, { material_list: [video, image] }),
    videoRequest({}, { ...picked, captions: TOO_LONG }),
  ];
  for (const body of bodies) assert.equal(await refusedWithoutTrace(world, body), 40001);
  const ids = await world.create(videoRequest({}, { material_list: [video] }));
  assert.equal(ids.length, 1);
});

test('what others need stays when a request that brought it too is refused', async (t) => {
  const world = await openWorld(t);
  const path = await put(join(world.directory, 'v.mp4'), videoOf('shared'));
  const right = videoRequest({}, { material_list: [path] });
  const wrong = videoRequest({ serials: ['PHONE2'] }, { material_list: [path], captions: TOO_LONG });
  const sent = [wrong, right, wrong].map(async (json) => (await world.call('POST', '/api/v1/task', { json })).code);
  assert.deepEqual(await Promise.all(sent), [40001, 0, 40001]);
  assert.equal(await refusedWithoutTrace(world, wrong), 40001);
  const [material] = await world.db.selectFrom('materials').selectAll().execute();
  assert.equal(await world.parts.materials.store.files.isWhole({ ...(await stored(world)) }), true);
  assert.equal(material?.size_bytes, videoOf('shared').length);
});

async function stored(world: World) {
  const [row] = await world.db.selectFrom('materials').selectAll().execute();
  return await world.parts.tasks.materials.admit(`material://${row?.sha256}`);
}

test('an upload whose fields are wrong leaves no file, even where they come behind it', async (t) => {
  const world = await openWorld(t);
  const traces = await tracer(world);
  const before = await traces();
  const form = new FormData();
  form.set('file', new Blob([videoOf('sent')]), 'clip.mp4');
  form.set('sort_order', 'first');
  const { code, paths } = await formSent(world, form);
  assert.deepEqual([code, paths], [40001, ['sort_order']]);
  assert.deepEqual(await traces(), before);
  const twice = new FormData();
  for (const name of ['a.mp4', 'b.mp4']) twice.append('file', new Blob([videoOf(name)]), name);
  assert.equal((await formSent(world, twice)).code, 40001);
  assert.deepEqual(await traces(), before);
  form.set('sort_order', '1');
  assert.equal((await formSent(world, form)).code, 0);
});

async function formSent(world: World, form: FormData) {
  const response = await fetch(`${world.url}/api/v1/material`, { method: 'POST', body: form });
  const { code, data } = (await response.json()) as { code: number; data: { errors?: { path: string }[] } | null };
  return { code, paths: data?.errors?.map(({ path }) => path) ?? [] };
}

test('a file that tasks have is not taken away with a request that names it by its hash', async (t) => {
  const world = await openWorld(t);
  await world.create(videoRequest());
  const { sha256 } = await world.parts.tasks.materials.admit(CLIP);
  const wrong = videoRequest({ serials: ['PHONE3'] }, { material_list: [`material://${sha256}`], captions: TOO_LONG });
  assert.equal(await refusedWithoutTrace(world, wrong), 40001);
});
