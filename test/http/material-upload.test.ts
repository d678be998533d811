import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import type { Uploaded, UploadProgress } from '../../src/contract/material.ts';
import { sendAndCut, sendHalf, sendRaw } from './upload.ts';
import { CLIP, openWorld, PHOTOS, type World } from './world.ts';

const PATH = '/api/v1/material';
const shaOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const pathOf = (bytes: Uint8Array, offset = 0): string =>
  `${PATH}?sha256=${shaOf(bytes)}&size_bytes=${bytes.length}&offset=${offset}`;

async function progress(world: World, sha256: string): Promise<UploadProgress> {
  return (await world.call('GET', `${PATH}/upload/${sha256}`)).data as UploadProgress;
}

/** Waits until the server has noticed the cut: only then may the same file be sent again. */
async function settled(world: World, bytes: Uint8Array): Promise<number> {
  for (;;) {
    const { received_bytes: offset } = await progress(world, shaOf(bytes));
    const gap = { path: pathOf(bytes, bytes.length), name: 'x', bytes: new Uint8Array() };
    const { code, message } = await sendRaw(world.url, gap);
    if (!message.includes('is being sent already')) {
      assert.equal(code, 40901);
      return offset;
    }
    await pause(5);
  }
}

/** What the store keeps besides whole materials. */
async function leftovers(world: World): Promise<string[]> {
  const { partialDirectory, unfinished } = { ...world.parts.materials.store.files, ...filesOf(world) };
  return [...(await readdir(partialDirectory)), ...(await readdir(unfinished))];
}

function filesOf(world: World) {
  const { files } = world.parts.materials.store;
  return { partialDirectory: files.partialDirectory, unfinished: join(files.unfinished(), '..') };
}

test('an upload that is cut at any place goes on where it was cut', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  const sha256 = shaOf(bytes);
  assert.deepEqual(await progress(world, sha256), { sha256, received_bytes: 0, complete: false });
  let offset = 0;
  for (let cut = 0; cut < 6; cut += 1) {
    const rest = bytes.subarray(offset);
    const at = 1000 + Math.floor(Math.random() * 30_000);
    const until = async () => {
      while ((await progress(world, sha256)).received_bytes === offset) await pause(5);
    };
    await sendAndCut(world.url, { path: pathOf(bytes, offset), name: 'clip.mp4', bytes: rest }, { at, until });
    const received = await settled(world, bytes);
    assert.ok(received > offset && received <= offset + at, `${received} of ${offset} + ${at}`);
    offset = received;
  }
  const last = { path: pathOf(bytes, offset), name: 'clip.mp4', bytes: bytes.subarray(offset) };
  const { material, ...rest } = (await sendRaw(world.url, last)).data as Uploaded;
  assert.deepEqual(rest, { complete: true, received_bytes: bytes.length, created: true });
  assert.equal(material?.sha256, sha256);
  assert.deepEqual(await progress(world, sha256), { sha256, received_bytes: bytes.length, complete: true });
  assert.deepEqual(await leftovers(world), []);
});

test('a file may come in parts, and a part twice', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  const send = async (start: number, end: number) =>
    (await sendRaw(world.url, { path: pathOf(bytes, start), name: 'c', bytes: bytes.subarray(start, end) }))
      .data as Uploaded;
  assert.equal((await send(0, 100_000)).received_bytes, 100_000);
  assert.equal((await send(100_000, 150_000)).received_bytes, 150_000);
  assert.equal((await send(50_000, 160_000)).received_bytes, 160_000);
  assert.equal((await send(160_000, bytes.length)).complete, true);
});

test('bytes before the offset must be there, and none too many come', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  const gap = await sendRaw(world.url, { path: pathOf(bytes, 5), name: 'c', bytes: bytes.subarray(5) });
  assert.deepEqual([gap.code, gap.data], [40901, { received_bytes: 0 }]);
  const tooMany = `${PATH}?sha256=${shaOf(bytes)}&size_bytes=1000`;
  const refused = await sendRaw(world.url, { path: tooMany, name: 'c', bytes });
  assert.match(`${refused.code} ${refused.message}`, /^40001 More bytes came than size_bytes says \(1000\)/);
  assert.deepEqual(await leftovers(world), []);
});

