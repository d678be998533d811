import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import type { Material, MaterialDetail, MaterialList, MaterialTags, Uploaded } from '../../src/contract/material.ts';
import { CLIP, openWorld, PHOTOS, videoRequest, type World } from './world.ts';

const PATH = '/api/v1/material';

interface FileWish {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly query?: string;
}

async function send(world: World, { bytes, name = 'clip.mp4', fields = {}, query = '' }: FileWish) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([bytes]), name);
  const body = new Response(form);
  const headers = { 'content-type': body.headers.get('content-type') ?? '' };
  return await world.call('POST', `${PATH}${query}`, { body: new Uint8Array(await body.arrayBuffer()), headers });
}

async function add(world: World, path: string, fields: Readonly<Record<string, string>> = {}): Promise<Material> {
  const answer = await send(world, { bytes: new Uint8Array(await readFile(path)), name: path, fields });
  const { material } = answer.data as Uploaded;
  assert.ok(material !== null, answer.message);
  return material;
}

const shaOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a file is sent, described, read and sent back', async (t) => {
  const world = await openWorld(t);
  const bytes = new Uint8Array(await readFile(CLIP));
  const answer = await send(world, {
    bytes,
    fields: { tags: ' Summer, cats,summer ', caption: 'Hola', sort_order: '-3' },
  });
  const { material, ...rest } = answer.data as Uploaded;
  assert.deepEqual(rest, { complete: true, received_bytes: bytes.length, created: true });
  assert.ok(material !== null);
  const { sha256 } = material;
  assert.equal(sha256, shaOf(bytes));
  assert.deepEqual(
    [material.name, material.tags, material.caption, material.sort_order],
    ['clip.mp4', ['summer', 'cats'], 'Hola', -3],
  );
  assert.deepEqual([material.duration_ms, material.width_px, material.video_codec], [6000, 720, 'h264']);
  const detail = (await world.call('GET', `${PATH}/${sha256}`)).data as MaterialDetail;
  assert.deepEqual([detail.uses, detail.needed_by, detail.use_count], [[], [], 0]);
  assert.deepEqual(
    detail.fits.map(({ platform, kind, errors }) => [platform, kind, errors.length]),
    [
      ['tiktok', 'video', 0],
      ['instagram', 'reel', 0],
      ['instagram', 'story', 0],
    ],
  );
  const file = await fetch(`${world.url}${material.file_url}`);
  assert.equal(file.headers.get('content-type'), 'video/mp4');
  assert.equal(shaOf(new Uint8Array(await file.arrayBuffer())), sha256);
});

test('parts of a file are sent when they are asked for', async (t) => {
  const world = await openWorld(t);
  const { file_url: url, size_bytes: size } = await add(world, CLIP);
  const bytes = await readFile(CLIP);
  const ask = async (range: string) => await fetch(`${world.url}${url}`, { headers: { range } });
  for (const [range, start, end] of [
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, size],
    ['bytes=-7', size - 7, size],
    [`bytes=5-${size * 2}`, 5, size],
  ] as const) {
    const answer = await ask(range);
    assert.equal(answer.status, 206);
    assert.equal(answer.headers.get('content-range'), `bytes ${start}-${end - 1}/${size}`);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes.subarray(start, end));
  }
  assert.equal((await ask(`bytes=${size}-`)).status, 416);
  assert.equal((await ask('bytes=9-3')).status, 416);
  assert.equal((await ask('lines=1-2')).status, 200);
  const head = await fetch(`${world.url}${url}`, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(size)]);
});

test('the same bytes are kept once; what is said about them is added', async (t) => {
  const world = await openWorld(t);
  const first = await add(world, CLIP, { tags: 'a', caption: 'one' });
  const bytes = new Uint8Array(await readFile(CLIP));
  const again = (await send(world, { bytes, name: 'other.mp4', fields: { tags: 'b' } })).data as Uploaded;
  assert.equal(again.created, false);
  assert.deepEqual(
    [again.material?.name, again.material?.tags, again.material?.caption],
    ['clip.mp4', ['a', 'b'], 'one'],
  );
  const announced = `?sha256=${first.sha256}&size_bytes=${bytes.length}`;
  assert.equal(((await send(world, { bytes, query: announced })).data as Uploaded).created, false);
  assert.equal(((await world.call('GET', PATH)).data as MaterialList).total, 1);
});

