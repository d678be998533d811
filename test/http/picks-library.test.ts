import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { ACCOUNTS, imageOf, made, names, put, refused, shelve, videoOf } from './picks.ts';
import { addAccounts, CLIP, openWorld } from './world.ts';

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
    await shelve(world, 'long.mp4', { tags: ['long'], caption: 'x'.repeat(2_201) });
    const { path, message } = await refused(world, { materials_tags: 'long' }, { to: ['ines'] });
    assert.equal(path, 'script_config.captions');
    assert.match(message, /material "long\.mp4" has its own caption.*has 2201 characters.*instagram takes 2200/);
    await world.db.updateTable('materials').set({ in_library: false }).where('caption', 'like', 'xx%').execute();
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