test('bytes that are not those of the hash are discarded', async (t) => {
  const world = await openWorld(t);
  const [bytes, other] = [await readFile(CLIP), await readFile(PHOTOS[0] as string)];
  const path = `${PATH}?sha256=${shaOf(other)}&size_bytes=${bytes.length}`;
  const refused = await sendRaw(world.url, { path, name: 'c', bytes });
  assert.match(`${refused.code} ${refused.message}`, /^40001 The bytes are not those of the file that was announced/);
  assert.equal((await progress(world, shaOf(other))).received_bytes, 0);
  // Half of another file, then the right second half.
  await sendRaw(world.url, { path: pathOf(bytes), name: 'c', bytes: other.subarray(0, 50_000) });
  const mixed = await sendRaw(world.url, { path: pathOf(bytes, 50_000), name: 'c', bytes: bytes.subarray(50_000) });
  assert.equal(mixed.code, 40001);
  assert.deepEqual(await leftovers(world), []);
});

test('what is no media is refused by its content, and nothing of it stays', async (t) => {
  const world = await openWorld(t);
  const text = Buffer.from('this is no video');
  for (const path of [PATH, pathOf(text)]) {
    const refused = await sendRaw(world.url, { path, name: 'clip.mp4', bytes: text });
    assert.match(`${refused.code} ${refused.message}`, /^40001 "clip\.mp4" is no video or image by its content/);
  }
  const empty = await sendRaw(world.url, { path: PATH, name: 'clip.mp4', bytes: new Uint8Array() });
  assert.match(empty.message, /empty/);
  assert.deepEqual(await leftovers(world), []);
});

test('an upload without a hash leaves nothing when it is cut', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  await sendAndCut(world.url, { path: PATH, name: 'clip.mp4', bytes }, { at: 100_000 });
  while ((await leftovers(world)).length > 0) await pause(5);
  assert.equal((await sendRaw(world.url, { path: PATH, name: 'clip.mp4', bytes })).code, 0);
});

test('the same file is sent once at a time', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  const first = await sendHalf(world.url, { path: pathOf(bytes), name: 'clip.mp4', bytes });
  while ((await progress(world, shaOf(bytes))).received_bytes === 0) await pause(5);
  const second = await sendRaw(world.url, { path: pathOf(bytes), name: 'clip.mp4', bytes });
  assert.match(`${second.code} ${second.message}`, /^40901 This file is being sent already/);
  const other = await readFile(PHOTOS[0] as string);
  assert.equal((await sendRaw(world.url, { path: pathOf(other), name: 'p.jpg', bytes: other })).code, 0);
  assert.equal(((await first.finish()).data as Uploaded).created, true);
});

test('two uploads of the same bytes without a hash end as one material', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  const upload = { path: PATH, name: 'clip.mp4', bytes };
  const answers = await Promise.all([sendRaw(world.url, upload), sendRaw(world.url, upload)]);
  for (const { data } of answers) assert.equal((data as Uploaded).material?.sha256, shaOf(bytes));
  assert.equal((await world.db.selectFrom('materials').selectAll().execute()).length, 1);
});

test('an upload that nobody goes on with is forgotten after a day', async (t) => {
  const world = await openWorld(t);
  const [bytes, other] = [await readFile(CLIP), await readFile(PHOTOS[0] as string)];
  await sendRaw(world.url, { path: pathOf(bytes), name: 'c', bytes: bytes.subarray(0, 1000) });
  await sendRaw(world.url, { path: pathOf(other), name: 'c', bytes: other.subarray(0, 1000) });
  assert.equal((await leftovers(world)).length, 2);
  world.clock.advance(25 * 60 * 60_000);
  await sendRaw(world.url, { path: pathOf(other, 1000), name: 'c', bytes: other.subarray(1000, 2000) });
  assert.equal((await progress(world, shaOf(bytes))).received_bytes, 0);
});

