import assert from 'node:assert/strict';
import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { smallDisk } from '../support/small-disk.ts';
import { Not, startWorld, videoPost, waitFor } from './world.ts';

/** Less than is to be kept free, and more than what runs still writes. */
const LEFT_BYTES = 12 * 1024 ** 2;
/** Where no disk of its own can be mounted: more is to be kept free than there is, and the test ends there. */
const MORE_THAN_THERE_IS_MIB = '1048576';

interface Checks {
  readonly checks: { readonly disk: { readonly ok: boolean; readonly message: string | null } };
}

test('on a disk that is nearly full no task begins, what runs goes on, and all goes on by itself when there is room', async (t) => {
  const disk = await smallDisk(t, 48);
  const flags =
    disk === undefined ? { 'free-disk-mib': MORE_THAN_THERE_IS_MIB } : { 'free-disk-mib': '16', 'data-dir': disk };
  const { api, stop } = await startWorld(t, { phones: 2, flags });
  const diskIs = async (ok: boolean): Promise<Checks['checks']['disk']> =>
    await waitFor(`the disk to be ${ok ? 'fine' : 'nearly full'}`, async () => {
      const { checks } = (await (await fetch(`${api.url}/readyz`)).json()) as Checks;
      return checks.disk.ok === ok ? checks.disk : new Not(String(checks.disk.message));
    });
  if (disk === undefined) {
    assert.match((await diskIs(false)).message ?? '', /nearly full/);
    assert.equal((await api.call('POST', '/task', videoPost(['RACK0001'], 'no room'))).code, 50301);
    await stop();
    return;
  }
  await api.createTasks(videoPost(['RACK0001'], 'runs'));
  const [running = 0] = await api.createTasks(videoPost(['RACK0001'], 'runs on'));
  await api.taskWhen(running, ({ status }) => status >= 1);
  const ballast = join(disk, 'ballast');
  const { bavail, bsize } = await statfs(disk);
  await writeFile(ballast, Buffer.alloc(bavail * bsize - LEFT_BYTES));
  assert.match((await diskIs(false)).message ?? '', /nearly full: \d+ MiB are free.*free-disk-mib/);
  assert.equal((await api.finished(running)).status_text, 'completed');

  const refused = await api.call('POST', '/task', videoPost(['RACK0002'], 'has to be copied'));
  assert.deepEqual([refused.status, refused.code], [503, 50301]);
  const { data } = await api.call<{ materials: { sha256: string }[] }>('GET', `/task/${running}`);
  const inStore = { material_list: [`material://${data.materials[0]?.sha256}`] };
  const [waiting = 0] = await api.createTasks(videoPost(['RACK0002'], 'waits', { script_config: inStore }));
  assert.deepEqual(await readdir(join(disk, 'materials', 'unfinished')), []);
  const { data: status } = await api.call<{ holds: { name: string }[] }>('GET', '/status');
  assert.deepEqual(
    status.holds.map(({ name }) => name),
    ['disk'],
  );
  assert.equal((await api.task(waiting)).status_text, 'pending');

  await rm(ballast);
  await diskIs(true);
  assert.equal((await api.finished(waiting)).status_text, 'completed');
  await stop();
});
