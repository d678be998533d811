import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { createCanvas, loadImage } from '@napi-rs/canvas';

import type { StoredMaterial } from '../../src/materials/material.ts';
import { MaterialStore } from '../../src/materials/store.ts';
import { Thumbnails } from '../../src/materials/thumbnails.ts';
import { frameOf } from '../../src/materials/video-frame.ts';
import { freshDatabase } from '../support/database.ts';

const MEDIA = join(import.meta.dirname, '../../examples/media');

/** No program of this name is anywhere. */
const NONE = 'postwright-test-no-ffmpeg';

async function world(t: TestContext, ffmpeg = NONE) {
  const home = await mkdtemp(join(tmpdir(), 'postwright-thumbnails-'));
  t.after(() => rm(home, { recursive: true }));
  const { db } = await freshDatabase(t);
  const store = new MaterialStore({ db, directory: join(home, 'materials'), roots: [MEDIA, home] });
  await store.start();
  const thumbnails = new Thumbnails({ files: store.files, probe: store.probe, ffmpeg });
  return {
    store,
    thumbnails,
    admit: async (bytes: Buffer): Promise<StoredMaterial> => {
      await writeFile(join(home, 'file'), bytes);
      return await store.admit(join(home, 'file'));
    },
    /** The size of the picture and the colour in its middle. */
    look: async (material: StoredMaterial) => {
      const image = await loadImage(await thumbnails.of(material));
      const context = createCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      const [red, green, blue] = context.getImageData(image.width / 2, image.height / 2, 1, 1).data;
      return { width: image.width, height: image.height, red, green, blue };
    },
  };
}

function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + body.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}

/** The example clip with a picture where iTunes and others put a video's cover: moov.udta.meta.ilst.covr. */
async function withCover(cover: Uint8Array): Promise<Buffer> {
  const clip = await readFile(join(MEDIA, 'clip.mp4'));
  const at = clip.indexOf('moov') - 4;
  const end = at + clip.readUInt32BE(at);
  const zero = Buffer.alloc(4);
  const handler = box('hdlr', zero, zero, Buffer.from('mdirappl'), zero, zero, Buffer.alloc(1));
  const data = box('data', Buffer.from([0, 0, 0, 13]), zero, cover);
  const meta = box('meta', zero, handler, box('ilst', box('covr', data)));
  const moov = box('moov', clip.subarray(at + 8, end), box('udta', meta));
  return Buffer.concat([clip.subarray(0, at), moov, clip.subarray(end)]);
}

function redPicture(width: number, height: number): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ff0000';
  context.fillRect(0, 0, width, height);
  return canvas.toBuffer('image/png');
}

interface Colour {
  readonly red: number | undefined;
  readonly green: number | undefined;
  readonly blue: number | undefined;
}

function isRed({ red = 0, green = 255, blue = 255 }: Colour): boolean {
  return red > 200 && green < 60 && blue < 60;
}

test('a picture is shrunk, none is enlarged', async (t) => {
  const { admit, look } = await world(t);
  const wide = await look(await admit(redPicture(1280, 640)));
  assert.deepEqual([wide.width, wide.height, isRed(wide)], [320, 160, true]);
  const small = await look(await admit(redPicture(20, 40)));
  assert.deepEqual([small.width, small.height, isRed(small)], [20, 40, true]);
});

test('a video shows its cover, else a drawing of its shape', async (t) => {
  const { admit, look, store } = await world(t);
  const covered = await look(await admit(await withCover(redPicture(400, 800))));
  assert.deepEqual([covered.width, covered.height, isRed(covered)], [160, 320, true]);
  const drawn = await look(await store.admit(join(MEDIA, 'clip.mp4')));
  assert.deepEqual([drawn.width, drawn.height, isRed(drawn)], [180, 320, false]);
});

test('a cover that is no picture, or a broken or huge one, is not drawn', async (t) => {
  const { admit, look } = await world(t);
  const picture = redPicture(64, 64);
  const huge = Buffer.from(picture);
  // The size of a PNG stands in its first chunk (https://www.w3.org/TR/png/#11IHDR).
  huge.writeUInt32BE(100_000, 16);
  huge.writeUInt32BE(100_000, 20);
  for (const cover of [Buffer.from('no picture at all'), picture.subarray(0, 60), huge]) {
    const drawn = await look(await admit(await withCover(cover)));
    assert.deepEqual([drawn.width, isRed(drawn)], [180, false]);
  }
});

test('an image that cannot be drawn has a drawing, too', async (t) => {
  const { admit, look } = await world(t);
  const huge = redPicture(64, 64);
  huge.writeUInt32BE(100_000, 16);
  huge.writeUInt32BE(100_000, 20);
  for (const bytes of [huge, redPicture(64, 64).subarray(0, 60)]) assert.ok(!isRed(await look(await admit(bytes))));
});

/** A program that says what it was called with, and does what `body` says. */
async function fakeFfmpeg(t: TestContext, body: string) {
  const home = await mkdtemp(join(tmpdir(), 'postwright-ffmpeg-'));
  t.after(() => rm(home, { recursive: true }));
  const program = join(home, 'ffmpeg');
  const calls = join(home, 'calls');
  const note = `require('fs').appendFileSync(${JSON.stringify(calls)}, JSON.stringify(process.argv.slice(2)) + '\\n');`;
  await writeFile(program, `#!${process.execPath}\n${note}\n${body}\n`);
  await chmod(program, 0o755);
  const read = async (): Promise<string[][]> =>
    (await readFile(calls, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[]);
  return { program, calls: read, home };
}

test('a video without a cover shows a frame where there is an ffmpeg, made once', async (t) => {
  const { program, calls, home } = await fakeFfmpeg(
    t,
    `process.stdout.write(require('fs').readFileSync(require('path').join(__dirname, 'frame')));`,
  );
  await writeFile(join(home, 'frame'), redPicture(180, 320));
  const { store, admit, look } = await world(t, program);
  const clip = await admit(await readFile(join(MEDIA, 'clip.mp4')));
  for (const time of ['drawn', 'kept']) {
    const { width, height, ...colour } = await look(clip);
    assert.deepEqual([width, height, isRed(colour)], [180, 320, true], time);
  }
  const [call, ...others] = await calls();
  assert.deepEqual(others, []);
  // It is told which file, what it is, and that it may read nothing else.
  const input = call?.slice(call.indexOf('-protocol_whitelist'), call.indexOf('-map'));
  assert.deepEqual(input, ['-protocol_whitelist', 'file', '-f', 'mov', '-i', store.pathOf(clip)]);
});

test('an ffmpeg that makes no picture is asked once, and the video has its drawing', async (t) => {
  const { program, calls } = await fakeFfmpeg(t, `process.stdout.write('no picture'); process.exitCode = 1;`);
  const { admit, look } = await world(t, program);
  const clip = await admit(await readFile(join(MEDIA, 'clip.mp4')));
  assert.equal(isRed(await look(clip)), false);
  assert.equal(isRed(await look(clip)), false);
  assert.equal((await calls()).length, 1);
});

test('an ffmpeg that does not end is ended', async (t) => {
  const { program } = await fakeFfmpeg(t, 'setInterval(() => {}, 1000);');
  const options = { ffmpeg: program, path: join(MEDIA, 'clip.mp4'), maxSidePx: 320, timeoutMs: 500 };
  assert.equal(await frameOf(options), undefined);
});
