import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import { publish, TestLanes } from './lane.ts';
import { addAccounts, CLIP, openWorld, PHOTOS, videoRequest, type World, type WorldOptions } from './world.ts';

const HOUR_MS = 60 * 60_000;

const guarded = (options: WorldOptions = {}): WorldOptions => ({ duplicateWithinMs: 24 * HOUR_MS, ...options });

interface Earlier {
  readonly task_id: number;
  readonly serial: string;
  readonly username: string | null;
  readonly status_text: string;
}

async function send(world: World, body: object) {
  const answer = await world.call('POST', '/api/v1/task', { json: body });
  const { duplicates = [] } = (answer.data ?? {}) as { duplicates?: Earlier[] };
  return {
    ...answer,
    duplicates: duplicates.map((task) => [task.task_id, task.serial, task.username, task.status_text]),
  };
}

async function countTasks(world: World): Promise<number> {
  return ((await world.call('GET', '/api/v1/task/stats')).data as { total: number }).total;
}

const byName = (usernames: string[], config: object = {}, more: object = {}) =>
  videoRequest({ serials: [], usernames, ...more }, config);

test('the same files as the same account within the hours', async (t) => {
  const world = await openWorld(t, guarded());
  await addAccounts(world, [
    { platform: 'tiktok', username: 'maria', serial: 'PHONE1' },
    { platform: 'tiktok', username: 'pedro', serial: 'PHONE1' },
    { platform: 'instagram', username: 'maria', serial: 'PHONE2' },
  ]);
  const tiktok = { target_app: 'tiktok' };
  const [first = 0] = await world.create(byName(['maria'], tiktok));

  await t.test('are refused with the earlier task, whatever the caption, and nothing is created', async () => {
    const answer = await send(world, byName(['@Maria'], { ...tiktok, captions: 'another caption' }));
    assert.deepEqual([answer.status, answer.code], [409, 40901]);
    assert.match(answer.message, new RegExp(`@maria on tiktok by task ${first} \\(pending\\)`));
    assert.deepEqual(answer.duplicates, [[first, 'PHONE1', 'maria', 'pending']]);
    assert.equal(await countTasks(world), 1);
  });

  await t.test('are refused for all targets when one has had them', async () => {
    const answer = await send(world, byName(['pedro', 'maria'], tiktok));
    assert.deepEqual(answer.duplicates, [[first, 'PHONE1', 'maria', 'pending']]);
    assert.equal(await countTasks(world), 1);
  });

  await t.test(
    'are no duplicates on another platform, as another account, as a rehearsal or among other files',
    async () => {
      await world.create(byName(['maria'], { target_app: 'instagram' }));
      await world.create(byName(['pedro'], tiktok));
      await world.create(byName(['maria'], { ...tiktok, rehearsal: true }));
      await world.create(byName(['maria'], { ...tiktok, content_type: 1, material_list: PHOTOS }));
      const pairs = { ...tiktok, content_type: 1, material_list: PHOTOS.slice(0, 2) };
      await world.create(byName(['maria'], pairs));
      const turned = await send(world, byName(['maria'], { ...pairs, material_list: PHOTOS.slice(0, 2).reverse() }));
      assert.equal(turned.code, 40901);
    },
  );

  await t.test('are published again by allow_duplicate', async () => {
    const [again = 0] = await world.create(byName(['maria'], tiktok, { allow_duplicate: true }));
    const answer = await send(world, byName(['maria'], tiktok));
    assert.deepEqual(answer.duplicates, [[again, 'PHONE1', 'maria', 'pending']]);
    assert.equal((await send(world, byName(['maria'], tiktok, { allow_duplicate: 'yes' }))).code, 40001);
  });

  await t.test('are still refused a day later while the earlier task waits, and not when it is through', async () => {
    world.clock.advance(25 * HOUR_MS);
    assert.equal((await send(world, byName(['maria'], tiktok))).code, 40901);
    const lanes = new TestLanes(world);
    while (await lanes.runNext('PHONE1')) {}
    assert.equal((await send(world, byName(['maria'], tiktok))).code, 40901);
    world.clock.advance(25 * HOUR_MS);
    assert.equal((await send(world, byName(['maria'], tiktok))).code, 0);
  });
});

