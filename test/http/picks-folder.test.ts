import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { ACCOUNTS, clip, imageOf, made, names, put, refused, videoOf } from './picks.ts';
import { addAccounts, openWorld } from './world.ts';

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
