import assert from 'node:assert/strict';
import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Worker } from 'node:worker_threads';

import { NO_FACTS } from '../../src/materials/facts.ts';
import { MediaProbe } from '../../src/materials/probe.ts';

const CLIP = join(import.meta.dirname, '../../examples/media/clip.mp4');
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** Two threads with MediaInfoLib and its reading buffers; a file that was read whole would be over it many times. */
const MAX_GROWTH_BYTES = 400 * MIB;

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'postwright-probe-'));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

async function probe(path: string, mime = 'video/mp4') {
  return await new MediaProbe().factsOf({ path, mime, sizeBytes: (await stat(path)).size });
}

/** The boxes of an MP4 whose length is told in 32 bits. */
function boxes(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
    found.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at, at + bytes.readUInt32BE(at)));
  }
  return found;
}

const CLIP_FACTS = {
  container: 'mp4',
  videoCodec: 'h264',
  audioCodec: null,
  widthPx: 720,
  heightPx: 1280,
  rotationDegrees: 0,
  durationMs: 6000,
  frameRate: 24,
};

test('a 5 GiB video is read by its index alone, in bounded memory and time', async (t) => {
  const path = join(await folder(t), 'large.mp4');
  const parts = boxes(await readFile(CLIP));
  const [ftyp, moov, mdat] = [parts.get('ftyp'), parts.get('moov'), parts.get('mdat')];
  assert.ok(ftyp !== undefined && moov !== undefined && mdat !== undefined);
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1, 0);
  header.write('mdat', 4, 'latin1');
  const mediaBytes = 5 * GIB - ftyp.length - moov.length;
  header.writeBigUInt64BE(BigInt(mediaBytes), 8);
  await using file = await open(path, 'w');
  await file.write(Buffer.concat([ftyp, header, mdat.subarray(8)]), 0);
  await file.write(moov, 0, moov.length, ftyp.length + mediaBytes);
  const before = process.memoryUsage().rss;
  assert.deepEqual(await probe(path), CLIP_FACTS);
  assert.ok(process.memoryUsage().rss - before < MAX_GROWTH_BYTES);
});

test('what is no media at all has no facts, however large or empty it is', async (t) => {
  const directory = await folder(t);
  const sparse = join(directory, 'sparse.mp4');
  await writeFile(sparse, '');
  assert.deepEqual(await probe(sparse), { ...NO_FACTS, container: 'mp4' });
  await truncate(sparse, 5 * GIB);
  const before = process.memoryUsage().rss;
  assert.deepEqual(await probe(sparse), { ...NO_FACTS, container: 'mp4' });
  assert.ok(process.memoryUsage().rss - before < MAX_GROWTH_BYTES);
  assert.deepEqual(await probe(join(directory, 'sparse.mp4'), 'image/png'), { ...NO_FACTS, container: 'png' });
  await assert.rejects(stat(join(directory, 'none.mp4')));
  const gone = { path: join(directory, 'none.mp4'), mime: 'video/mp4', sizeBytes: 100 };
  assert.deepEqual(await new MediaProbe().factsOf(gone), { ...NO_FACTS, container: 'mp4' });
});

test('truncated and hostile files are read as far as they go', async (t) => {
  const path = join(await folder(t), 'hostile.mp4');
  const clip = await readFile(CLIP);
  const hostile = (name: string, offset: number): Buffer => {
    const copy = Buffer.from(clip);
    copy.writeUInt32BE(0xff_ff_ff_f0, copy.indexOf(name) + offset);
    return copy;
  };
  const nested = Buffer.alloc(8 * 100_000);
  for (let at = 0; at < nested.length; at += 8) {
    nested.writeUInt32BE(nested.length - at, at);
    nested.write('moov', at + 4, 'latin1');
  }
  const empty = Buffer.from('\0\0\0\x08free'.repeat(1_000_000), 'latin1');
  const files = [
    clip.subarray(0, 100_000),
    hostile('stts', 8),
    hostile('stsz', 12),
    hostile('moov', -4),
    nested,
    empty,
  ];
  for (const bytes of files) {
    await writeFile(path, bytes);
    assert.equal((await probe(path)).container, 'mp4');
  }
  await writeFile(path, hostile('tkhd', 80));
  const { widthPx } = await probe(path);
  assert.ok(widthPx === null || widthPx <= 1_000_000);
});

test('a turned video is told as it is shown', async (t) => {
  const path = join(await folder(t), 'turned.mp4');
  const clip = await readFile(CLIP);
  // The matrix of the track header (ISO/IEC 14496-12, 8.3.2): a quarter turn clockwise.
  const matrix = clip.indexOf('tkhd') + 4 + 40;
  for (const [index, value] of [0, 0x1_00_00, 0, -0x1_00_00, 0].entries()) {
    clip.writeInt32BE(value, matrix + 4 * index);
  }
  await writeFile(path, clip);
  const { widthPx, heightPx, rotationDegrees } = await probe(path);
  assert.deepEqual({ widthPx, heightPx, rotationDegrees }, { widthPx: 1280, heightPx: 720, rotationDegrees: 90 });
});

test('one that takes too long is given up, and many at once take turns', async () => {
  const sizeBytes = (await stat(CLIP)).size;
  const target = { path: CLIP, mime: 'video/mp4', sizeBytes };
  assert.deepEqual(await new MediaProbe({ timeoutMs: 1 }).factsOf(target), { ...NO_FACTS, container: 'mp4' });
  const shared = new MediaProbe();
  const all = await Promise.all(Array.from({ length: 6 }, async () => await shared.factsOf(target)));
  for (const facts of all) assert.deepEqual(facts, CLIP_FACTS);
});

test('a thread reads file after file, until one makes it fail or none comes for a while', async (t) => {
  let started = 0;
  const ended: Promise<unknown>[] = [];
  const onThread = (thread: Worker): void => {
    started += 1;
    ended.push(new Promise((resolve) => thread.once('exit', resolve)));
  };
  process.on('worker', onThread);
  t.after(() => process.off('worker', onThread));
  const shared = new MediaProbe({ idleMs: 300 });
  const clip = { path: CLIP, mime: 'video/mp4', sizeBytes: (await stat(CLIP)).size } as const;
  const gone = { ...clip, path: join(await folder(t), 'none.mp4') };
  for (const target of [clip, clip, gone, clip, clip]) {
    const facts = await shared.factsOf(target);
    assert.deepEqual(facts, target === clip ? CLIP_FACTS : { ...NO_FACTS, container: 'mp4' });
  }
  assert.equal(started, 2);
  await Promise.all(ended);
  assert.deepEqual(await shared.factsOf(clip), CLIP_FACTS);
  assert.equal(started, 3);
});
