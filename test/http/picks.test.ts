import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { addAccounts, CLIP, openWorld, PHOTOS, type World } from './world.ts';

const clip = await readFile(CLIP);
const photo = await readFile(PHOTOS[0] ?? '');

/** Another video: the same with a box behind it that players pass over. */
function videoOf(name: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + Buffer.byteLength(name));
  return Buffer.concat([clip, size, Buffer.from(`free${name}`)]);
}

/** Another image: what comes after the end of a JPEG is passed over. */
const imageOf = (name: string): Buffer => Buffer.concat([photo, Buffer.from(name)]);

async function put(path: string, content: Buffer | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

interface Shelved {
  readonly tags?: string[];
  readonly caption?: string;
}

/** Puts a video into the library. @returns its SHA-256. */
async function shelve(world: World, name: string, columns: Shelved = {}): Promise<string> {
  const path = await put(join(world.directory, 'shelved', name), videoOf(name));
  const { sha256 } = await world.parts.tasks.materials.admit(path);
  const shelved = { ...columns, in_library: true };
  await world.db.updateTable('materials').set(shelved).where('sha256', '=', sha256).execute();
  return sha256;
}

interface Post {
  readonly to?: readonly string[];
  readonly serials?: readonly string[];
}

function body(config: object, { to = ['ana'], serials }: Post = {}): object {
  const who = serials === undefined ? { usernames: to } : { serials };
  return { ...who, script_name: 'post', script_config: config };
}

async function made(world: World, config: object, post: Post = {}): Promise<TaskDetail[]> {
  const ids = await world.create(body(config, post));
  return await Promise.all(ids.map(async (id) => (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail));
}

/** The names of the files of each task. */
async function names(world: World, config: object, post: Post = {}): Promise<string[]> {
  const tasks = await made(world, config, post);
  return tasks.map(({ materials }) => materials.map(({ name }) => name).join(' '));
}

async function refused(world: World, config: object, post: Post = {}): Promise<{ path: string; message: string }> {
  const before = (await world.call('GET', '/api/v1/task/stats')).data;
  const answer = await world.call('POST', '/api/v1/task', { json: body(config, post) });
  assert.equal(answer.code, 40001, answer.message);
  assert.deepEqual((await world.call('GET', '/api/v1/task/stats')).data, before, 'nothing is created');
  return { path: answer.paths.join(' '), message: answer.errors };
}

const ACCOUNTS = [
  { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
  { platform: 'tiktok', username: 'eva', serial: 'PHONE2' },
  { platform: 'instagram', username: 'ines', serial: 'PHONE3' },
] as const;

test('picks from the library', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, ACCOUNTS);
  for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) await shelve(world, name);
  await shelve(world, 'cats.mp4', { tags: ['cats', 'funny'], caption: '{Mira|Mirad} los gatos' });

  await t.test('begin with the least used, and never give an account the same twice', async () => {
    assert.deepEqual(await names(world, {}), ['a.mp4']);
    assert.deepEqual(await names(world, {}), ['b.mp4']);
    // Another account begins with what was used least by all.
    assert.deepEqual(await names(world, {}, { to: ['eva'] }), ['c.mp4']);
    assert.deepEqual(await names(world, {}), ['cats.mp4']);
    assert.deepEqual(await names(world, {}), ['c.mp4']);
  });

  await t.test('say how many there are when there are too few', async () => {
    const { path, message } = await refused(world, {});
    assert.equal(path, 'script_config.material_source');
    assert.match(message, /One video is needed for @ana on tiktok: the library has 4, of which 0 can be used/);
    assert.match(message, /reuse_materials/);
  });

  await t.test('take again what the account was given when that is asked for', async () => {
    assert.deepEqual(await names(world, { reuse_materials: true }), ['a.mp4']);
  });

  await t.test('give the targets of a request different ones', async () => {
    const given = await names(world, { reuse_materials: true }, { to: ['ana', 'eva', 'ines'] });
    assert.equal(new Set(given).size, 3, given.join());
  });

  await t.test('go by all the tags', async () => {
    assert.deepEqual(await names(world, { materials_tags: ' funny , cats ' }, { to: ['ines'] }), ['cats.mp4']);
    const { path, message } = await refused(world, { materials_tags: 'cats,dogs' }, { to: ['eva'] });
    assert.equal(path, 'script_config.materials_tags');
    assert.match(message, /tagged cats, dogs, the library has 0/);
  });

  await t.test("bring the material's own caption where the request has none", async () => {
    const [task] = await made(world, { materials_tags: 'cats', reuse_materials: true });
    assert.equal(task?.caption, 'Mira los gatos');
    const [own] = await made(world, { materials_tags: 'cats', reuse_materials: true, captions: 'Mine' });
    assert.equal(own?.caption, 'Mine');
  });

  await t.test('are not spent on rehearsals', async () => {
    await shelve(world, 'new.mp4');
    assert.deepEqual(await names(world, { rehearsal: true }), ['new.mp4']);
    assert.deepEqual(await names(world, {}), ['new.mp4']);
  });

  await t.test('stay with a task that failed, until it is deleted', async () => {
    await shelve(world, 'failing.mp4');
    const [task] = await made(world, {});
    assert.equal((await world.call('POST', `/api/v1/task/${task?.id}/stop`)).code, 0);
    await refused(world, {});
    assert.equal((await world.call('DELETE', `/api/v1/task/${task?.id}`)).code, 0);
    assert.deepEqual(await names(world, {}), ['failing.mp4']);
  });

  await t.test(
    'leave alone what other tasks brought by its path, until somebody puts it into the library',
    async () => {
      const path = await put(join(world.directory, 'private.mp4'), videoOf('private'));
      const [task] = await made(world, { material_list: [path] }, { to: ['eva'] });
      await refused(world, {});
      const answer = await world.call('PATCH', `/api/v1/material/${task?.materials[0]?.sha256}`, {
        json: { sort_order: 1 },
      });
      assert.equal((answer.data as { in_library?: boolean }).in_library, true, answer.message);
      await world.call('PATCH', `/api/v1/material/${task?.materials[0]?.sha256}`, { json: { in_library: false } });
      await refused(world, {});
      await world.call('PATCH', `/api/v1/material/${task?.materials[0]?.sha256}`, { json: { tags: ['now'] } });
      assert.deepEqual(await names(world, {}), ['private.mp4']);
    },
  );

  await t.test('of images take as many as asked for', async () => {
    for (const name of ['1.jpg', '2.jpg', '3.jpg']) {
      await world.parts.tasks.materials.admit(await put(join(world.directory, 'shelved', name), imageOf(name)));
    }
    await world.db.updateTable('materials').set({ in_library: true }).where('kind', '=', 'image').execute();
    const images = { content_type: 1, image_count: 2 };
    assert.deepEqual(await names(world, images), ['1.jpg 2.jpg']);
    const { message } = await refused(world, images);
    assert.match(message, /2 images are needed for @ana on tiktok: the library has 3, of which 1 can be used/);
    const { path } = await refused(world, { ...images, image_count: 21 }, { to: ['ines'] });
    assert.equal(path, 'script_config.image_count');
  });
});

