import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type ReadEvent, readEvents } from '../http/event-reader.ts';
import { Not, quietLog, startWorld, videoPost, waitFor } from './world.ts';

test('the events of one server tell of a task that another one on the same database carries out', async (t) => {
  const { api, databaseUrl } = await startWorld(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-e2e-'));
  t.after(async () => await rm(dataDir, { recursive: true, force: true }));
  // Where no ADB server listens: it has no phones.
  const flags = { port: '0', 'data-dir': dataDir, 'database-url': databaseUrl, adb: '127.0.0.1:1' };
  const config = readConfig({ flags: { ...flags, 'log-level': 'silent' }, env: {}, cwd: dataDir });
  const other = buildApp({ config, log: quietLog });
  t.after(async () => await other.stop());
  const { url } = await other.start();
  const reader = await readEvents(`${url}/api/v1/event?types=device.updated,task.created,task.changed,task.progressed`);
  t.after(() => reader.leave());
  const heard: ReadEvent[] = [];
  const read = async (): Promise<never> => {
    for (;;) heard.push(...(await reader.next()));
  };
  void read().catch(() => {});
  await waitFor('the second server to hear of the first', async () => {
    await api.call('PATCH', '/device/RACK0001', { name: 'Seen' });
    return heard.some(({ name }) => name === 'device.updated') ? true : new Not('deaf');
  });

  // The second one has called all phones absent at its start.
  await api.deviceIs('RACK0001', 'device');

  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'Seen from afar'));
  const told = (): string[] =>
    heard
      .filter(({ data }) => data.task_id === id)
      .map(({ name, data }) => (name === 'task.changed' ? `${name} ${data.status}` : name));
  await waitFor('its end', async () => (told().includes('task.changed 2') ? true : new Not(told().join(', '))));
  assert.deepEqual(told().slice(0, 2), ['task.created', 'task.changed 1']);
  assert.ok(told().includes('task.progressed'));
});
