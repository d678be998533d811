import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { MaterialFolders } from '../../src/materials/folders.ts';
import { MaterialStore } from '../../src/materials/store.ts';
import type { Db } from '../../src/storage/database.ts';
import { freshDatabase } from '../support/database.ts';

const CLIP = join(import.meta.dirname, '../../examples/media/clip.mp4');

interface World {
  readonly db: Db;
  readonly store: MaterialStore;
  readonly folders: MaterialFolders;
  readonly home: string;
  /** The folder files may come from. */
  readonly root: string;
  /** What must not have been taken. */
  kept(): Promise<string[]>;
}

async function world(t: TestContext): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-odd-'));
  t.after(() => rm(home, { recursive: true }));
  const [root, directory] = [join(home, 'root'), join(home, 'materials')];
  await mkdir(root);
  const { db } = await freshDatabase(t);
  const store = new MaterialStore({ db, directory, roots: [root] });
  await store.start();
  const kept = async () => (await readdir(directory, { recursive: true })).filter((name) => /[0-9a-f]{8}/.test(name));
  return { db, store, folders: new MaterialFolders({ store, roots: [root] }), home, root, kept };
}

async function refusalOf(store: MaterialStore, path: string): Promise<string> {
  const material = await store.admit(path).catch((error: Error) => error.message);
  return typeof material === 'string' ? material : 'it was taken';
}

test('what is no file of the folder is refused, and nothing is waited for', async (t) => {
  const { store, folders, home, root, kept } = await world(t);
  const at = (name: string): string => join(root, name);
  execFileSync('mkfifo', [at('fifo.mp4')]);
  await symlink('/dev/zero', at('zero.mp4'));
  await symlink('/proc/self/environ', at('environ.mp4'));
  await symlink('self.mp4', at('self.mp4'));
  await symlink(home, at('up'));
  await mkdir(at('folder.mp4'));
  const server = createServer().listen(at('socket.mp4'));
  await once(server, 'listening');
  t.after(() => server.close());
  await writeFile(at('sparse.mp4'), '');
  await truncate(at('sparse.mp4'), 5 * 1024 ** 3);
  await cp(CLIP, join(home, 'secret.mp4'));
  const cases: readonly (readonly [path: string, refusal: RegExp])[] = [
    [at('fifo.mp4'), /is no regular file/],
    [at('socket.mp4'), /is no regular file|cannot be opened/],
    [at('folder.mp4'), /is a folder/],
    [at('zero.mp4'), /is not in a folder/],
    [at('environ.mp4'), /is not in a folder/],
    [at('self.mp4'), /leads to itself|is not in a folder/],
    [at('up/secret.mp4'), /is not in a folder/],
    [at('../secret.mp4'), /is not in a folder/],
    ['/dev/zero', /is not in a folder/],
    ['/proc/self/environ', /is not in a folder/],
    ['\\\\server\\share\\clip.mp4', /does not exist/],
    ['//server/share/clip.mp4', /is not in a folder/],
    ['C:\\Videos\\clip.mp4', /does not exist/],
    ['file:///etc/passwd', /is not in a folder/],
    [at('sparse.mp4'), /is larger than 4 GiB/],
    [at('x'.repeat(5000)), /is too long for a path|does not exist/],
    ['', /is not in a folder|does not exist/],
  ];
  for (const [path, refusal] of cases) assert.match(await refusalOf(store, path), refusal, path);
  for (const name of await readdir(root)) assert.equal(await folders.take(at(name), 'video'), null, name);
  assert.deepEqual(await kept(), []);
});

test('a device of the folder is not even opened', async (t) => {
  const { store, root } = await world(t);
  const device = join(root, 'zero.mp4');
  try {
    execFileSync('mknod', [device, 'c', '1', '5'], { stdio: 'ignore' });
  } catch {
    t.skip('devices can be made by root only');
    return;
  }
  assert.match(await refusalOf(store, device), /is no regular file/);
});