test('what material_list names', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, ACCOUNTS);
  const listed = await shelve(world, 'a.mp4', { caption: 'Its own' });

  await t.test('counts as given when something is picked', async () => {
    const [task] = await made(world, { material_list: [`material://${listed}`] });
    assert.equal(task?.caption, 'Its own');
    await shelve(world, 'b.mp4');
    assert.deepEqual(await names(world, {}), ['b.mp4']);
  });

  await t.test('is refused where the app would refuse it, with the file and the rule', async () => {
    await world.db.updateTable('materials').set({ duration_ms: 2_000 }).where('sha256', '=', listed).execute();
    const config = { material_list: [CLIP, `material://${listed}`] };
    const { path, message } = await refused(world, config, { to: ['eva', 'ines'] });
    assert.equal(path, 'script_config.material_list.1');
    assert.match(message, /"a\.mp4" lasts 2 s, less than 3 s, which Instagram does not take/);
    // The other app takes it.
    assert.equal((await made(world, { material_list: [`material://${listed}`] }, { to: ['eva'] })).length, 1);
  });

  await t.test('says what the app will change about it', async () => {
    await world.db.updateTable('materials').set({ frame_rate: 120 }).where('sha256', '=', listed).execute();
    const [task] = await made(world, { material_list: [`material://${listed}`] }, { to: ['eva'] });
    assert.match(task?.notes.join() ?? '', /"a\.mp4" has 120 frames a second.*TikTok re-encodes it/);
  });
});

