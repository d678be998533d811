import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { ACCOUNTS, body, put, shelve, videoOf } from './picks.ts';
import { addAccounts, openWorld } from './world.ts';

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
