import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { CLIP, openWorld, videoRequest, type World } from './world.ts';

const HOUR_MS = 60 * 60 * 1000;

async function send(world: World, key: string, json: unknown) {
  return await world.call('POST', '/api/v1/task', { json, headers: { 'idempotency-key': key } });
}

async function countTasks(world: World): Promise<number> {
  return ((await world.call('GET', '/api/v1/task/stats')).data as { total: number }).total;
}

test('an Idempotency-Key', async (t) => {
  const world = await openWorld(t, { serials: ['PHONE1', 'PHONE2'] });
  const body = videoRequest({ serials: ['PHONE1', 'PHONE2'] });

  await t.test('sent again with the same body gives the first answer and creates nothing', async () => {
    const first = await send(world, 'order-1', body);
    assert.deepEqual(first.data, { task_ids: [1, 2], created_count: 2 });
    const again = await send(world, 'order-1', body);
    assert.deepEqual([again.status, again.code, again.data], [200, 0, first.data]);
    assert.equal(await countTasks(world), 2);
    assert.equal(world.facts.length, 2);
  });

  await t.test('takes the same body with its keys in another order as the same', async () => {
    const turned = Object.fromEntries(Object.entries(body).toReversed());
    assert.equal((await send(world, 'order-1', turned)).code, 0);
    assert.equal(await countTasks(world), 2);
  });

  await t.test('with another body is refused', async () => {
    const answer = await send(world, 'order-1', videoRequest());
    assert.deepEqual([answer.status, answer.code], [409, 40901]);
    assert.equal(await countTasks(world), 2);
  });

  await t.test('answers as before even when the file is gone since', async () => {
    const source = join(dirname(world.evidence.directory), 'once.mp4');
    await writeFile(source, await readFile(CLIP));
    const json = videoRequest({}, { material_list: [source] });
    const first = await send(world, 'order-2', json);
    await rm(source);
    assert.deepEqual((await send(world, 'order-2', json)).data, first.data);
  });

  await t.test('is not used up by a request that was refused', async () => {
    assert.equal((await send(world, 'order-3', videoRequest({ serials: ['PHONE9'] }))).code, 40401);
    assert.equal((await send(world, 'order-3', videoRequest())).code, 0);
  });

  await t.test('is forgotten after 24 hours', async () => {
    const before = await countTasks(world);
    world.clock.advance(24 * HOUR_MS - 60_000);
    await send(world, 'order-1', body);
    assert.equal(await countTasks(world), before);
    world.clock.advance(2 * 60_000);
    assert.equal((await send(world, 'order-1', videoRequest())).code, 0);
    assert.equal(await countTasks(world), before + 1);
    const kept = await world.db.selectFrom('requests').select('idempotency_key').execute();
    assert.deepEqual(kept, [{ idempotency_key: 'order-1' }]);
  });

  for (const key of ['', 'two words', 'ñ', 'x'.repeat(256)]) {
    await t.test(`${JSON.stringify(key.slice(0, 10))} is refused`, async () => {
      const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
      const answer = await world.call('POST', '/api/v1/task', { json: body, headers });
      assert.deepEqual([answer.code, answer.paths], [40001, ['header.Idempotency-Key']]);
    });
  }
});

test('twenty requests with one key at once create once', async (t) => {
  const world = await openWorld(t);
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await send(world, 'race', videoRequest())));
  for (const answer of answers) assert.deepEqual([answer.code, answer.data], [0, { task_ids: [1], created_count: 1 }]);
  assert.equal(await countTasks(world), 1);
  assert.equal(world.facts.length, 1);
});

test('requests without a key are all their own', async (t) => {
  const world = await openWorld(t);
  const answers = await Promise.all(Array.from({ length: 8 }, async () => await world.create(videoRequest())));
  assert.equal(new Set(answers.flat()).size, 8);
});
