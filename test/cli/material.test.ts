import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { run } from '../../src/cli/program.ts';
import type { MaterialList } from '../../src/contract/material.ts';
import { CLIP, openWorld, PHOTOS } from '../http/world.ts';
import { runCaptured } from './captured.ts';

const KEY = 'a-key-of-32-characters-for-tests';
const PHOTO = PHOTOS[0] as string;

async function cliWorld(t: TestContext) {
  const world = await openWorld(t, { apiKey: KEY });
  const directory = await mkdtemp(join(tmpdir(), 'postwright-material-'));
  t.after(async () => await rm(directory, { recursive: true, force: true }));
  const { port } = new URL(world.url);
  return {
    port,
    store: world.parts.materials.store,
    path: (name: string) => join(directory, name),
    run: async (...argv: string[]) => await runCaptured('material', ...argv, '--port', port, '--api-key', KEY),
    list: async () => {
      const answer = await world.call('GET', '/api/v1/material', { headers: { 'x-api-key': KEY } });
      return (answer.data as MaterialList).materials;
    },
  };
}

/** A way to the server that tears each connection once so many bytes have gone through, for the first few times. */
async function tornWay(t: TestContext, port: string, { times, afterBytes }: { times: number; afterBytes: number }) {
  let torn = 0;
  const way = createServer((caller) => {
    const server = connect(Number(port), '127.0.0.1');
    let passed = 0;
    caller.on('data', (chunk) => {
      passed += chunk.length;
      server.write(chunk);
      if (passed < afterBytes || torn >= times) return;
      torn += 1;
      caller.destroy();
      server.end();
    });
    server.pipe(caller);
    for (const end of [caller, server]) end.on('error', () => {});
    caller.on('close', () => server.destroy());
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  t.after(() => way.close());
  return { port: String((way.address() as AddressInfo).port), torn: () => torn };
}

test('files are sent once, with what is said about them', async (t) => {
  const { run, list } = await cliWorld(t);
  const first = await run('add', CLIP, PHOTO, '--tag', 'Cats', '--tag', 'summer', '--caption', 'Hola');
  assert.deepEqual([first.exitCode, first.err], [0, '']);
  assert.match(first.out, /^clip\.mp4 {2}added {2}0\.24 MB {2}material:\/\/[0-9a-f]{64}\nphoto-1\.jpg {2}added/);
  for (const { tags, caption } of await list()) assert.deepEqual([tags, caption], [['cats', 'summer'], 'Hola']);
  const again = await run('add', CLIP, '--tag', 'more');
  assert.match(again.out, /^clip\.mp4 {2}there already/);
  const clip = (await list()).find(({ name }) => name === 'clip.mp4');
  assert.deepEqual([clip?.tags, clip?.caption], [['cats', 'summer', 'more'], 'Hola']);
});

test('a file that only a task brought along is put into the library without being sent', async (t) => {
  const { run, list, store } = await cliWorld(t);
  await store.admit(CLIP);
  assert.equal((await list())[0]?.in_library, false);
  assert.match((await run('add', CLIP)).out, /^clip\.mp4 {2}there already/);
  assert.equal((await list())[0]?.in_library, true);
});

test('an upload that is cut goes on by itself', async (t) => {
  const { port, path, list } = await cliWorld(t);
  // Large enough that the tears fall into the middle: what follows the index of an MP4 may be anything.
  const large = path('large.mp4');
  await writeFile(large, Buffer.concat([await readFile(CLIP), Buffer.alloc(4 * 1024 ** 2, 7)]));
  const way = await tornWay(t, port, { times: 3, afterBytes: 1024 ** 2 });
  const sent = await runCaptured('material', 'add', large, '--port', way.port, '--api-key', KEY);
  assert.deepEqual([sent.exitCode, sent.err], [0, '']);
  assert.match(sent.out, /large\.mp4 {2}added/);
  assert.equal(way.torn(), 3);
  assert.equal((await list())[0]?.name, 'large.mp4');
});

test('what cannot be sent is said, and the rest is sent all the same', async (t) => {
  const { path, run, list } = await cliWorld(t);
  await writeFile(path('text.mp4'), 'this is no video');
  await writeFile(path('empty.mp4'), '');
  const named = path('odd "name".mp4');
  await cp(CLIP, named);
  const { exitCode, out, err } = await run(
    'add',
    path('none.mp4'),
    path('empty.mp4'),
    path('text.mp4'),
    path('.'),
    named,
  );
  assert.equal(exitCode, 1);
  assert.match(err, /none\.mp4: .* cannot be read/);
  assert.match(err, /empty\.mp4: .* is empty/);
  assert.match(err, /text\.mp4: The server refused .* 40001: "text\.mp4" is no video or image by its content/);
  assert.match(err, /is no file/);
  assert.match(out, /^odd "name"\.mp4 {2}added/);
  assert.deepEqual(
    (await list()).map(({ name }) => name),
    [basename(named)],
  );
  const nobody = await runCaptured('material', 'add', CLIP, '--port', '1', '--api-key', KEY);
  assert.equal(nobody.exitCode, 1);
  assert.match(nobody.err, /No Postwright server answers/);
});

test('the library is listed', async (t) => {
  const { run } = await cliWorld(t);
  await run('add', CLIP, '--tag', 'cats');
  await run('add', PHOTO, '--tag', 'cats', '--tag', 'b');
  const all = await run('list');
  assert.match(
    all.out,
    /^[0-9a-f]{64} {2}image .* used 0× +photo-1\.jpg {2}\[cats, b\]\n[0-9a-f]{64} {2}video +6 s .*\[cats\]\n2 materials\.\n$/,
  );
  assert.match((await run('list', '--kind', 'video', '--unused')).out, /clip\.mp4.*\n1 materials\.\n$/);
  assert.match((await run('list', '--tag', 'cats', '--tag', 'b')).out, /photo-1/);
  assert.match((await run('list', '--search', 'CLIP')).out, /clip\.mp4/);
  assert.equal((await run('list', '--search', 'nothing')).out, '0 materials.\n');
});

test('on a terminal a bar shows how far each file has come', async (t) => {
  const { port } = await cliWorld(t);
  let shown = '';
  const write = (chunk: string): boolean => {
    shown += chunk;
    return true;
  };
  const stream = { isTTY: true, columns: 120, write };
  const quiet = { isTTY: false, write: () => true };
  const argv = ['material', 'add', CLIP, '--port', port, '--api-key', KEY];
  assert.equal(await run(argv, { out: quiet, err: stream } as never), 0);
  assert.match(shown, /clip\.mp4 +reading █{24} 100 % {2}0\.24 MB/);
  assert.match(shown, /clip\.mp4 +sending █{24} 100 % {2}0\.24 MB/);
});
