import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';

import { MaterialStore } from '../../src/materials/store.ts';
import type { Db } from '../../src/storage/database.ts';
import { freshDatabase } from '../support/database.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/media');

interface World {
  readonly db: Db;
  readonly store: MaterialStore;
  /** The folder files may come from. */
  readonly root: string;
  /** A folder beside it, from which they may not. */
  readonly outside: string;
  readonly directory: string;
  readonly video: string;
}

async function world(t: TestContext): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-materials-'));
  t.after(() => rm(home, { recursive: true }));
  const [root, outside, directory] = [join(home, 'root'), join(home, 'outside'), join(home, 'materials')];
  await mkdir(root);
  await mkdir(outside);
  const { db } = await freshDatabase(t);
  const store = new MaterialStore({ db, directory, roots: [root] });
  await store.start();
  const video = join(root, 'clip.mp4');
  await cp(await exampleVideo(), video);
  return { db, store, root, outside, directory, video };
}

async function exampleVideo(): Promise<string> {
  const name = (await readdir(EXAMPLES)).find((candidate) => candidate.endsWith('.mp4'));
  assert.ok(name !== undefined);
  return join(EXAMPLES, name);
}

const refusal = (message: RegExp) => ({ errorName: 'INVALID_PARAMETER', message });

test('a video is copied under its SHA-256, and stays when its source changes', async (t) => {
  const { store, db, video } = await world(t);
  const bytes = await readFile(video);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const material = await store.admit(video);
  assert.deepEqual(material, {
    sha256,
    kind: 'video',
    mime: 'video/mp4',
    extension: '.mp4',
    sizeBytes: bytes.length,
    name: 'clip.mp4',
    facts: {
      container: 'mp4',
      videoCodec: 'h264',
      audioCodec: null,
      widthPx: 720,
      heightPx: 1280,
      rotationDegrees: 0,
      durationMs: 6000,
      frameRate: 24,
    },
  });
  await truncate(video);
  assert.ok(store.pathOf(material).endsWith(join(sha256.slice(0, 2), `${sha256}.mp4`)));
  assert.deepEqual(await readFile(store.pathOf(material)), bytes);
  const row = await db.selectFrom('materials').selectAll().executeTakeFirstOrThrow();
  assert.equal(row.size_bytes, bytes.length);
  assert.deepEqual(await store.admit(`material://${sha256.toUpperCase()}`), material);
});

test('the same bytes are kept once, whatever their names; nothing unfinished stays behind', async (t) => {
  const { store, root, directory, video } = await world(t);
  await cp(video, join(root, 'again.mp4'));
  const [first, second] = await Promise.all([store.admit(video), store.admit(join(root, 'again.mp4'))]);
  assert.equal(first.sha256, second.sha256);
  assert.equal(second.name, 'again.mp4');
  const kept = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.mp4'));
  assert.equal(kept.length, 1);
  assert.deepEqual(await readdir(join(directory, 'unfinished')), []);
});

test('what a file is, is told by its content and not by its name', async (t) => {
  const { store, root } = await world(t);
  const jpeg = (await readdir(EXAMPLES)).find((name) => /\.jpe?g$/.test(name));
  assert.ok(jpeg !== undefined);
  await cp(join(EXAMPLES, jpeg), join(root, 'not-a-video.mp4'));
  assert.equal((await store.admit(join(root, 'not-a-video.mp4'))).kind, 'image');
  await writeFile(join(root, 'text.mp4'), 'this is no video');
  await assert.rejects(store.admit(join(root, 'text.mp4')), refusal(/is no video or image by its content/));
  await writeFile(join(root, 'page.jpg'), '%PDF-1.7\n');
  await assert.rejects(store.admit(join(root, 'page.jpg')), refusal(/is application\/pdf by its content/));
});

test('a video that was cut off is refused; one with something appended is not', async (t) => {
  const { store, video, root } = await world(t);
  const cut = join(root, 'cut.mp4');
  await cp(video, cut);
  await truncate(cut, (await readFile(video)).length - 1000);
  await assert.rejects(store.admit(cut), refusal(/is an incomplete video/));
  await appendFile(video, 'camera notes');
  assert.equal((await store.admit(video)).kind, 'video');
});