test('a name is a name, whatever a shell would make of it', async (t) => {
  const { store, root } = await world(t);
  const names = [
    '--help.mp4',
    '-rf',
    '$(touch pwned).mp4',
    '`id`.mp4',
    'a\'b"c;d&e|f.mp4',
    'a\nb.mp4',
    '\u202e4pm.mp4',
  ];
  for (const name of names) {
    await cp(CLIP, join(root, name));
    await appendFile(join(root, name), Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.from(`free${name}`)]));
    assert.equal((await store.admit(join(root, name))).name, name);
  }
  assert.deepEqual((await readdir(root)).sort(), names.sort());
});

test('a hard link is the file itself', async (t) => {
  const { store, root } = await world(t);
  await cp(CLIP, join(root, 'clip.mp4'));
  await link(join(root, 'clip.mp4'), join(root, 'again.mp4'));
  const [first, second] = [await store.admit(join(root, 'clip.mp4')), await store.admit(join(root, 'again.mp4'))];
  assert.equal(first.sha256, second.sha256);
});

/** So that a failure does not fill the disk. */
const MAX_GROWN_MIB = 512;

test('a file that grows for ever while it is copied is refused', async (t) => {
  const { store, root, kept } = await world(t);
  const path = join(root, 'growing.mp4');
  await cp(CLIP, path);
  const chunk = Buffer.alloc(1024 ** 2);
  let isDone = false;
  let grown = 0;
  const growing = (async () => {
    for (; !isDone && grown < MAX_GROWN_MIB; grown += 1) await appendFile(path, chunk);
  })();
  while (grown < 2) await new Promise(setImmediate);
  const refusal = await refusalOf(store, path);
  isDone = true;
  await growing;
  assert.match(refusal, /changed while it was read|is an incomplete video/);
  assert.ok(grown < MAX_GROWN_MIB, 'it was read as long as it was written');
  assert.deepEqual(await kept(), []);
});

/** Exchanges a folder with a link to another place, over and over, as fast as it can. */
const SWAPPER = `
  const { renameSync } = require('node:fs');
  const [folder, link, aside] = process.argv.slice(1);
  process.stdout.write('begun');
  for (;;) {
    renameSync(folder, aside);
    renameSync(link, folder);
    renameSync(folder, link);
    renameSync(aside, folder);
  }`;

/** Without the second look, one in a few dozen gets through. */
const SWAPPED_TRIES = 400;

test('a folder that turns into a link between the look and the reading leads nowhere', async (t) => {
  const { store, home, root } = await world(t);
  const [folder, outside] = [join(root, 'folder'), join(home, 'outside')];
  await mkdir(folder);
  await mkdir(outside);
  await writeFile(join(folder, 'clip.mp4'), 'no video');
  await cp(CLIP, join(outside, 'clip.mp4'));
  await symlink(outside, join(root, 'link'));
  const args = ['--eval', SWAPPER, folder, join(root, 'link'), join(root, 'aside')];
  const swapper = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => swapper.kill('SIGKILL'));
  await once(swapper.stdout, 'data');
  const taken = new Set<string>();
  for (let tries = 0; tries < SWAPPED_TRIES; tries += 1) taken.add(await refusalOf(store, join(folder, 'clip.mp4')));
  swapper.kill('SIGKILL');
  await once(swapper, 'exit');
  assert.ok(!taken.has('it was taken'), [...taken].join('\n'));
});

test('a file that vanishes while it is read was still there when it was opened', async (t) => {
  const { store, root, kept } = await world(t);
  const path = join(root, 'clip.mp4');
  await cp(CLIP, path);
  const [refusal] = await Promise.all([refusalOf(store, path), rm(path)]);
  assert.match(refusal, /it was taken|does not exist|cannot be opened/);
  const expected = refusal === 'it was taken' ? 1 : 0;
  assert.equal((await kept()).length, expected);
  assert.ok((await readFile(CLIP)).length > 0);
});