test('picks from a folder', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, ACCOUNTS);
  const home = join(world.directory, 'home');
  const from = (folder: string, config: object = {}) => ({
    material_source: 'localFolder',
    material_path: join(home, folder),
    ...config,
  });
  const fill = async (folder: string, files: readonly string[]) => {
    for (const file of files) await put(join(home, folder, file), videoOf(`${folder}/${file}`));
  };

  await t.test('go in natural order, and pass over what the account was given', async () => {
    await fill('plain', ['10.mp4', '2.mp4', 'a1.mp4', 'A2.mp4']);
    const given: string[] = [];
    for (let count = 0; count < 4; count += 1) given.push(...(await names(world, from('plain'))));
    assert.deepEqual(given, ['2.mp4', '10.mp4', 'a1.mp4', 'A2.mp4']);
    const { path, message } = await refused(world, from('plain'));
    assert.equal(path, 'script_config.material_path');
    assert.match(message, /One video is needed for @ana on tiktok: ".*plain" has 4, of which 0 can be used/);
    assert.deepEqual(await names(world, from('plain', { reuse_materials: true })), ['2.mp4']);
    assert.deepEqual(await names(world, from('plain', { reuse_materials: true })), ['10.mp4']);
  });

  await t.test('go by the content, and pass over hidden files, folders and links that lead away', async () => {
    await fill('mixed', ['.hidden.mp4', 'sub/1.mp4', 'z.mp4']);
    await put(join(home, 'mixed', '1.txt'), 'no media');
    await put(join(home, 'mixed', '2.jpg'), imageOf('2'));
    await put(join(home, 'mixed', '3.mov'), clip.subarray(0, clip.length / 2));
    await put(join(home, 'mixed', '5.jpg'), videoOf('really a video'));
    await symlink('/etc/passwd', join(home, 'mixed', '4.mp4'));
    await symlink(join(home, 'mixed', 'sub', '1.mp4'), join(home, 'mixed', '6.mp4'));
    const given: string[] = [];
    for (let count = 0; count < 3; count += 1) given.push(...(await names(world, from('mixed'))));
    assert.deepEqual(given, ['5.jpg', '6.mp4', 'z.mp4']);
    assert.match((await refused(world, from('mixed'))).message, /has 3, of which 0/);
  });

  await t.test("begin with the account's own sub-folder", async () => {
    await fill('own', ['root.mp4', '@Ana/1.mp4', 'ANA/2.mp4', 'eva/3.mp4']);
    const given: string[] = [];
    for (let count = 0; count < 3; count += 1) given.push(...(await names(world, from('own'))));
    assert.deepEqual(given, ['1.mp4', '2.mp4', 'root.mp4']);
    assert.deepEqual(await names(world, from('own'), { to: ['eva', 'ines'] }), ['3.mp4', 'root.mp4']);
    // Whoever is current has no name yet.
    assert.deepEqual(await names(world, from('own'), { serials: ['PHONE3'] }), ['root.mp4']);
    const { message } = await refused(world, from('own'));
    assert.match(message, /@Ana" has 1, of which 0 .*ANA" has 1, of which 0 .*own" has 1, of which 0/);
  });

  await t.test('give the targets of a request different files while there are some', async () => {
    await fill('shared', ['1.mp4', '2.mp4']);
    const given = await names(world, from('shared'), { to: ['ana', 'eva', 'ines'] });
    assert.deepEqual(given, ['1.mp4', '2.mp4', '1.mp4']);
  });

  await t.test('of images stay in one folder and in order', async () => {
    for (const name of ['@ana/9.jpg', '10.jpg', '2.jpg', '1.jpg']) await put(join(home, 'photos', name), imageOf(name));
    const config = from('photos', { content_type: 1, image_count: 2 });
    assert.deepEqual(await names(world, config), ['1.jpg 2.jpg']);
    assert.match((await refused(world, config)).message, /2 images are needed.*photos" has 3, of which 1 can be used/);
  });

  await t.test('use the caption.txt of the folder they picked from, where the request has no caption', async () => {
    await fill('captions', ['1.mp4', '@ana/2.mp4']);
    await put(join(home, 'captions', 'Caption.txt'), '{Hola|Buenas}\r\ntodos #viral\r\n');
    await put(join(home, 'captions', '@ana', 'caption.txt'), '\uFEFFPara Ana 🎬\n');
    const again = { reuse_materials: true };
    const [ana] = await made(world, from('captions', again));
    const [eva] = await made(world, from('captions', again), { to: ['eva'] });
    const [mine] = await made(world, from('captions', { ...again, captions: 'Mine' }));
    assert.deepEqual([ana?.caption, eva?.caption, mine?.caption], ['Para Ana 🎬', 'Hola\ntodos #viral', 'Mine']);
  });

  await t.test('refuse a caption.txt that cannot be a caption', async () => {
    await fill('bad', ['1.mp4', '2.mp4']);
    const file = join(home, 'bad', 'caption.txt');
    const cases: readonly [content: Buffer | string, why: RegExp][] = [
      [Buffer.from([0x48, 0xf1, 0x48]), /caption\.txt" is not UTF-8/],
      ['a\0b', /U\+0000/],
      ['x'.repeat(90_000), /90000 bytes/],
      ['x'.repeat(4_001), /caption\.txt": The caption has 4001 characters/],
    ];
    for (const [content, why] of cases) {
      await put(file, content);
      const { path, message } = await refused(world, from('bad'));
      assert.equal(path, 'script_config.material_path');
      assert.match(message, why);
    }
  });

  await t.test('refuse what is no folder of ours', async () => {
    assert.match((await refused(world, from('nowhere'))).message, /does not exist/);
    assert.match((await refused(world, from('plain/2.mp4'))).message, /is a file, not a folder/);
    assert.match((await refused(world, from('../../..'))).message, /is not in a folder that media may come from/);
    await mkdir(join(home, 'away'));
    await symlink('/etc', join(home, 'away', '@ana'));
    assert.match((await refused(world, from('away'))).message, /@ana" is not in a folder that media may come from/);
  });

  await t.test('find more files than they have looked at, however many were used', async () => {
    const files = Array.from({ length: 20 }, (_, index) => `${index}.mp4`);
    await fill('long', files);
    const given: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      given.push(...(await names(world, from('long'), { to: ['ana', 'eva', 'ines'] })));
    }
    // Each request gives its three targets the next that each has not had.
    assert.deepEqual(given.slice(0, 3), ['0.mp4', '1.mp4', '2.mp4']);
    assert.equal(new Set(given.filter((_, index) => index % 3 === 0)).size, 4);
  });
});

for (const source of ['the library', 'a folder']) {
  test(`requests at once never take the same from ${source} for the same account`, async (t) => {
    const world = await openWorld(t);
    await addAccounts(world, ACCOUNTS);
    const count = 8;
    const folder = join(world.directory, 'folder');
    for (let index = 0; index < count; index += 1) {
      if (source === 'the library') await shelve(world, `${index}.mp4`);
      else await put(join(folder, `${index}.mp4`), videoOf(`${index}`));
    }
    const config = source === 'the library' ? {} : { material_source: 'localFolder', material_path: folder };
    const answers = await Promise.all(
      Array.from({ length: count + 2 }, async () => await world.call('POST', '/api/v1/task', { json: body(config) })),
    );
    const codes = answers.map(({ code }) => code).sort((a, b) => a - b);
    assert.deepEqual(codes, [...new Array<number>(count).fill(0), 40001, 40001]);
    const rows = await world.db.selectFrom('tasks').select('plan').execute();
    const given = rows.map(({ plan }) => (plan as { materials: { sha256: string }[] }).materials[0]?.sha256);
    assert.equal(new Set(given).size, count);
    const uses = await world.db.selectFrom('material_uses').select(['sha256', 'account_key']).execute();
    assert.deepEqual(uses.map(({ sha256 }) => sha256).sort(), given.toSorted());
    assert.ok(uses.every(({ account_key }) => account_key === 'ana'));
  });
}