test('only files under a root are taken, links resolved first', async (t) => {
  const { store, root, outside, video } = await world(t);
  const secret = join(outside, 'secret.mp4');
  await cp(video, secret);
  await symlink(secret, join(root, 'link.mp4'));
  await symlink(outside, join(root, 'folder'));
  await symlink(video, join(outside, 'into.mp4'));
  const notAllowed = refusal(/is not in a folder that media may come from/);
  await assert.rejects(store.admit(secret), notAllowed);
  await assert.rejects(store.admit(join(root, 'link.mp4')), notAllowed);
  await assert.rejects(store.admit(join(root, '..', 'outside', 'secret.mp4')), notAllowed);
  assert.equal((await store.admit(join(outside, 'into.mp4'))).kind, 'video');
  // Whether something exists out there must not be told.
  await assert.rejects(store.admit(join(outside, 'nothing.mp4')), notAllowed);
  await assert.rejects(store.admit(join(root, 'folder', 'nothing.mp4')), notAllowed);
});

test('a folder whose name begins like a root is not under it', async (t) => {
  const { store, root, video } = await world(t);
  await mkdir(`${root}-2`);
  await cp(video, join(`${root}-2`, 'clip.mp4'));
  await assert.rejects(store.admit(join(`${root}-2`, 'clip.mp4')), refusal(/is not in a folder/));
});

test('what is no file with bytes in it is refused in its own words', async (t) => {
  const { store, root, video } = await world(t);
  await assert.rejects(store.admit(join(root, 'none.mp4')), refusal(/none\.mp4" does not exist on the server/));
  await assert.rejects(store.admit(join(root, 'clip.mp4', 'x')), refusal(/does not exist/));
  await assert.rejects(store.admit(root), refusal(/is a folder/));
  // Relative paths count from the working directory, which is no root here.
  await assert.rejects(store.admit('clip.mp4'), refusal(/is not in a folder that media may come from/));
  assert.equal((await store.admit(relative(process.cwd(), video))).name, 'clip.mp4');
  await assert.rejects(store.admit(join(root, 'a\0b')), refusal(/is no path/));
  await writeFile(join(root, 'empty.mp4'), '');
  await assert.rejects(store.admit(join(root, 'empty.mp4')), refusal(/is empty/));
});

test('a Windows path on another system does not exist, and a FIFO does not hold anybody up', {
  skip: process.platform === 'win32',
}, async (t) => {
  const { store, root } = await world(t);
  await assert.rejects(store.admit('C:/Videos/video1.mp4'), refusal(/^"C:\/Videos\/video1\.mp4" does not exist/));
  await assert.rejects(store.admit('D:\\video1.mp4'), refusal(/does not exist/));
  const fifo = join(root, 'fifo.mp4');
  execFileSync('mkfifo', [fifo]);
  await assert.rejects(store.admit(fifo), refusal(/is no regular file/));
});

test('a material that is unknown or damaged in the store is refused by its name, and mended by its file', async (t) => {
  const { store, video } = await world(t);
  await assert.rejects(store.admit('material://abc'), refusal(/64 hexadecimal digits/));
  await assert.rejects(store.admit(`material://${'0'.repeat(64)}`), refusal(/is not in the material store/));
  const material = await store.admit(video);
  await truncate(store.pathOf(material), 10);
  await assert.rejects(store.admit(`material://${material.sha256}`), refusal(/is damaged/));
  await store.admit(video);
  assert.equal((await readFile(store.pathOf(material))).length, material.sizeBytes);
});

test('a file of nothing but empty boxes holds nobody up', async (t) => {
  const { store, root, video } = await world(t);
  const ftyp = (await readFile(video)).subarray(0, 24);
  await writeFile(
    join(root, 'boxes.mp4'),
    Buffer.concat([ftyp, Buffer.from('\0\0\0\x08free'.repeat(500_000), 'latin1')]),
  );
  await assert.rejects(store.admit(join(root, 'boxes.mp4')), refusal(/is an incomplete video/));
});

test('a material that came before there was a probe is read when it is needed', async (t) => {
  const { store, db, video } = await world(t);
  const { sha256, facts } = await store.admit(video);
  const none = { container: null, video_codec: null, width_px: null, height_px: null, duration_ms: null };
  await db
    .updateTable('materials')
    .set({ ...none, frame_rate: null, rotation_degrees: null, probed_at: null })
    .execute();
  assert.deepEqual((await store.admit(`material://${sha256}`)).facts, facts);
  const row = await db.selectFrom('materials').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([row.duration_ms, row.probed_at instanceof Date], [6000, true]);
});