test('a post that surely failed may be made anew; one of which nobody knows may not, not even when its task is gone', async (t) => {
  const world = await openWorld(t, guarded());
  const lanes = new TestLanes(world);
  lanes.play = async () => {
    throw new PostwrightError('ELEMENT_NOT_FOUND');
  };
  await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  const [second = 0] = await world.create(videoRequest());
  lanes.play = async ({ ledger }) => {
    await ledger.account('maria');
    await ledger.commit();
    throw new PostwrightError('OUTCOME_UNKNOWN');
  };
  await lanes.runNext('PHONE1');
  assert.deepEqual((await send(world, videoRequest())).duplicates, [[second, 'PHONE1', 'maria', 'failed']]);
  await world.call('DELETE', `/api/v1/task/${second}`);
  assert.deepEqual((await send(world, videoRequest())).duplicates, [[second, 'PHONE1', 'maria', 'deleted']]);
});

test('a pending task that was deleted, or stopped, stands in nobody’s way', async (t) => {
  const world = await openWorld(t, guarded());
  const [first = 0] = await world.create(videoRequest());
  await world.call('DELETE', `/api/v1/task/${first}`);
  const [second = 0] = await world.create(videoRequest());
  await world.call('POST', `/api/v1/task/${second}/stop`);
  await world.create(videoRequest());
});

test('whoever is current on a phone is compared by the phone, and by the account where that can be known', async (t) => {
  const world = await openWorld(t, guarded());
  const lanes = new TestLanes(world);
  lanes.play = async (context) => await publish({ ...context, plan: { ...context.plan, username: 'maria' } });

  await t.test('with earlier tasks of the phone, before and after the account was read', async () => {
    const [first = 0] = await world.create(videoRequest());
    assert.deepEqual((await send(world, videoRequest())).duplicates, [[first, 'PHONE1', null, 'pending']]);
    await lanes.runNext('PHONE1');
    assert.deepEqual((await send(world, videoRequest())).duplicates, [[first, 'PHONE1', 'maria', 'completed']]);
    assert.equal((await send(world, videoRequest({ serials: ['PHONE2'] }))).code, 0);
  });

  await t.test('with tasks for the account, once it was read there', async () => {
    await addAccounts(world, [
      { platform: 'tiktok', username: 'maria', serial: 'PHONE1' },
      { platform: 'tiktok', username: 'pedro', serial: 'PHONE1' },
    ]);
    assert.equal((await send(world, byName(['maria']))).code, 40901);
    assert.equal((await send(world, byName(['pedro']))).code, 0);
  });

  await t.test('with tasks for the only account of the phone, in either order', async () => {
    await addAccounts(world, [{ platform: 'tiktok', username: 'ana', serial: 'PHONE3' }]);
    const images = { content_type: 1, material_list: PHOTOS };
    await world.create(byName(['ana']));
    assert.equal((await send(world, videoRequest({ serials: ['PHONE3'] }))).code, 40901);
    await world.create(videoRequest({ serials: ['PHONE3'] }, images));
    assert.equal((await send(world, byName(['ana'], images))).code, 40901);
  });
});

test('of equal requests at the same moment one makes tasks', async (t) => {
  const world = await openWorld(t, guarded());
  const requests = Array.from({ length: 8 }, async (_, index) => {
    return (await send(world, videoRequest({ serials: ['PHONE1', 'PHONE2'] }, { captions: `${index}` }))).code;
  });
  const codes = await Promise.all(requests);
  assert.deepEqual(codes.toSorted(), [0, ...Array.from({ length: 7 }, () => 40901)]);
  assert.equal(await countTasks(world), 2);
});

test('an Idempotency-Key answers before the files are compared', async (t) => {
  const world = await openWorld(t, guarded());
  const headers = { 'idempotency-key': 'order-1' };
  const first = await world.call('POST', '/api/v1/task', { json: videoRequest(), headers });
  const again = await world.call('POST', '/api/v1/task', { json: videoRequest(), headers });
  assert.deepEqual(again.data, first.data);
  assert.equal((await send(world, videoRequest())).code, 40901);
});

test('what is picked follows reuse_materials, and without hours nothing is compared', async (t) => {
  const world = await openWorld(t, guarded());
  const { sha256 } = await world.parts.tasks.materials.admit(CLIP);
  await world.db.updateTable('materials').set({ in_library: true }).where('sha256', '=', sha256).execute();
  await world.create(videoRequest());
  const picked = { material_list: [], material_source: 'materialLibrary' };
  assert.equal((await send(world, videoRequest({}, picked))).code, 40001);
  assert.equal((await send(world, videoRequest({}, { ...picked, reuse_materials: true }))).code, 0);

  const free = await openWorld(t);
  await free.create(videoRequest());
  await free.create(videoRequest());
});
