import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { MaterialFolders } from '../../src/materials/folders.ts';
import { MaterialStore } from '../../src/materials/store.ts';
import { freshDatabase } from '../support/database.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/media');
const photo = await readFile(join(EXAMPLES, 'photo-1.jpg'));

interface World {
  readonly folders: MaterialFolders;
  readonly store: MaterialStore;
  readonly root: string;
  readonly directory: string;
  /** What was asked of the store. */
  readonly admitted: string[];
}

async function world(t: TestContext): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-folders-'));
  t.after(async () => await rm(home, { recursive: true }));
  const [root, directory] = [join(home, 'root'), join(home, 'materials')];
  await mkdir(root);
  const { db } = await freshDatabase(t);
  const store = new MaterialStore({ db, directory, roots: [root] });
  await store.start();
  const admitted: string[] = [];
  const admit = async (source: string) => {
    admitted.push(source);
    return await store.admit(source);
  };
  return { folders: new MaterialFolders({ store: { admit }, roots: [root] }), store, root, directory, admitted };
}

test('a folder is read in natural order, without what is hidden', async (t) => {
  const { folders, root } = await world(t);
  for (const name of ['10.jpg', '2.jpg', '.DS_Store', 'CAPTION.txt']) await writeFile(join(root, name), '');
  for (const name of ['@b', '@a', '.git']) await mkdir(join(root, name));
  await symlink(join(root, 'nowhere'), join(root, 'dangling.jpg'));
  assert.deepEqual(await folders.read(root), {
    path: root,
    files: ['2.jpg', '10.jpg'],
    subfolders: ['@a', '@b'],
    captionFile: 'CAPTION.txt',
  });
});

test('a file that has not changed is not read again, one that has is', async (t) => {
  const { folders, root, admitted } = await world(t);
  const path = join(root, 'a.jpg');
  await writeFile(path, photo);
  const first = await folders.take(path, 'image');
  assert.deepEqual(admitted, [path]);
  assert.deepEqual(await folders.take(path, 'image'), first);
  assert.equal(await folders.take(path, 'video'), null);
  assert.deepEqual(admitted.slice(1), [`material://${first?.sha256}`, `material://${first?.sha256}`]);

  await writeFile(path, Buffer.concat([photo, Buffer.from('changed')]));
  const second = await folders.take(path, 'image');
  assert.notEqual(second?.sha256, first?.sha256);
  assert.equal(admitted.at(-1), path);
});

test('a file whose copy has been lost is copied again', async (t) => {
  const { folders, store, root } = await world(t);
  const path = join(root, 'a.jpg');
  await writeFile(path, photo);
  const first = await folders.take(path, 'image');
  assert.ok(first !== null);
  await rm(store.pathOf(first));
  assert.deepEqual(await folders.take(path, 'image'), first);
  assert.deepEqual(await readFile(store.pathOf(first)), photo);
});

test('what is no media of the kind, gone or elsewhere is no pick', async (t) => {
  const { folders, root, admitted } = await world(t);
  await writeFile(join(root, 'a.txt'), 'text');
  await writeFile(join(root, 'empty.jpg'), '');
  await symlink(join(EXAMPLES, 'photo-1.jpg'), join(root, 'away.jpg'));
  for (const name of ['a.txt', 'empty.jpg', 'away.jpg', 'gone.jpg'])
    assert.equal(await folders.take(join(root, name), 'image'), null, name);
  assert.deepEqual(admitted, []);
});