test('a file of more than 4 GiB is refused before it comes', async (t) => {
  const world = await openWorld(t);
  const bytes = await readFile(CLIP);
  const path = `${PATH}?sha256=${shaOf(bytes)}&size_bytes=${4 * 1024 ** 3}`;
  const { status, code, message } = await sendRaw(world.url, { path, name: 'c', bytes });
  assert.match(`${status} ${code} ${message}`, /^413 41301 A material has at most 4294967295 bytes/);
});

const NAMES: readonly (readonly [sent: string, kept: string])[] = [
  ['../../../etc/passwd', 'passwd'],
  ['..\\\\..\\\\boot.ini', 'boot.ini'],
  ['/', 'unnamed'],
  ['..', 'unnamed'],
  ['\u202egpj.exe', 'gpj.exe'],
  ['a\u0000b.mp4', 'ab.mp4'],
  ['מבחן.mp4', 'מבחן.mp4'],
  ['a\u200bb\u0007.mp4', 'ab.mp4'],
  [`${'x'.repeat(64 * 1024)}.mp4`, 'x'.repeat(255)],
];

for (const [sent, kept] of NAMES) {
  test(`a file called ${JSON.stringify(sent.slice(0, 30))} is kept as ${JSON.stringify(kept.slice(0, 30))}`, async (t) => {
    const world = await openWorld(t);
    const { data, message } = await sendRaw(world.url, { path: PATH, name: sent, bytes: await readFile(CLIP) });
    assert.equal((data as Uploaded | null)?.material?.name, kept, message);
  });
}

test('what is no form with one file is refused, and other calls take no forms', async (t) => {
  const world = await openWorld(t);
  const call = async (body: string, type: string, path = PATH) =>
    await world.call('POST', path, { body, headers: { 'content-type': type } });
  const form = 'multipart/form-data; boundary=x';
  const part = (name: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\nv\r\n`;
  assert.equal((await call('{}', 'application/json')).code, 41501);
  assert.equal((await call('x', 'text/plain')).code, 41501);
  assert.equal((await world.call('POST', PATH)).code, 40001);
  assert.match((await call('x', 'multipart/form-data')).errors, /body: is not a complete multipart/);
  assert.match((await call(`${part('tags')}--x--\r\n`, form)).errors, /file: is missing/);
  assert.match((await call(`${part('other', '; filename="a"')}--x--\r\n`, form)).errors, /file: is missing/);
  assert.match((await call(part('tags'), form)).errors, /body: is not a complete|file: is missing/);
  assert.match(
    (await call(`${part('sort_order')}${part('file', '; filename="a"')}--x--\r\n`, form)).errors,
    /sort_order/,
  );
  assert.match((await call(`${part('nonsense')}${part('file', '; filename="a"')}--x--\r\n`, form)).errors, /nonsense/);
  assert.equal((await call(`${part('file', '; filename="a"')}--x--\r\n`, form, '/api/v1/task')).code, 41501);
  for (const query of ['?offset=5', `?sha256=${'0'.repeat(64)}`, '?sha256=abc&size_bytes=5', '?size_bytes=0']) {
    assert.equal(
      (await call(`${part('file', '; filename="a"')}--x--\r\n`, form, `${PATH}${query}`)).code,
      40001,
      query,
    );
  }
});

test('who may not call may not send either, and is told before the file has come', async (t) => {
  const world = await openWorld(t, { apiKey: 'a-key-of-sixteen-or-more' });
  const bytes = await readFile(CLIP);
  const upload = { path: PATH, name: 'clip.mp4', bytes };
  assert.equal((await sendRaw(world.url, upload)).code, 40101);
  const headers = { 'x-api-key': 'a-key-of-sixteen-or-more' };
  assert.equal(
    (await sendRaw(world.url, { ...upload, headers: { ...headers, origin: 'http://evil.example' } })).code,
    40302,
  );
  assert.equal((await sendRaw(world.url, { ...upload, headers })).code, 0);
  // Nothing but the headers is sent here.
  const early = request(`${world.url}${PATH}`, { method: 'POST', headers: { 'content-length': '1000000' } });
  early.flushHeaders();
  const { promise, resolve } = Promise.withResolvers<number>();
  early.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', () => {});
  assert.equal(await promise, 401);
  early.destroy();
});
