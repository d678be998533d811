import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Account, AccountList } from '../../src/contract/account.ts';
import { openWorld } from './world.ts';

const PATH = '/api/v1/account';

test('accounts are registered, read, changed and forgotten', async (t) => {
  const world = await openWorld(t);
  // Both times are told by the server's clock, however far that of the database is from it.
  world.clock.advance(60_000);
  const made = (await world.call('POST', PATH, { json: { username: '@Maria', platform: 'tiktok', serial: 'PHONE1' } }))
    .data as Account;
  assert.deepEqual([made.username, made.platform, made.serial, made.enabled], ['maria', 'tiktok', 'PHONE1', true]);
  assert.deepEqual((await world.call('GET', `${PATH}/${made.id}`)).data, made);
  assert.equal(made.created_at, made.updated_at);

  const patched = (await world.call('PATCH', `${PATH}/${made.id}`, { json: { enabled: false } })).data as Account;
  assert.deepEqual([patched.serial, patched.enabled], ['PHONE1', false]);
  const unbound = (await world.call('PATCH', `${PATH}/${made.id}`, { json: { serial: null } })).data as Account;
  assert.deepEqual([unbound.serial, unbound.enabled], [null, false]);
  const put = (await world.call('PUT', `${PATH}/${made.id}`, { json: { username: 'ana', platform: 'instagram' } }))
    .data as Account;
  assert.deepEqual([put.username, put.platform, put.serial, put.enabled], ['ana', 'instagram', null, true]);

  assert.deepEqual((await world.call('DELETE', `${PATH}/${made.id}`)).data, { deleted: true });
  for (const method of ['GET', 'DELETE']) assert.equal((await world.call(method, `${PATH}/${made.id}`)).code, 40401);
});

test('what its owner says of an account is kept', async (t) => {
  const world = await openWorld(t);
  const said = { display_name: 'María', tags: ['ventas', 'Madrid Sur'], notes: 'Tienda\n«nueva»' };
  const json = { username: 'maria', platform: 'tiktok', ...said, tags: ['ventas', 'Madrid Sur', 'VENTAS'] };
  const made = (await world.call('POST', PATH, { json })).data as Account;
  const { display_name, tags, notes } = made;
  assert.deepEqual({ display_name, tags, notes }, said);
  assert.deepEqual([made.last_post_at, made.last_check_at, made.signed_in], [null, null, null]);
  const patched = (await world.call('PATCH', `${PATH}/${made.id}`, { json: { notes: '', enabled: false } }))
    .data as Account;
  assert.deepEqual([patched.display_name, patched.tags, patched.notes], ['María', said.tags, '']);
  const put = (await world.call('PUT', `${PATH}/${made.id}`, { json: { username: 'maria', platform: 'tiktok' } }))
    .data as Account;
  assert.deepEqual([put.display_name, put.tags, put.notes], [null, [], '']);
});

test('the list of accounts is filtered', async (t) => {
  const world = await openWorld(t);
  for (const json of [
    { username: 'ana', platform: 'tiktok', serial: 'PHONE1', tags: ['Ventas'] },
    { username: 'ana', platform: 'instagram', serial: 'PHONE2', enabled: false, display_name: 'Ana 100%' },
    { username: 'eva', platform: 'tiktok', tags: ['ventas', 'norte'], notes: 'Cambió de NÚMERO' },
  ]) {
    assert.equal((await world.call('POST', PATH, { json })).code, 0);
  }
  const ids = async (query: string) => {
    const { total, accounts } = (await world.call('GET', `${PATH}${query}`)).data as AccountList;
    assert.equal(total, accounts.length);
    return accounts.map((account) => account.id);
  };
  assert.deepEqual(await ids(''), [1, 2, 3]);
  assert.deepEqual(await ids('?username=@ANA'), [1, 2]);
  assert.deepEqual(await ids('?platform=tiktok'), [1, 3]);
  assert.deepEqual(await ids('?serial=PHONE2'), [2]);
  assert.deepEqual(await ids('?enabled=false'), [2]);
  assert.deepEqual(await ids('?enabled=true&platform=tiktok'), [1, 3]);
  assert.deepEqual(await ids('?tag=VENTAS'), [1, 3]);
  assert.deepEqual(await ids('?tag=vent'), []);
  assert.deepEqual(await ids('?tag=ventas&serial=PHONE1'), [1]);
  assert.deepEqual(await ids('?q=AN'), [1, 2]);
  assert.deepEqual(await ids('?q=%25'), [2]);
  assert.deepEqual(await ids(`?q=${encodeURIComponent('número')}`), [3]);
  assert.deepEqual(await ids('?q=nort'), [3]);
});

test('what is no account is refused', async (t) => {
  const world = await openWorld(t);
  await world.call('POST', PATH, { json: { username: 'ana', platform: 'tiktok' } });
  const cases: readonly [method: string, path: string, json: unknown, code: number, paths: readonly string[]][] = [
    ['POST', '', {}, 40001, ['username', 'platform']],
    ['POST', '', { username: 'x', platform: 'youtube' }, 40001, ['platform']],
    ['POST', '', { username: 'a b', platform: 'tiktok' }, 40001, ['username']],
    ['POST', '', { username: 'eva', platform: 'tiktok', serial: 5 }, 40001, ['serial']],
    ['POST', '', { username: 'eva', platform: 'tiktok', pasword: 'x' }, 40001, ['pasword']],
    ['POST', '', { username: 'eva', platform: 'tiktok', tags: 'ventas' }, 40001, ['tags']],
    ['POST', '', { username: 'eva', platform: 'tiktok', tags: ['a', 'b,c', ' '] }, 40001, ['tags.1', 'tags.2']],
    ['POST', '', { username: 'eva', platform: 'tiktok', display_name: '' }, 40001, ['display_name']],
    ['POST', '', { username: 'eva', platform: 'tiktok', notes: null }, 40001, ['notes']],
    ['POST', '', { username: 'eva', platform: 'tiktok', notes: 'a\0' }, 40001, ['notes']],
    ['POST', '', { username: 'eva', platform: 'tiktok', signed_in: true }, 40001, ['signed_in']],
    ['POST', '', { username: 'eva', platform: 'tiktok', serial: 'NOPE' }, 40401, []],
    ['POST', '', { username: 'ANA', platform: 'tiktok' }, 40901, []],
    ['PATCH', '/1', {}, 40001, ['body']],
    ['PATCH', '/1', { enabled: 'no' }, 40001, ['enabled']],
    ['PATCH', '/9', { enabled: true }, 40401, []],
    ['PUT', '/1', { username: 'ana' }, 40001, ['platform']],
    ['PUT', '/9', { username: 'eva', platform: 'tiktok' }, 40401, []],
    ['GET', '/x', undefined, 40001, ['path.id']],
    ['GET', '?enabled=yes', undefined, 40001, ['query.enabled']],
    ['GET', '?user=x', undefined, 40001, ['query.user']],
  ];
  for (const [method, path, json, code, paths] of cases) {
    await t.test(`${method} ${path} ${JSON.stringify(json) ?? ''}: ${code}`, async () => {
      const answer = await world.call(method, `${PATH}${path}`, { json });
      assert.deepEqual([answer.code, answer.paths], [code, paths], answer.message);
    });
  }
  await t.test('a union is told in its own words', async () => {
    const json = { username: 'eva', platform: 'tiktok', serial: 5 };
    assert.match((await world.call('POST', PATH, { json })).errors, /serial: must be a serial, or null for no phone/);
  });
});
