import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Retirements } from '../../src/care/retirements.ts';
import type { DeviceDetail } from '../../src/contract/device.ts';
import type { Replaced } from '../../src/contract/device-use.ts';
import { Holds } from '../../src/queue/holds.ts';
import { TestLanes } from './lane.ts';
import { addAccounts, openWorld, videoRequest } from './world.ts';

const PATH = '/api/v1/device';

test('a phone is named and tagged, and put out of use and back', async (t) => {
  const world = await openWorld(t);
  const named = await world.call('PATCH', `${PATH}/PHONE1`, {
    json: { name: ' Left rack ', tags: ['hub 1', 'HUB 1'] },
  });
  const { name, tags, retired } = named.data as DeviceDetail;
  assert.deepEqual([name, tags, retired], ['Left rack', ['hub 1'], null]);
  assert.equal((await world.call('PATCH', `${PATH}/NOPE`, { json: {} })).code, 40401);
  assert.equal((await world.call('PATCH', `${PATH}/PHONE1`, { json: { colour: 1 } })).code, 40001);
  const unnamed = (await world.call('PATCH', `${PATH}/PHONE1`, { json: { name: null } })).data as DeviceDetail;
  assert.deepEqual([unnamed.name, unnamed.tags], [null, ['hub 1']]);

  const out = (await world.call('POST', `${PATH}/PHONE1/retire`, { json: { reason: 'Sold.' } })).data as DeviceDetail;
  assert.deepEqual(
    [out.retired?.reason, out.retired?.replaced_by, out.held_back],
    ['Sold.', null, 'It is out of use: Sold.'],
  );
  const refused = await world.call('POST', '/api/v1/task', { json: videoRequest() });
  assert.deepEqual([refused.code, refused.data], [40901, { retired: ['PHONE1'] }]);
  const afterRestart = new Holds();
  await new Retirements({ ...world.parts.tasks, holds: afterRestart }).start();
  assert.equal(afterRestart.reasonFor('PHONE1'), 'It is out of use: Sold.');
  const back = (await world.call('DELETE', `${PATH}/PHONE1/retire`)).data as DeviceDetail;
  assert.deepEqual([back.retired, back.held_back], [null, null]);
  assert.deepEqual(
    back.history.map(({ event, message }) => `${event}: ${message}`),
    ['restored: It is in use again.', 'retired: Sold.'],
  );
  await world.create(videoRequest());
  assert.equal((await world.call('GET', `${PATH}/PHONE1/apps`)).code, 40901);
});

test('another phone takes the place of one, with its pending tasks and accounts, and never with what runs or is unknown', async (t) => {
  const world = await openWorld(t);
  await addAccounts(world, [{ platform: 'tiktok', username: 'ana', serial: 'PHONE1' }]);
  const lanes = new TestLanes(world);
  const later = { start_at: '2099-01-01T00:00:00Z' };
  const [current = 0] = await world.create(videoRequest(later));
  const named = { ...videoRequest(later), serials: undefined, usernames: ['ana'] };
  const [ana = 0] = await world.create(named);
  const [running = 0] = await world.create(videoRequest());
  const { ran } = await lanes.begin('PHONE1', { commit: true });
  const replace = async (json: object) => await world.call('POST', `${PATH}/PHONE1/replace`, { json });
  const busy = await replace({ by: 'PHONE2' });
  assert.deepEqual([busy.code, world.holds.reasonFor('PHONE1')], [40901, null]);
  await world.call('POST', `/api/v1/task/${running}/stop`);
  await ran;

  assert.equal((await replace({ by: 'NOPE' })).code, 40401);
  assert.equal((await replace({ by: 'PHONE1' })).code, 40901);
  await world.call('POST', `${PATH}/PHONE3/retire`);
  assert.equal((await replace({ by: 'PHONE3' })).code, 40901);
  const done = (await replace({ by: 'PHONE2', reason: 'Its screen is broken.' })).data as Replaced;
  assert.deepEqual(done, {
    serial: 'PHONE1',
    replaced_by: 'PHONE2',
    moved_tasks: 1,
    moved_accounts: 1,
    left_tasks: 1,
    unknown_tasks: 1,
  });
  const serialOf = async (id: number) =>
    ((await world.call('GET', `/api/v1/task/${id}`)).data as { serial: string }).serial;
  assert.deepEqual(
    [await serialOf(ana), await serialOf(current), await serialOf(running)],
    ['PHONE2', 'PHONE1', 'PHONE1'],
  );
  const uses = await world.db.selectFrom('material_uses').select(['task_id', 'serial']).execute();
  assert.deepEqual(uses.find((use) => use.task_id === ana)?.serial, 'PHONE2');
  const [old, other] = await Promise.all(
    ['PHONE1', 'PHONE2'].map(async (serial) => (await world.call('GET', `${PATH}/${serial}`)).data as DeviceDetail),
  );
  assert.equal(old?.retired?.replaced_by, 'PHONE2');
  assert.deepEqual([old?.accounts, other?.accounts.map(({ username }) => username)], [[], ['ana']]);
  assert.equal(other?.history[0]?.message, 'It took the place of PHONE1, with 1 pending tasks and 1 accounts.');
  const all = (await replace({ by: 'PHONE2', with_current: true })).data as Replaced;
  assert.deepEqual([all.moved_tasks, await serialOf(current)], [1, 'PHONE2']);
});