test('materials are listed by what is asked for, page by page', async (t) => {
  const world = await openWorld(t);
  await add(world, CLIP, { tags: 'cats,summer', sort_order: '2' });
  for (const [index, photo] of PHOTOS.entries()) await add(world, photo, { tags: 'cats', sort_order: `${5 - index}` });
  const list = async (query: string): Promise<readonly [total: number, names: string]> => {
    const { total, materials } = (await world.call('GET', `${PATH}?${query}`)).data as MaterialList;
    return [total, materials.map((material) => material.name.replace(/^photo-|\..*$/g, '')).join(' ')];
  };
  assert.deepEqual(await list(''), [4, '3 2 1 clip']);
  assert.deepEqual(await list('sort=sort_order'), [4, 'clip 3 2 1']);
  assert.deepEqual(await list('sort=created_at&page=2&page_size=3'), [4, '3']);
  assert.deepEqual(await list('page=9'), [4, '']);
  assert.deepEqual(await list('kind=video'), [1, 'clip']);
  assert.deepEqual(await list('tag=CATS,summer'), [1, 'clip']);
  assert.deepEqual(await list('q=PHOTO-2'), [1, '2']);
  assert.deepEqual(await list('q=summ'), [1, 'clip']);
  assert.deepEqual(await list('q=%25'), [0, '']);
  assert.deepEqual(await list('used=true'), [0, '']);
  assert.deepEqual(await list('used=false&kind=image&sort=name'), [3, '1 2 3']);
  const { tags } = (await world.call('GET', `${PATH}/tags`)).data as MaterialTags;
  assert.deepEqual(
    tags.map(({ tag, materials }) => [tag, materials]),
    [
      ['cats', 4],
      ['summer', 1],
    ],
  );
  for (const query of ['page=0', 'page_size=101', 'kind=audio', 'sort=size', 'tags=x']) {
    assert.equal((await world.call('GET', `${PATH}?${query}`)).code, 40001, query);
  }
});

test('what is said about a material can be changed, and nothing else', async (t) => {
  const world = await openWorld(t);
  const { sha256 } = await add(world, CLIP);
  const path = `${PATH}/${sha256}`;
  const changes = { name: '../a\u202egpj.mp4', tags: ['B', ' b ', 'a'], caption: 'x', sort_order: 7 };
  const changed = (await world.call('PATCH', path, { json: changes })).data as Material;
  assert.deepEqual([changed.name, changed.tags, changed.caption, changed.sort_order], ['agpj.mp4', ['b', 'a'], 'x', 7]);
  assert.equal(((await world.call('PATCH', path, { json: { caption: null } })).data as Material).caption, null);
  for (const json of [{}, { size_bytes: 1 }, { tags: ['a,b'] }, { tags: [''] }, { sort_order: 1.5 }, { caption: 5 }]) {
    assert.equal((await world.call('PATCH', path, { json })).code, 40001, JSON.stringify(json));
  }
  const unknown = `${PATH}/${'0'.repeat(64)}`;
  for (const method of ['GET', 'DELETE']) assert.equal((await world.call(method, unknown)).code, 40401);
  assert.equal((await world.call('PATCH', unknown, { json: { caption: 'x' } })).code, 40401);
  assert.equal((await world.call('GET', `${PATH}/abc`)).code, 40001);
  for (const file of ['file', 'thumbnail']) assert.equal((await world.call('GET', `${unknown}/${file}`)).code, 40401);
});

test('every material has a small picture', async (t) => {
  const world = await openWorld(t);
  for (const path of [CLIP, PHOTOS[0] as string]) {
    const { thumbnail_url: url } = await add(world, path);
    for (const time of ['drawn', 'kept']) {
      const answer = await fetch(`${world.url}${url}`);
      assert.equal(answer.headers.get('content-type'), 'image/jpeg', time);
      const bytes = Buffer.from(await answer.arrayBuffer());
      assert.equal(bytes.readUInt16BE(0), 0xff_d8);
      assert.ok(bytes.length > 500 && bytes.length < 50_000, time);
    }
  }
});

test('a material of the library is published by its address, and then not deleted unless by force', async (t) => {
  const world = await openWorld(t);
  const { sha256, source } = await add(world, CLIP);
  const [first = 0, second = 0] = await world.create(
    videoRequest({ serials: ['PHONE1', 'PHONE2'] }, { material_list: [source] }),
  );
  const path = `${PATH}/${sha256}`;
  const refused = await world.call('DELETE', path);
  assert.equal(refused.code, 40901);
  assert.deepEqual((refused.data as { task_ids: number[] }).task_ids, [first, second]);
  assert.match(refused.message, new RegExp(`still to be published by tasks ${first}, ${second}`));
  const detail = (await world.call('GET', path)).data as MaterialDetail;
  assert.deepEqual([detail.needed_by, detail.use_count], [[first, second], 2]);
  assert.deepEqual(
    detail.uses.map((use) => use.task_id),
    [second, first],
  );
  await world.db.updateTable('tasks').set({ status: 1 }).where('id', '=', first).execute();
  const running = await world.call('DELETE', `${path}?force=true`);
  assert.equal(running.code, 40901);
  assert.match(running.message, new RegExp(`published right now by task ${first}\\.`));
  await world.db.updateTable('tasks').set({ status: 2 }).where('id', '=', first).execute();
  const deleted = await world.call('DELETE', `${path}?force=true`);
  assert.deepEqual(deleted.data, { deleted: true, failed_task_ids: [second] });
  const task = (await world.call('GET', `/api/v1/task/${second}`)).data as { status: number; error: { code: string } };
  assert.deepEqual([task.status, task.error.code], [3, 'MATERIAL_DELETED']);
  assert.ok(world.facts.some(({ name, payload }) => name === 'task.changed' && JSON.stringify(payload).includes('3')));
  assert.equal((await world.call('GET', path)).code, 40401);
  // Who published it is still known when it comes back.
  const back = await add(world, CLIP);
  assert.equal(back.use_count, 2);
});
